using System.Text.RegularExpressions;

namespace Vera.GcStress.Stressing;

/// <summary>Where a function of a module stands in its program.</summary>
internal static class FunctionPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether a program declares a function of that name as public.</summary>
    public static bool IsPublic(string source, string function) => Regex.IsMatch(
        source, $"\\bpublic\\s+(forall\\b[^(]*?)?fn\\s+{Regex.Escape(function)}\\b", RegexOptions.None, Patience);

    /// <summary>The line of the first of these functions that the program declares, counted from 1; else the first.
    /// </summary>
    /// <remarks>What follows a dollar sign is the compiler's: the types that a generic function is compiled for.
    /// </remarks>
    public static int LineOf(string source, params ReadOnlySpan<string> functions)
    {
        foreach (var function in functions)
        {
            var name = Regex.Escape(function.Split('$')[0]);
            var found = Regex.Match(source, $"\\bfn\\s+{name}\\b", RegexOptions.None, Patience);
            if (found.Success)
            {
                return 1 + source.AsSpan(0, found.Index).Count('\n');
            }
        }

        return 1;
    }
}
