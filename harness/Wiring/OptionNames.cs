using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Wiring;

/// <summary>The values of an enum as options and files spell them: <c>HostStore</c> is <c>host-store</c>.</summary>
internal static class OptionNames
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        // Elements are named by Vera's types, and those stay as they are.
        var name = value.ToString();
        return value is TypeKind ? name : Hyphenated(name);
    }

    public static IEnumerable<string> All<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(Of);

    /// <summary>Reads a name in either case of letters.</summary>
    /// <exception cref="UsageException">No value has this name.</exception>
    public static T Read<T>(string text, string what)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (text.Equals(Of(value), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw Unknown(text, what, All<T>());
    }

    /// <summary>One of some names, or a usage error that lists them.</summary>
    public static string Among(string text, string what, IEnumerable<string> names) =>
        names.Contains(text, StringComparer.Ordinal) ? text : throw Unknown(text, what, names);

    private static string Hyphenated(string name)
    {
        var spelled = new StringBuilder();
        foreach (var letter in name)
        {
            spelled.Append(char.IsAsciiLetterUpper(letter) && spelled.Length > 0 ? "-" : "");
            spelled.Append(char.ToLowerInvariant(letter));
        }

        return spelled.ToString();
    }

    private static UsageException Unknown(string text, string what, IEnumerable<string> names)
    {
        var shown = UserText.Shown(text);
        var hint = Spelling.Hint(shown, names);
        return new($"unknown {what} '{shown}'{(hint.Length > 0 ? hint : $"; known: {string.Join(", ", names)}")}");
    }
}
