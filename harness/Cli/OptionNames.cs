using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Cli;

/// <summary>The values of an enum as options and files spell them: <c>HostStore</c> is <c>host-store</c>.</summary>
internal static class OptionNames
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            name.Append(char.IsAsciiLetterUpper(letter) && name.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    /// <summary>Reads a name as options spell it or as the code does, in either case of letters.</summary>
    public static T Read<T>(string text, string what)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase) ||
                text.Equals(Of(value), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw Unknown(text, what, typeof(T) == typeof(TypeKind) ? Enum.GetNames<T>() : All<T>());
    }

    /// <summary>One of some names, or a usage error that lists them.</summary>
    public static string Among(string text, string what, IEnumerable<string> names) =>
        names.Contains(text, StringComparer.Ordinal) ? text : throw Unknown(text, what, names);

    private static UsageException Unknown(string text, string what, IEnumerable<string> names)
    {
        var shown = Misuse.Shown(text);
        var hint = Spelling.Hint(shown, names);
        return new($"unknown {what} '{shown}'{(hint.Length > 0 ? hint : $"; known: {string.Join(", ", names)}")}");
    }
}
