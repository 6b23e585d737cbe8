using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Stressing;

/// <summary>What a function is called with where the user names nothing: a small value of each type.</summary>
internal static class DefaultArguments
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, string> Values = new()
    {
        ["Int"] = "3",
        ["Nat"] = "2",
        ["Byte"] = "65",
        ["Bool"] = "true",
        ["Float64"] = "1.5",
        ["String"] = "text",
    };

    /// <summary>The types of a function's parameters, as its program spells them.</summary>
    public static ImmutableArray<string> TypesOf(string source, string function)
    {
        var head = new Regex($"\\bfn\\s+{Regex.Escape(function)}\\s*\\(([^()]*)->", RegexOptions.None, Patience);
        return [.. head.Match(source).Groups[1].Value.Split('@').Skip(1).Select(type => type.Trim(' ', ',', '\n'))];
    }

    /// <summary>One for each parameter; null: there is a type of which none is drawn.</summary>
    public static ImmutableArray<string>? For(ImmutableArray<string> types)
    {
        var values = types.Select(type => Values.GetValueOrDefault(type)).ToArray();
        return Array.TrueForAll(values, value => value is not null) ? [.. values.OfType<string>()] : null;
    }
}
