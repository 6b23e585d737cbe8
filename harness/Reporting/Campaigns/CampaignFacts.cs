using System.Text.Json.Nodes;
using Vera.GcStress.Documents;

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
    LoadReport? Documents);
