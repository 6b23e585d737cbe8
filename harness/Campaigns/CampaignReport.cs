using Vera.GcStress.Coverage;
using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Steering;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Campaigns;

/// <summary>What a campaign did, as data: counts by verdict and by axis, and what it found.</summary>
public sealed partial class CampaignReport(CampaignOptions options)
{
    private readonly SortedDictionary<string, long> limits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> gaps = new(StringComparer.Ordinal);

    private CellScope? scope;

    /// <summary>What was asked for.</summary>
    public CampaignOptions Options => options;

    /// <summary>Cases in which every claim held.</summary>
    public long Passed { get; private set; }

    /// <summary>Cases in which an oracle saw its claim broken; several may be of one finding.</summary>
    public long Failed { get; private set; }

    /// <summary>Cases that a limit ended.</summary>
    public long Inconclusive { get; private set; }

    /// <summary>Cases that the target cannot express.</summary>
    public long Unsupported { get; private set; }

    /// <summary>All cases that were judged.</summary>
    public long Cases => Passed + Failed + Inconclusive + Unsupported;

    /// <summary>Cases that an oracle had its say on.</summary>
    public long Judged => Passed + Failed;

    /// <summary>What went wrong last with what runs the cases, in one line; null: nothing did.</summary>
    public string? Complaint { get; internal set; }

    /// <summary>The largest number of a case that was judged; -1: none was.</summary>
    public long LastNumber { get; private set; } = -1;

    /// <summary>Cases that were also run as compiled modules.</summary>
    public long Compiled { get; private set; }

    /// <summary>Cases that were also run with other schedules, to compare.</summary>
    public long Varied { get; private set; }

    /// <summary>Cases that were run with every schedule of one or two collections.</summary>
    public long Swept { get; private set; }

    /// <summary>Cases that were to be swept and make too many allocations for that.</summary>
    public long NotSwept { get; private set; }

    /// <summary>Runs beyond the first of each case, with other schedules.</summary>
    public long ScheduleRuns { get; private set; }

    /// <summary>Allocations of the cases' first runs, all together.</summary>
    public long Allocations { get; private set; }

    /// <summary>Collections of the cases' first runs, all together.</summary>
    public long Collections { get; private set; }

    /// <summary>The largest heap of any case, in bytes.</summary>
    public int HeapBytesMax { get; private set; }

    /// <summary>What the measured cases held at their ends, all together.</summary>
    public HeldBytes Held { get; private set; }

    /// <summary>In how many cases each value of each axis came up.</summary>
    public AxisTally Axes { get; } = new();

    /// <summary>What became of the cases with each value of each axis.</summary>
    public ConstructTally Constructs { get; } = new();

    /// <summary>In how many cases each cell was hit.</summary>
    public CellTally Cells { get; } = new();

    /// <summary>In how many cases each feature was seen.</summary>
    public FeatureTally Features { get; } = new();

    /// <summary>The features that the target can show and no case did.</summary>
    public IReadOnlyList<Feature> FeaturesUnseen =>
        [.. options.Features.Where(feature => Features.CasesOf(feature) == 0)];

    /// <summary>How many features were seen of those that the target can show.</summary>
    public int FeaturesSeen => options.Features.Length - FeaturesUnseen.Count;

    /// <summary>How cases failed, where what fails over and over is drawn less.</summary>
    public FailureTally Failing { get; } = new();

    /// <summary>The cases that showed something new.</summary>
    public KeptCases Kept { get; internal set; } = new();

    /// <summary>How often the cells within reach were hit.</summary>
    public CellCoverage Coverage => new(Cells, scope ??= options.Generation.Scope);

    /// <summary>The reachable cells that too few cases hit, the rarest first.</summary>
    public IReadOnlyList<(Cell Cell, int Cases)> CellsMissed => Coverage.Below(options.CellsRequired);

    /// <summary>Why cases were inconclusive or unsupported, with counts.</summary>
    public IReadOnlyDictionary<string, long> Limits => limits;

    /// <summary>Why cases were unsupported, with counts: a part of <see cref="Limits"/>.</summary>
    public IReadOnlyDictionary<string, long> Gaps => gaps;

    /// <summary>In the order of the cases that failed first.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>
    /// Failures that are on file already, one for each such file, and kinds of failure that the base shows too: none of
    /// them is a finding.
    /// </summary>
    public List<Finding> Known { get; } = [];

    /// <summary>Kinds of failure that were seen and not shrunk: there were too many.</summary>
    public int KindsLeft { get; set; }

    /// <summary>Findings that were shrunk and turned out to show what another one shows.</summary>
    public int Alike { get; set; }

    /// <summary>What could not be saved and why, a line each; the findings are here all the same.</summary>
    public List<string> Unsaved { get; } = [];

    /// <summary>Time by the clock on the wall, shrinking included.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The part of it in which failures were shrunk, told apart and saved.</summary>
    public TimeSpan Shrinking { get; set; }

    /// <summary>Whether the campaign was stopped before its end.</summary>
    public bool Interrupted { get; set; }

    /// <summary>Runs that were judged, of each case all; those of shrinking are not among them.</summary>
    public long Runs => Cases + Compiled + ScheduleRuns;

    /// <summary>Those by that time; 0 if none has passed.</summary>
    public double RunsPerSecond => Elapsed > TimeSpan.Zero ? (Runs - RunsBefore) / Elapsed.TotalSeconds : 0;

    /// <summary>Those of the cases that were judged before it went on from its state.</summary>
    public long CasesBefore { get; private set; }

    private long RunsBefore { get; set; }

    /// <summary>Cases by that time; 0 if none has passed.</summary>
    public double CasesPerSecond => Elapsed > TimeSpan.Zero ? (Cases - CasesBefore) / Elapsed.TotalSeconds : 0;

    /// <summary>Nothing was found, and more than half of the cases hit a limit: such a campaign says nothing.</summary>
    public bool SaysNothing => Cases > 0 && Inconclusive + Unsupported > Cases / 2 && Findings.Count == 0;

    /// <param name="number">The number of the case.</param>
    /// <param name="stressCase">The case.</param>
    /// <param name="judged">Its first run.</param>
    /// <param name="compiled">Whether it also ran as a module.</param>
    internal void Count(long number, StressCase stressCase, Judgement judged, bool compiled)
    {
        LastNumber = Math.Max(LastNumber, number);
        var stats = judged.Stats;
        var has = Cells.Add(stressCase, judged.OpsRun, judged.Collections.AsSpan());
        Axes.Add(has);
        Held = Held.Plus(judged.Held);
        if (judged.Features is { } features)
        {
            Features.Add(features);
        }

        Allocations += stats.Allocations;
        Collections += stats.Collections;
        HeapBytesMax = Math.Max(HeapBytesMax, stats.HeapBytes);
        Compiled += compiled ? 1 : 0;
        switch (judged.Verdict)
        {
            case Verdict.Fail:
                Failed++;
                Constructs.Judged(has);
                Constructs.Failed(has);
                break;
            case Verdict.Inconclusive limit:
                Inconclusive++;
                Note(Shortened(limit.Reason), limits);
                break;
            case Verdict.Unsupported gap:
                Unsupported++;
                Constructs.Unsupported(has);
                Note(Shortened(gap.Reason), limits);
                Note(Shortened(gap.Reason), gaps);
                break;
            default:
                Passed++;
                Constructs.Judged(has);
                break;
        }
    }

    /// <param name="stressCase">The case.</param>
    /// <param name="own">The verdict with its own schedule: one that fails only with another has been counted as
    /// passed.</param>
    /// <param name="seen">What it showed under others.</param>
    internal void Count(StressCase stressCase, Verdict own, ScheduleVerdicts seen)
    {
        Varied += seen.Varied is null ? 0 : 1;
        Swept += seen.Swept is null ? 0 : 1;
        NotSwept += seen.IsTooLong ? 1 : 0;
        ScheduleRuns += (seen.Varied?.Runs ?? 0) + (seen.Swept?.Runs ?? 0) + (seen.Sampled?.Runs ?? 0);
        if (own is Verdict.Pass && seen.Failures.Any())
        {
            (Passed, Failed) = (Passed - 1, Failed + 1);
            Constructs.Failed(stressCase);
        }
    }

    internal void Add(CampaignReport other)
    {
        LastNumber = Math.Max(LastNumber, other.LastNumber);
        Varied += other.Varied;
        Swept += other.Swept;
        NotSwept += other.NotSwept;
        ScheduleRuns += other.ScheduleRuns;
        Axes.Add(other.Axes);
        Constructs.Add(other.Constructs);
        Cells.Add(other.Cells);
        Features.Add(other.Features);
        Passed += other.Passed;
        Failed += other.Failed;
        Inconclusive += other.Inconclusive;
        Unsupported += other.Unsupported;
        Compiled += other.Compiled;
        Allocations += other.Allocations;
        Collections += other.Collections;
        HeapBytesMax = Math.Max(HeapBytesMax, other.HeapBytesMax);
        Held = Held.Plus(other.Held);
        Failing.Add(other.Failing.Counts);
        foreach (var (reason, count) in other.limits)
        {
            Note(reason, limits, count);
        }

        foreach (var (reason, count) in other.gaps)
        {
            Note(reason, gaps, count);
        }
    }

    /// <summary>The reason without the op or the type that it struck, so that reasons can be counted.</summary>
    private static string Shortened(string reason) =>
        reason[(reason.IndexOf(": ", StringComparison.Ordinal) is var at and >= 0 ? at + 2 : 0)..];

    private static void Note(string reason, SortedDictionary<string, long> counts, long count = 1) =>
        counts[reason] = counts.GetValueOrDefault(reason) + count;
}
