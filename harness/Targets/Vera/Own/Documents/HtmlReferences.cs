using System.Globalization;
using System.Text;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Character references: numbers all, and the names that documents use most.</summary>
/// <remarks>HTML has more than two thousand names. Any other makes the run unsupported, rather than read in another way
/// than Vera's host reads it.</remarks>
internal static class HtmlReferences
{
    private const int NameChars = 32;

    /// <summary>The names of U+00A0 to U+00FF in their order; they and a few more need no semicolon.</summary>
    private const string Latin =
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute "
        + "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring "
        + "AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml "
        + "times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig "
        + "ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide "
        + "oslash ugrave uacute ucirc uuml yacute thorn yuml";

    private static readonly Dictionary<string, string> Named = new(
        Latin.Split(' ').Select((name, i) => KeyValuePair.Create(name, ((char)(0xA0 + i)).ToString())).Concat(
        [
            new("amp", "&"), new("lt", "<"), new("gt", ">"), new("quot", "\""), new("AMP", "&"), new("LT", "<"),
            new("GT", ">"), new("QUOT", "\""), new("COPY", "\u00A9"), new("REG", "\u00AE"), new("apos;", "'"),
            new("euro;", "\u20AC"), new("mdash;", "\u2014"), new("ndash;", "\u2013"), new("hellip;", "\u2026"),
            new("trade;", "\u2122"), new("lsquo;", "\u2018"), new("rsquo;", "\u2019"), new("ldquo;", "\u201C"),
            new("rdquo;", "\u201D"), new("bull;", "\u2022"),
        ]),
        StringComparer.Ordinal);

    public static string Decoded(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
        {
            return text;
        }

        var into = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '&')
            {
                into.Append(text[at++]);
                continue;
            }

            at = at + 1 < text.Length && text[at + 1] == '#' ? Number(text, at, into) : Name(text, at, into);
        }

        return into.ToString();
    }

    private static int Number(string text, int at, StringBuilder into)
    {
        var hex = at + 2 < text.Length && text[at + 2] is 'x' or 'X';
        var first = at + (hex ? 3 : 2);
        var end = first;
        while (end < text.Length && (hex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            end++;
        }

        if (end == first)
        {
            into.Append('&');
            return at + 1;
        }

        var digits = text.AsSpan(first, end - first).TrimStart('0');
        var style = hex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        var code = digits.Length > 8 ? int.MaxValue
            : digits.Length == 0 ? 0 : long.Parse(digits, style, CultureInfo.InvariantCulture);
        into.Append(Character(code));
        return end < text.Length && text[end] == ';' ? end + 1 : end;
    }

    /// <summary>What HTML puts in place of numbers that are no characters.</summary>
    private static string Character(long code) => code switch
    {
        0 or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF) => "\uFFFD",
        0x0D => "\r",
        0x80 => "\u20AC",
        >= 0x81 and <= 0x9F => throw new RunStop(new ModuleEnding.Unsupported("html_parse of a control's number")),
        (>= 1 and <= 8) or (>= 0xE and <= 0x1F) or 0x7F or 0xB or (>= 0xFDD0 and <= 0xFDEF) => "",
        _ when (code & 0xFFFE) == 0xFFFE => "",
        _ => char.ConvertFromUtf32((int)code),
    };

    private static int Name(string text, int at, StringBuilder into)
    {
        var end = at + 1;
        while (end < text.Length && end - at <= NameChars && !"\t\n\f <&#;".Contains(text[end]))
        {
            end++;
        }

        var name = text[(at + 1)..end];
        var closed = end < text.Length && text[end] == ';';
        if (Named.TryGetValue(name, out var known) || (closed && Named.TryGetValue(name + ";", out known)))
        {
            into.Append(known);
            return closed ? end + 1 : end;
        }

        // Names without a semicolon are found by their beginning.
        var start = Enumerable.Range(2, Math.Max(0, name.Length - 2)).Reverse().Select(n => name[..n])
            .FirstOrDefault(Named.ContainsKey);
        if (start is null && closed && name.Length > 1 && name.All(char.IsAsciiLetterOrDigit))
        {
            throw new RunStop(new ModuleEnding.Unsupported($"html_parse of the reference &{name};"));
        }

        into.Append(start is null ? "&" : Named[start]);
        return at + 1 + (start?.Length ?? 0);
    }
}
