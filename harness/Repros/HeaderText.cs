using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>The header lines of a case file, both ways: <c>key value</c>, one a line.</summary>
internal static class HeaderText
{
    /// <summary>The one key that may stand on several lines: one for each release.</summary>
    private const string ReleaseKey = "vera";

    private static readonly string[] Keys =
    [
        "target", "host", "swap", "runtime", "gc", "expect", ReleaseKey, "layer", "shows", "fault", "layout", "found",
        "versions", "evidence",
    ];

    public static string Print(FileHeader header)
    {
        var writer = new StringBuilder();
        foreach (var key in Keys)
        {
            foreach (var release in key == ReleaseKey ? header.Releases.Lines : [])
            {
                writer.Append(key).Append(' ').Append(release).Append('\n');
            }

            if (ValueOf(header, key) is { } value && OneLine(value) is { Length: > 0 } line)
            {
                writer.Append(key).Append(' ').Append(line).Append('\n');
            }
        }

        return writer.ToString();
    }

    /// <summary>Reads the lines of a header, each with its number; comments are already left out.</summary>
    public static FileHeader Parse(IEnumerable<(int Number, string Text)> lines, int lineAfter)
    {
        var values = new Dictionary<string, (int Line, string Value)>(StringComparer.Ordinal);
        var releases = ReleaseExpectations.None;
        foreach (var (number, text) in lines)
        {
            var space = text.AsSpan().IndexOfAny(' ', '\t');
            var key = space < 0 ? text : text[..space];
            if (!Keys.Contains(key))
            {
                throw new CaseFormatException(number, UnknownKey(key));
            }

            var value = space < 0 ? "" : text[space..].Trim();
            if (value.Length == 0)
            {
                throw new CaseFormatException(number, $"'{key}' has no value");
            }

            if (key == ReleaseKey)
            {
                releases = releases.WithLine(value) ?? throw new CaseFormatException(
                    number, "'vera' is a release not named before and what it shows, such as '0.0.193 fail agreement'");
            }
            else if (!values.TryAdd(key, (number, value)))
            {
                throw new CaseFormatException(number, $"'{key}' is said twice");
            }
        }

        return new HeaderValues(values, releases, lineAfter).Header();
    }

    /// <summary>Free text as it can stand in a header: one line of valid Unicode, no blanks around it.</summary>
    public static string OneLine(string value)
    {
        var units = StringText.Repair(value, 4096).ToCharArray();
        for (var i = 0; i < units.Length; i++)
        {
            units[i] = char.IsControl(units[i]) ? ' ' : units[i];
        }

        return new string(units).Trim();
    }

    private static string? ValueOf(FileHeader header, string key) => key switch
    {
        "target" => header.Target,
        "host" => header.Host,
        "swap" => header.Swap,
        "runtime" or "gc" when header.Target == FileHeader.Vera => null,
        "expect" when !header.Releases.IsEmpty => null,
        ReleaseKey => null,
        "runtime" => header.Runtime,
        "gc" => NameOf(header.Gc),
        "expect" => header.Expect.ToString(),
        "layer" => header.Layer,
        "shows" => header.Shows,
        "fault" => header.Fault,
        "layout" => header.Layout,
        "found" => header.Found,
        "versions" => header.Versions,
        _ => header.Evidence,
    };

    private static string NameOf(CollectorKind gc) => gc == CollectorKind.Vera ? "vera" : "hardened";

    private static string UnknownKey(string key) => HeaderValues.IsName(key)
        ? $"unknown key '{key}'{Spelling.Hint(key, Keys)}"
        : "not a header line: a header has lines of a key and a value, and a blank line after the last";
}
