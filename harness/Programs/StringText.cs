using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vera.GcStress.Programs;

/// <summary>Strings as a case's text spells them: in quotes, with <c>\\ \" \n \t \r \u{hex}</c>.</summary>
internal static class StringText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        Enumerable.Range(0x20, 0x5F).Select(c => (char)c).Except(['"', '\\']).ToArray());

    // Scripts that every font and terminal shows, left to right and one cell after the other. Fixed ranges rather
    // than Unicode categories: those change with the runtime's version, and a case's text must not.
    private static readonly (int First, int Last)[] Printable =
    [
        (0xA1, 0xAC), (0xAE, 0x2FF), (0x370, 0x482), (0x48A, 0x52F), (0x2010, 0x2027), (0x2030, 0x205E),
        (0x20A0, 0x20BF), (0x2190, 0x22FF), (0x3041, 0x3096), (0x30A1, 0x30FF), (0x4E00, 0x9FFF),
        (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF),
    ];

    public static void Write(StringBuilder writer, string value)
    {
        writer.Append('"');
        var rest = value.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            writer.Append(plain < 0 ? rest : rest[..plain]);
            if (plain < 0)
            {
                break;
            }

            rest = rest[plain..];
            rest = rest[WriteOther(writer, rest)..];
        }

        writer.Append('"');
    }

    /// <summary>The valid prefix of a string, within a number of UTF-16 units, lone surrogates replaced.</summary>
    public static string Repair(string value, int unitsMax)
    {
        if (value.Length > unitsMax)
        {
            var cut = unitsMax > 0 && char.IsHighSurrogate(value[unitsMax - 1]) ? unitsMax - 1 : unitsMax;
            value = value[..cut];
        }

        return IsValid(value) ? value : string.Create(value.Length, value, ReplaceLoneSurrogates);
    }

    /// <summary>Whether a string has no lone surrogate.</summary>
    public static bool IsValid(ReadOnlySpan<char> rest)
    {
        while (true)
        {
            var at = rest.IndexOfAnyInRange('\uD800', '\uDFFF');
            if (at < 0)
            {
                return true;
            }

            if (Rune.DecodeFromUtf16(rest[at..], out _, out var units) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[(at + units)..];
        }
    }

    private static bool IsPrintable(int code)
    {
        foreach (var (first, last) in Printable)
        {
            if (code >= first && code <= last)
            {
                return true;
            }
        }

        return false;
    }

    private static void ReplaceLoneSurrogates(Span<char> units, string value)
    {
        value.CopyTo(units);
        for (var i = 0; i < units.Length; i++)
        {
            if (i + 1 < units.Length && char.IsSurrogatePair(units[i], units[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(units[i]))
            {
                units[i] = '\uFFFD';
            }
        }
    }

    /// <summary>Writes the first code point of <paramref name="rest"/>; returns how many units it has.</summary>
    private static int WriteOther(StringBuilder writer, ReadOnlySpan<char> rest)
    {
        var valid = Rune.DecodeFromUtf16(rest, out var rune, out var units) == OperationStatus.Done;
        switch (rest[0])
        {
            case '"' or '\\':
                writer.Append('\\').Append(rest[0]);
                return 1;
            case '\n':
                writer.Append("\\n");
                return 1;
            case '\t':
                writer.Append("\\t");
                return 1;
            case '\r':
                writer.Append("\\r");
                return 1;
        }

        if (valid && IsPrintable(rune.Value))
        {
            writer.Append(rest[..units]);
            return units;
        }

        var code = valid ? rune.Value : rest[0];
        writer.Append(CultureInfo.InvariantCulture, $"\\u{{{code:X}}}");
        return valid ? units : 1;
    }
}
