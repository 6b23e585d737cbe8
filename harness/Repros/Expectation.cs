using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Repros;

/// <summary>What a case file says that a replay will find.</summary>
public abstract record Expectation
{
    private Expectation()
    {
    }

    /// <summary>No oracle fails.</summary>
    public sealed record Pass : Expectation;

    /// <param name="Oracle">The oracle that fails.</param>
    public sealed record Fail(OracleName Oracle) : Expectation;

    /// <summary>Reads what <see cref="ToString"/> writes; null if it is something else.</summary>
    internal static Expectation? TryParse(string text) =>
        text.Split([' ', '\t'], 2, StringSplitOptions.TrimEntries) switch
        {
            ["pass"] => new Pass(),
            ["fail", var name] when OracleNames.Read(name) is { } oracle => new Fail(oracle),
            _ => null,
        };

    /// <summary>As a header spells it: <c>pass</c> or <c>fail reachability</c>.</summary>
    public sealed override string ToString() => this is Fail fail ? $"fail {fail.Oracle.Text()}" : "pass";
}
