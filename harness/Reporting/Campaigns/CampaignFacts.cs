using System.Text.Json.Nodes;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>What a report says besides what the campaign counted.</summary>
/// <param name="Heap">What ran the cases, for people.</param>
/// <param name="Options">What was asked for, by name of the option.</param>
/// <param name="Arguments">The arguments that draw and judge the same cases.</param>
/// <param name="Documents">What became of the documents that the user named, if any were named.</param>
public sealed record CampaignFacts(
    string Heap,
    JsonObject Options,
    IReadOnlyList<string> Arguments,
    LoadReport? Documents)
{
    /// <summary>The words that start this tool where the user is.</summary>
    public IReadOnlyList<string> Runner { get; init; } = ["vera-gcstress"];

    /// <summary>The seed as the user gave it.</summary>
    public string Seed { get; init; } = "1";

    /// <summary>The words of a command that replays a file, wherever the reader is.</summary>
    public IReadOnlyList<string> Replaying { get; init; } = ["vera-gcstress", "replay"];

    /// <summary>How the base is called, if there is one.</summary>
    public string? Base { get; init; }

    /// <summary>The known bug that was found first, or null if it was not looked for.</summary>
    internal Canary? Canary { get; init; }

    /// <summary>What shows a saved finding again: commands, from the verb on or as a shell takes them.</summary>
    public Func<Finding, IEnumerable<string>> Advice { get; init; } = _ => [];
}
