using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vera.GcStress.Campaigns;

/// <summary>How far a campaign is, as it lies on a disk: what it counted, what it met, where it goes on.</summary>
/// <param name="Identity">What draws and judges its cases, whichever part of them.</param>
/// <param name="Of">How many parts there are; 0: it is alone.</param>
/// <param name="Part">The one that is counted here, from 1.</param>
/// <param name="Next">The first case number that is not judged.</param>
/// <param name="Counts">What adds up.</param>
/// <param name="Kinds">The kinds of failure it met, in the order in which it met them.</param>
/// <param name="Kept">The cases that showed something new, in the order of their numbers.</param>
public sealed record CampaignState(
    string Identity,
    int Of,
    int Part,
    long Next,
    CampaignCounts Counts,
    IReadOnlyList<KindMet> Kinds,
    IReadOnlyList<KeptMet> Kept)
{
    /// <summary>Where to go on, if the last round was cut short: it is judged again as a whole.</summary>
    public CampaignState? Resume { get; init; }

    /// <summary>The case number that it ends before; null: it ends with its time.</summary>
    public long? Until { get; init; }

    /// <summary>As it is united with others, which go on from nowhere.</summary>
    public CampaignState ToUnite() => this with { Resume = null, Next = Resume?.Next ?? Next };
}

/// <summary>What a campaign counted.</summary>
public sealed record CampaignCounts
{
    /// <summary>Passed, failed, inconclusive, unsupported, and what else is only added up.</summary>
    public required IReadOnlyList<long> Sums { get; init; }

    /// <summary>The largest number of a case, and the largest heap.</summary>
    public required IReadOnlyList<long> Largest { get; init; }

    /// <summary>In how many cases each value of each axis came up.</summary>
    public required IReadOnlyList<int> Axes { get; init; }

    /// <summary>What became of the cases with each of them.</summary>
    public required IReadOnlyList<int> Constructs { get; init; }

    /// <summary>In how many cases each cell was hit, by number; cells that were not are left out.</summary>
    public required IReadOnlyDictionary<int, int> Cells { get; init; }

    /// <summary>In how many cases each feature was seen; those that were not are left out.</summary>
    public required IReadOnlyDictionary<string, long> Features { get; init; }

    /// <summary>Why cases were inconclusive or unsupported.</summary>
    public required IReadOnlyDictionary<string, long> Limits { get; init; }

    /// <summary>Why cases were unsupported.</summary>
    public required IReadOnlyDictionary<string, long> Gaps { get; init; }

    /// <summary>How cases failed and what they had in common; empty where nothing of that is counted.</summary>
    public IReadOnlyDictionary<string, long> Failing { get; init; } = new Dictionary<string, long>();

    /// <summary>Both counts as one.</summary>
    public CampaignCounts Plus(CampaignCounts other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new()
        {
            Sums = [.. Sums.Zip(other.Sums, (a, b) => a + b)],
            Largest = [.. Largest.Zip(other.Largest, Math.Max)],
            Axes = [.. Axes.Zip(other.Axes, (a, b) => a + b)],
            Constructs = [.. Constructs.Zip(other.Constructs, (a, b) => a + b)],
            Cells = Together(Cells, other.Cells, (a, b) => a + b),
            Features = Together(Features, other.Features, (a, b) => a + b),
            Failing = Together(Failing, other.Failing, (a, b) => a + b),
            Limits = Together(Limits, other.Limits, (a, b) => a + b),
            Gaps = Together(Gaps, other.Gaps, (a, b) => a + b),
        };
    }

    private static SortedDictionary<TKey, TCount> Together<TKey, TCount>(
        IReadOnlyDictionary<TKey, TCount> one,
        IReadOnlyDictionary<TKey, TCount> two,
        Func<TCount, TCount, TCount> plus)
        where TKey : notnull
    {
        var order = typeof(TKey) == typeof(string) ? (IComparer<TKey>)StringComparer.Ordinal : Comparer<TKey>.Default;
        var sum = new SortedDictionary<TKey, TCount>(one.ToDictionary(), order);
        foreach (var (key, count) in two)
        {
            sum[key] = sum.TryGetValue(key, out var so) ? plus(so, count) : count;
        }

        return sum;
    }
}

/// <summary>What became of a kind of failure.</summary>
public enum KindFate
{
    /// <summary>It is a finding.</summary>
    Found,

    /// <summary>It shows what another finding shows.</summary>
    Alike,

    /// <summary>It was seen and not shrunk.</summary>
    Left,

    /// <summary>A file or the base shows it already.</summary>
    Known,
}

/// <summary>A kind of failure that a campaign met: the first case of a bucket, and what became of it.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Number">The number of the case.</param>
/// <param name="Bucket">What failures like it have in common.</param>
/// <param name="Slipped">Whether shrinking another failure came across it.</param>
public sealed record KindMet(KindFate Fate, long Number, string Bucket, bool Slipped)
{
    /// <summary>The bug, if that was certain before it was shrunk.</summary>
    public string? Certain { get; init; }

    /// <summary>What findings of its bug have in common; null: it was not shrunk.</summary>
    public string? Signature { get; init; }

    /// <summary>The saved case that it is known from.</summary>
    public string? Known { get; init; }

    /// <summary>The base that shows it too.</summary>
    public string? Base { get; init; }

    /// <summary>The text of the case file.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where that lies.</summary>
    public string? File { get; init; }

    /// <summary>What the oracle is called.</summary>
    public string Oracle { get; init; } = "";

    /// <summary>The op at which it spoke.</summary>
    public int Op { get; init; }

    /// <summary>What it saw, in one line.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>The likely cause.</summary>
    public string? Cause { get; init; }

    /// <summary>What it takes to see it.</summary>
    public string? Shows { get; init; }

    /// <summary>The swap with which it is not seen.</summary>
    public string? Cure { get; init; }

    /// <summary>Ops of the case as it was drawn.</summary>
    public int DrawnOps { get; init; }

    /// <summary>Cases that shrinking tried.</summary>
    public int Attempts { get; init; }

    /// <summary>Whether every smaller step passes.</summary>
    public bool IsMinimal { get; init; }
}

/// <summary>A file of states: one campaign's while it runs, or all parts of all that were merged.</summary>
internal sealed record StateFile(string Format, IReadOnlyList<CampaignState> Campaigns)
{
    public const string Name = "state.json";

    private const string FormatHere = "vera-gcstress/state/2";

    public static string Print(IReadOnlyList<CampaignState> campaigns) =>
        JsonSerializer.Serialize(new StateFile(FormatHere, campaigns), StateContext.Default.StateFile) + "\n";

    /// <summary>Null, and why: it is cut short, or something else.</summary>
    public static IReadOnlyList<CampaignState>? Parse(string text, out string why)
    {
        why = "this is no state of a campaign";
        try
        {
            var file = JsonSerializer.Deserialize(text, StateContext.Default.StateFile);
            return file is { Format: FormatHere, Campaigns: { Count: > 0 } campaigns } && campaigns.All(IsWhole)
                ? campaigns
                : null;
        }
        catch (JsonException)
        {
            why = "this is no state of a campaign, or it was cut short";
            return null;
        }
    }

    private static bool IsWhole(CampaignState? state) =>
        state is { Identity: not null, Next: >= 0, Of: >= 0 and <= Shard.Most, Part: >= 1, Counts: not null } and
        { Kinds: not null, Kept: not null } && state.Part <= Math.Max(1, state.Of) &&
        state.Counts is { Sums: not null, Largest: not null, Axes: not null, Constructs: not null } and
        { Cells: not null, Features: not null, Failing: not null, Limits: not null, Gaps: not null } &&
        CampaignReport.CanRestore(state.Counts) &&
        state.Kinds.All(k => k is { Bucket: not null, Text: not null, Oracle: not null, Evidence: not null }) &&
        state.Kept.All(k => k is { Text: not null, Levels: not null }) &&
        (state.Resume is null || IsWhole(state.Resume));
}

[JsonSerializable(typeof(StateFile))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class StateContext : JsonSerializerContext;
