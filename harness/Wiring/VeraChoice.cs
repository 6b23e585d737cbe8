using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Sources;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>Which real Vera runs the cases.</summary>
/// <param name="Command">A vera command or a Python that can import vera; null: the one that is installed.</param>
/// <param name="Version">Its release.</param>
internal sealed partial record VeraChoice(string? Command, VeraVersion Version) : TargetChoice
{
    /// <summary>Who runs what it compiles.</summary>
    public VeraHost Host { get; init; }

    /// <summary>Whether our own collector is in the place of Vera's.</summary>
    public bool SwapsCollector { get; init; }

    /// <summary>Rigs of it that are used at the same time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>Once this is cancelled, nothing of it is waited for any more: whatever it is asked throws.</summary>
    public CancellationToken End { get; init; }

    /// <summary>The folder of the package that answers.</summary>
    public string Package { get; init; } = "";

    /// <summary>The Python that runs it.</summary>
    public string Interpreter { get; init; } = "";

    /// <summary>Whether another one beside it says that it is the same release.</summary>
    public bool IsOneOfEquals { get; init; }

    /// <summary>What tells it from others beside it: its release and, where that does not, its command.</summary>
    public string Label => IsOneOfEquals ? $"{Version} ({UserText.Shown(Command ?? Target)})" : $"{Version}";

    /// <summary>What the target is called in options and files.</summary>
    public const string Target = FileHeader.Vera;

    /// <summary>Smaller cases than on our heap: what takes time is to compile them.</summary>
    public static GenerationOptions Generation { get; } = GenerationOptions.Default with
    {
        OpsMean = 10,
        FirstGranule = static heap => VeraSource.FirstGranule(heap, VeraLimits.HeapStart),
        AddressPercent = 15,
        ContainerTypesMin = 2,
        SetsHaveOrder = false,
        FormsPercent = 88,
        RarePercent = 60,
        // Of the first two a bug is on file, so that most cases with them are drawn less after a few rounds.
        Favoured = [TypeKind.Bool, TypeKind.Byte, TypeKind.Map],
    };

    /// <summary>Cases that one thread draws at a time; of these, the eager ones make a program or two.</summary>
    private const int BatchCases = 16;

    /// <summary>Every n-th case is also run eagerly, and in an almost full heap.</summary>
    private const int VariedEvery = 16;

    /// <summary>A round is a batch to begin with, and never many: what it showed decides what the next one draws.
    /// </summary>
    public static readonly (int Least, int Most) RoundCases = (BatchCases, 64);

    private const int ShrinkAttemptsMax = 3000;

    /// <summary>A finding that is not minimal by then stays as it is; a campaign is to end.</summary>
    private static readonly TimeSpan ShrinkTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>More than a release has bugs of.</summary>
    private const int FindingsMax = 20;

    /// <summary>What can be seen from outside.</summary>
    public const OracleSet Oracles = OracleSet.Agreement | OracleSet.Termination | OracleSet.Retention;

    /// <summary>What can be seen in this process.</summary>
    private OracleSet OwnOracles => IsOwn ? Oracles | OracleSet.Integrity : Oracles;

    /// <summary>Schedules of one collection that each case runs with: they need no compiler.</summary>
    private const int SampledSchedules = 640;

    /// <summary>Starts the Vera that a command names, to see that there is one.</summary>
    /// <param name="command">A vera command or a Python that can import vera; null: the one that is installed.</param>
    /// <param name="end">Once this is cancelled, nothing of it is waited for any more.</param>
    /// <exception cref="UsageException">There is none.</exception>
    public static VeraChoice Find(string? command, CancellationToken end)
    {
        try
        {
            using var target = InstalledVera.Open(command, HeapRigs.Parse, end: end);
            return new(command, target.Version)
            {
                Package = target.Package,
                Interpreter = target.Interpreter,
                End = end,
            };
        }
        catch (VeraException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>All the Veras that the user names, the oldest release first.</summary>
    /// <exception cref="UsageException">None is named, one is no Vera, or two are the same.</exception>
    public static IReadOnlyList<VeraChoice> FindAll(string[]? commands, CancellationToken end)
    {
        if (commands is not { Length: > 0 })
        {
            throw new UsageException("--vera is missing: name each Vera to run, one after the other");
        }

        var found = new List<VeraChoice>();
        foreach (var command in commands)
        {
            var next = Find(UserText.Path(command), end);
            found.ForEach(other => next.CheckIsNot(other));
            found.Add(next);
        }

        return
        [
            .. found.OrderBy(c => c.Version)
                .Select(c => c with { IsOneOfEquals = found.Exists(o => o != c && o.Version.Equals(c.Version)) }),
        ];
    }

    /// <summary>Two commands that lead to one package would be compared with themselves.</summary>
    /// <exception cref="UsageException">The other one is this one.</exception>
    public void CheckIsNot(VeraChoice other)
    {
        if (Version.Equals(other.Version) && Package == other.Package && Package.Length > 0)
        {
            throw new UsageException(
                $"'{UserText.Shown(other.Command ?? Target)}' and '{UserText.Shown(Command ?? Target)}' are one " +
                $"Vera: {Version} in {UserText.OneLine(Package)}");
        }
    }

    public override HeapChoice Heap => HeapChoice.Like(Version);

    /// <summary>Where all contents lie in memory, our heap keeps no more from a collector than that one does.</summary>
    public override Signatures Signatures => new VeraSignatures(
        Version < VeraVersion.BucketAsTruth ? failing => HeapRigs.Explain(Heap.Options, failing) : null);

    public override TestRig NewRig(CancellationToken stop = default)
    {
        var target = InstalledVera.Open(
            Command, HeapRigs.Parse, Host, CompilersMax, stop.CanBeCanceled ? stop : End);
        target.SwapsCollector = SwapsCollector;
        try
        {
            return RigOf(target);
        }
        catch (VeraException e)
        {
            target.Dispose();
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>Vera takes longer to compile than its programs to run: a processor that is free compiles too.</summary>
    private int CompilersMax => 2 * Jobs <= Environment.ProcessorCount ? 2 : 1;

    private TestRig RigOf(VeraTarget target)
    {
        var isNode = Host == VeraHost.Node;
        return new(JudgeOf(isNode ? target.OnNode(ahead: true) : target, OwnOracles), null, target)
        {
            Complaint = () => target.LastEnding,
            Plain = Host == VeraHost.Python ? null : JudgeOf(target.Plain, Oracles),
            Swaps = !IsOwn || SwapsCollector ? [] : [(HardenedCollector, JudgeOf(target.Hardened, OwnOracles))],
            Hosts = Host != VeraHost.All ? [] :
            [
                (OptionNames.Of(VeraHost.Python), JudgeOf(target.Plain, Oracles)),
                (OptionNames.Of(VeraHost.Node), JudgeOf(target.OnNode(ahead: false), Oracles)),
            ],
        };
    }

    /// <summary>Whether cases run in this process first, where the heap is looked at.</summary>
    private bool IsOwn => Host is VeraHost.Own or VeraHost.All;

    /// <summary>The swap of the collector, as options spell it.</summary>
    public const string HardenedCollector = FileHeader.HardenedCollector;

    private static Judge JudgeOf(ITarget target, OracleSet oracles) =>
        new(target, ModelOf(target.HeapStart), oracles);

    /// <summary>What a real Vera is to show.</summary>
    internal static ReferenceModel ModelOf(int heapStart) => new(heapStart, HeapRigs.Parse, seesCaptures: false);

    public override FileHeader Header(Expectation expect) => new(Target, Target, CollectorKind.Vera, expect)
    {
        Host = Host == VeraHost.Python ? null : OptionNames.Of(Host),
        Swap = SwapsCollector ? HardenedCollector : null,
        Releases = ReleaseExpectations.None.With((Version.Major, Version.Minor, Version.Patch), expect),
        Versions = $"{ToolVersions.Line}, vera {Version}",
    };

    /// <summary>Where a file names releases, what it says of this one or else of the nearest earlier one.</summary>
    public override Expectation? Expected(FileHeader header) => header.Releases.IsEmpty
        ? header.Expect
        : header.Releases.Of(Version.Major, Version.Minor, Version.Patch);

    public override IReadOnlyList<string> Replaying(IReadOnlyList<string> runner) =>
        [.. runner, "replay", "--target", Target, .. Command is { } named ? ["--vera", named] : None];

    /// <summary>With the harness and, where its program was seen to fail alone, without.</summary>
    public override IEnumerable<string> Again(Finding found, string file, bool alone, IReadOnlyList<string> runner)
    {
        yield return ShellText.CommandLine([.. Replaying(runner), file]);
        if (alone)
        {
            yield return (found.Case.Schedule is CollectionSchedule.Eager ? "VERA_EAGER_GC=1 " : "") +
                ShellText.CommandLine([.. VeraCommand.Words(Command), "run", VeraFile.PathOf(file)]);
        }
    }

    private static readonly string[] None = [];

    public override string? Advice(FileHeader header, Verdict seen)
    {
        var says = header.Releases.HoldsFrom(Version.Major, Version.Minor, Version.Patch) is { } release
            && release != $"{Version}"
            ? $"the file says so of {release}"
            : null;
        var line = seen switch
        {
            Verdict.Pass => $"vera {Version} pass",
            Verdict.Fail fail => $"vera {Version} fail {fail.Oracle.Text()}",
            _ => null,
        };
        return line is null ? says
            : says is null ? $"if that is right now, the file's line is '{line}'"
            : $"{says}; if this release is right, add the line '{line}'";
    }

    public override string Expire(string file)
    {
        ExpiredCase.PassesSince(file, $"{Version}");
        SavePrograms([file], inHaste: false);
        return $"says that it passes on {Version}";
    }

    /// <summary>A release that a file does not name may have the bug: running the case will tell.</summary>
    public override bool FailsSays(FileHeader header) => header.Target == Target
        && Expected(header) is null or Expectation.Fail;

    public override GenerationOptions Drawing(GenerationOptions asked, DocumentLibrary library) =>
        asked with { Documents = new VeraDocuments(library) };

    /// <summary>There is one way to run a case, and its heap is out of sight.</summary>
    public override CampaignOptions Suited(CampaignOptions options) => options with
    {
        BatchCases = BatchCases,
        RoundCases = RoundCases,
        DrawsLess = true,
        CompiledEvery = Host == VeraHost.All ? 1 : 0,
        CompilesEach = true,
        MeasuredEvery = 0,
        InvisibilityEvery = VariedEvery,
        ShrinksInTime = true,
        ShrinkAttemptsMax = ShrinkAttemptsMax,
        ShrinkTimeMax = ShrinkTimeMax,
        SmallCasesMax = 0,
        SampledSchedules = IsOwn ? SampledSchedules : 0,
        FindingsMax = FindingsMax,
        Signatures = Signatures,
        Generation = options.Generation with
        {
            Suits = stressCase => VeraSupport.WhyNot(stressCase, Version) is null,
        },
    };

    public override string ToString() => $"vera {Version}";
}
