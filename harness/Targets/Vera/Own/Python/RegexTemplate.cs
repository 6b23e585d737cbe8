using System.Text;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Targets.Vera.Own.Python;

/// <summary>What <c>re.sub</c> puts in place of a match: text, escapes and references to groups.</summary>
internal sealed class RegexTemplate
{
    private const string Escapes = "a\ab\bf\fn\nr\rt\tv\v";
    private readonly List<Func<Match, string>> parts = [];

    /// <exception cref="RegexRefusal">It refers to a group that the pattern does not have, or escapes no escape.
    /// </exception>
    public RegexTemplate(string template, PythonRegex pattern)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] != '\\' || at + 1 == template.Length)
            {
                plain.Append(template[at]);
                continue;
            }

            var c = template[++at];
            if (c == 'g' && at + 1 < template.Length && template[at + 1] == '<'
                && template.IndexOf('>', at) is > 0 and var close)
            {
                Group(template[(at + 2)..close], pattern, plain, at - 1);
                at = close;
            }
            else if (char.IsAsciiDigit(c) && c != '0')
            {
                var digits = at + 1 < template.Length && char.IsAsciiDigit(template[at + 1]) ? 2 : 1;
                Group(template.Substring(at, digits), pattern, plain, at);
                at += digits - 1;
            }
            else
            {
                plain.Append(Escape(c, at - 1));
            }
        }

        Flush(plain);
    }

    public string For(Match match) => string.Concat(parts.Select(part => part(match)));

    private static string Escape(char c, int at)
    {
        var known = Escapes.IndexOf(c, StringComparison.Ordinal);
        return c == '\\' ? "\\"
            : c == '0' ? "\0"
            : known >= 0 && known % 2 == 0 ? Escapes[known + 1].ToString()
            : char.IsAsciiLetter(c) ? throw new RegexRefusal($"bad escape \\{c} at position {at}")
            : $"\\{c}";
    }

    private void Group(string name, PythonRegex pattern, StringBuilder plain, int at)
    {
        var number = pattern.Group(name)
            ?? throw new RegexRefusal($"invalid group reference {name} at position {at}");
        Flush(plain);
        parts.Add(match => match.Groups[number].Value);
    }

    private void Flush(StringBuilder plain)
    {
        if (plain.Length > 0)
        {
            var text = plain.ToString();
            parts.Add(_ => text);
            plain.Clear();
        }
    }
}
