using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>What the lines of a header say, key by key, until it is checked.</summary>
/// <param name="values">Each value and its line.</param>
/// <param name="releases">What releases of Vera show.</param>
/// <param name="lineAfter">The line to blame for what is missing.</param>
internal sealed class HeaderValues(
    Dictionary<string, (int Line, string Value)> values, ReleaseExpectations releases, int lineAfter)
{
    public FileHeader Header() => Checked(new(
        Target() ?? throw Missing("target"),
        Name("runtime") ?? (IsOfVera ? FileHeader.Vera : null) ?? throw Missing("runtime"),
        Gc() ?? (IsOfVera ? CollectorKind.Vera : (CollectorKind?)null) ?? throw Missing("gc"),
        Expect() ?? releases.Newest ?? throw Missing("expect"))
    {
        Releases = releases,
        Fault = Name("fault"),
        Layout = Layout(),
        Layer = Name("layer"),
        Shows = Shows(),
        Host = Host(),
        Swap = Swap(),
        Found = FreeText("found"),
        Versions = FreeText("versions"),
        Evidence = FreeText("evidence"),
    });

    private FileHeader Checked(FileHeader header) =>
        releases.IsEmpty ? header
        : header.Target != FileHeader.Vera
            ? throw new CaseFormatException(lineAfter, "'vera' lines are for target vera")
        : values.ContainsKey("expect") ? throw Wrong("expect", "not said where 'vera' lines are")
        : header;

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>A real Vera has one way to keep contents and one collector: its files need not say so.</summary>
    private bool IsOfVera => Value("target") == FileHeader.Vera;

    /// <remarks>Checked before all else: what a header has to say depends on it.</remarks>
    private string? Target() => Value("target") is null or FileHeader.Wat or FileHeader.Vera
        ? Value("target")
        : throw Wrong("target", $"{FileHeader.Wat} or {FileHeader.Vera}");

    private CollectorKind? Gc() => Value("gc") switch
    {
        null => null,
        "vera" => CollectorKind.Vera,
        "hardened" => CollectorKind.Hardened,
        _ => throw Wrong("gc", "vera or hardened"),
    };

    private Expectation? Expect() => Value("expect") is not { } text
        ? null
        : Expectation.TryParse(text) ?? throw Wrong("expect", $"pass, or fail and one of {Oracles}");

    private string? Layout() =>
        Value("layout") is null or "small" or "real" ? Value("layout") : throw Wrong("layout", "small or real");

    private string? Shows() => Value("shows") is null or "visible" or "eager" or "latent"
        ? Value("shows")
        : throw Wrong("shows", "visible, eager or latent");

    private string? Host() => Value("host") is null || (IsOfVera && Value("host") is "own" or "node" or "all")
        ? Value("host")
        : throw Wrong("host", "own, node or all, and for target vera");

    private string? Swap() =>
        Value("swap") is null || (Host() == "own" && Value("swap") == FileHeader.HardenedCollector)
        ? Value("swap")
        : throw Wrong("swap", $"{FileHeader.HardenedCollector}, and for host own");

    private string? Name(string key) => Value(key) is not { } name || IsName(name)
        ? Value(key)
        : throw Wrong(key, "one word of letters, digits, hyphens and underscores");

    private string? FreeText(string key) => Value(key) is { } text ? HeaderText.OneLine(text) : null;

    private string? Value(string key) => values.TryGetValue(key, out var found) ? found.Value : null;

    private static string Oracles => string.Join(", ", Enum.GetValues<OracleName>().Select(oracle => oracle.Text()));

    private CaseFormatException Missing(string key) => new(lineAfter, $"the header has no '{key}' line");

    private CaseFormatException Wrong(string key, string wanted)
    {
        var value = HeaderText.OneLine(values[key].Value);
        value = value.Length <= 40 ? value : StringText.Repair(value, 40) + "...";
        return new(values[key].Line, $"'{key}' is {wanted}, not '{value}'");
    }
}
