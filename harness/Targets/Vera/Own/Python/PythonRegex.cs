using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Targets.Vera.Own.Python;

/// <summary>Thrown where Python's <c>re</c> refuses a pattern, with its message where that is known.</summary>
internal sealed class RegexRefusal(string message) : Exception(message);

/// <summary>A pattern of Python's <c>re</c> as one of .NET, its groups numbered as Python numbers them.</summary>
internal sealed class PythonRegex
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, int> names = [];
    private readonly StringBuilder translated = new();
    private int groups;

    /// <exception cref="RegexRefusal">It is no pattern.</exception>
    public PythonRegex(string pattern)
    {
        try
        {
            for (var at = 0; at < pattern.Length;)
            {
                at = Translate(pattern, at);
            }

            Pattern = new(translated.ToString(), RegexOptions.CultureInvariant, TimeMax);
        }
        catch (RegexParseException refusal)
        {
            throw new RegexRefusal(Message(refusal, pattern));
        }
    }

    public Regex Pattern { get; }

    /// <summary>The number of a group, by its name or its number; null if there is none.</summary>
    public int? Group(string name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number <= groups ? number : null
            : names.TryGetValue(name, out number) ? number : null;

    /// <summary>Other spellings: named groups, the very end, and braces with no lower bound.</summary>
    private int Translate(string pattern, int at)
    {
        var rest = pattern.AsSpan(at);
        switch (rest)
        {
            case ['\\', var escaped, ..]:
                translated.Append('\\').Append(escaped == 'Z' ? 'z' : escaped);
                return at + 2;
            case ['[', ..]:
                return CharacterSet(pattern, at);
            case ['(', '?', 'P', '<', ..] when rest.IndexOf('>') is > 0 and var close:
                names[rest[4..close].ToString()] = ++groups;
                translated.Append('(');
                return at + close + 1;
            case ['(', '?', 'P', '=', ..] when rest.IndexOf(')') is > 0 and var close:
                translated.Append(CultureInfo.InvariantCulture, $@"\k<{Group(rest[4..close].ToString()) ?? 0}>");
                return at + close + 1;
            case ['(', not '?', ..]:
                groups++;
                break;
            case ['{', ',', >= '0' and <= '9', ..]:
                translated.Append("{0,");
                return at + 2;
        }

        translated.Append(pattern[at]);
        return at + 1;
    }

    /// <summary>A set of characters, in which brackets and parentheses mean themselves.</summary>
    private int CharacterSet(string pattern, int at)
    {
        var end = at + 1;
        end += end < pattern.Length && pattern[end] == '^' ? 1 : 0;
        end += end < pattern.Length && pattern[end] == ']' ? 1 : 0;
        while (end < pattern.Length && pattern[end] != ']')
        {
            end += pattern[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end + 1, pattern.Length);
        translated.Append(pattern[at]).Append(pattern[(at + 1)..end].Replace("[", "\\[", StringComparison.Ordinal));
        return end;
    }

    /// <summary>The words of Python for what programs get wrong most; others stay in .NET's.</summary>
    private static string Message(RegexParseException refusal, string pattern) => refusal.Error switch
    {
        RegexParseError.UnterminatedBracket => $"unterminated character set at position {LastOpen(pattern, '[')}",
        RegexParseError.InsufficientClosingParentheses =>
            $"missing ), unterminated subpattern at position {LastOpen(pattern, '(')}",
        RegexParseError.InsufficientOpeningParentheses =>
            $"unbalanced parenthesis at position {Math.Max(0, refusal.Offset - 1)}",
        RegexParseError.QuantifierAfterNothing => $"nothing to repeat at position {Math.Max(0, refusal.Offset - 1)}",
        RegexParseError.NestedQuantifiersNotParenthesized =>
            $"multiple repeat at position {Math.Max(0, refusal.Offset - 1)}",
        _ => refusal.Message,
    };

    private static int LastOpen(string pattern, char open) => Math.Max(0, pattern.LastIndexOf(open));
}
