using System.Collections.Immutable;
using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Repros;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>How far a campaign goes. Every limit is here, none in the loop.</summary>
/// <param name="Seed">Together with a case's number it names the case.</param>
/// <param name="Generation">What is drawn.</param>
/// <param name="Header">What runs it; every finding's file begins with it.</param>
public sealed record CampaignOptions(ulong Seed, GenerationOptions Generation, FileHeader Header)
{
    /// <summary>Cases of all shards together; null: until the time is up.</summary>
    public long? CasesMax { get; init; }

    /// <summary>How long to draw new cases; null: until the cases are done.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>
    /// Whether the time ends shrinking too, on a target so slow that it would go on for long. Each of several findings
    /// has an equal part of what is left.
    /// </summary>
    public bool ShrinksInTime { get; init; }

    /// <summary>Threads. They change nothing but the speed.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>
    /// This campaign runs the cases of shard <c>Shard.Index</c> (from 1) of <c>Shard.Of</c>; all shards together run
    /// those of shard 1 of 1. Null: it is alone, and steers by what it hits.
    /// </summary>
    public (int Index, int Of)? Shard { get; init; }

    /// <summary>
    /// Whether half of the cases aim at a cell: one that earlier rounds hit least or, of a shard, at any.
    /// </summary>
    public bool Steers { get; init; } = true;

    /// <summary>
    /// Whether what fails alike over and over is drawn less, for a target whose bugs are there to stay. A part of a
    /// campaign cannot know what others saw, and draws as it does.
    /// </summary>
    public bool DrawsLess { get; init; }

    /// <summary>
    /// The fewest and the most cases of a round, of a campaign that is no part of one: as many as there are before it,
    /// within these. The cases of the first one are drawn without regard to others.
    /// </summary>
    public (int Least, int Most) RoundCases { get; init; } = (Campaign.RoundCasesMin, Campaign.RoundCasesMax);

    /// <summary>Cases that showed something new elsewhere: others are made from them, besides what is drawn.</summary>
    public ImmutableArray<StressCase> Parents { get; init; } = [];

    /// <summary>The features that the target can show; none: it counts none.</summary>
    public ImmutableArray<Feature> Features { get; init; } = [];

    /// <summary>How many of them are to be seen.</summary>
    public int FeaturesRequired { get; init; }

    /// <summary>In how many cases each reachable cell is to be hit; 0: the campaign takes what comes.</summary>
    public long CellsRequired { get; init; }

    /// <summary>Whether the target compiles each case, unless it is one that it does not support.</summary>
    public bool CompilesEach { get; init; }

    /// <summary>
    /// Every n-th of the shortest cases is also run as a compiled module, and of others the fewer the longer that
    /// takes: cases of all lengths have the same share of the time. 0: none; 1: each.
    /// </summary>
    public int CompiledEvery { get; init; } = 64;

    /// <summary>Every n-th case is also run with four other schedules and heaps; 0: none.</summary>
    public int InvisibilityEvery { get; init; } = 128;

    /// <summary>Every n-th case is measured at its end: what it holds, and what it needs; 0: none.</summary>
    public int MeasuredEvery { get; init; } = 8;

    /// <summary>
    /// Collections of each schedule that short cases are swept over: 1, every allocation; 2, every pair too; 0, none.
    /// </summary>
    public int SweepPoints { get; init; }

    /// <summary>
    /// Schedules of one collection that each case is also run with, where these cost less than more cases; 0: none.
    /// </summary>
    public int SampledSchedules { get; init; }

    /// <summary>Cases that one thread takes at a time; more than one where the target likes many at once.</summary>
    public int BatchCases { get; init; } = 1;

    /// <summary>Which failures are of one bug: of each bucket one is shrunk, of each bug one is kept.</summary>
    public Signatures Signatures { get; init; } = new HeapSignatures();

    /// <summary>Told of each case as it is judged, with its number, from any thread.</summary>
    public Action<long, StressCase>? Judged { get; init; }

    /// <summary>What draws the case of a number, as people type it: it stands in the file of each finding.</summary>
    public Func<long, string>? Again { get; init; }

    /// <summary>What is on file already.</summary>
    public KnownFailures Known { get; init; } = KnownFailures.None;

    /// <summary>What fails there too is listed and no finding; null: nothing to compare with.</summary>
    public BaseLine? Base { get; init; }

    /// <summary>
    /// Once this is cancelled, no case is waited for any more: on a target that may never answer, the time alone would
    /// be looked at too late.
    /// </summary>
    public CancellationToken Deadline { get; init; }

    /// <summary>Findings to shrink and keep; failures of other kinds are only counted after that.</summary>
    public int FindingsMax { get; init; } = 40;

    /// <summary>Cases to try while shrinking one finding.</summary>
    public int ShrinkAttemptsMax { get; init; } = ShrinkOptions.AttemptsUsual;

    /// <summary>How long shrinking one finding may take, whatever else there is time for; null: its attempts.</summary>
    public TimeSpan? ShrinkTimeMax { get; init; }

    /// <summary>Small cases to look at in the end of shrinking one finding, for its normal form.</summary>
    public int SmallCasesMax { get; init; } = SmallCasesUsual;

    /// <summary>Enough for bugs of one or two ops on a fast target.</summary>
    public const int SmallCasesUsual = 60_000;

    /// <summary>Whether the campaign ends with its first finding.</summary>
    public bool StopAtFirst { get; init; }

    /// <summary>Names what is drawn and judged, in the state that it leaves.</summary>
    public string Identity { get; init; } = "";

    /// <summary>Where the campaign keeps how far it is, and goes on from; null: nowhere.</summary>
    public StateFolder? State { get; init; }

    /// <summary>Where findings are saved; null: nowhere.</summary>
    public string? Folder { get; init; }

    /// <summary>Smaller documents to try while shrinking.</summary>
    public Func<VeraType, string, IEnumerable<string>>? SmallerDocuments { get; init; }

    /// <summary>How each failure is shrunk.</summary>
    public ShrinkPlan Plan => new(Signatures, [.. Generation.Elements])
    {
        AttemptsMax = ShrinkAttemptsMax,
        SmallCasesMax = SmallCasesMax,
        TimeMax = ShrinkTimeMax,
        BatchCases = BatchCases,
        SmallerDocuments = SmallerDocuments,
    };
}
