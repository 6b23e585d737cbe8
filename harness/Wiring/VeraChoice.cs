using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>Which real Vera runs the cases.</summary>
/// <param name="Command">A vera command or a Python that can import vera; null: the one that is installed.</param>
/// <param name="Version">Its release.</param>
internal sealed record VeraChoice(string? Command, VeraVersion Version) : TargetChoice
{
    /// <summary>Who runs what it compiles.</summary>
    public VeraHost Host { get; init; }

    /// <summary>What the target is called in options and files.</summary>
    public const string Target = FileHeader.Vera;

    /// <summary>Smaller cases than on our heap: what takes time is to compile them.</summary>
    public static GenerationOptions Generation { get; } = GenerationOptions.Default with
    {
        OpsMean = 18,
        FirstGranule = VeraSource.FirstGranule,
        AddressPercent = 15,
    };

    /// <summary>Cases that one thread draws at a time; of these, the eager ones make a program or two.</summary>
    private const int BatchCases = 32;

    /// <summary>Every n-th case is also run eagerly, and in an almost full heap.</summary>
    private const int VariedEvery = 16;

    private const int ShrinkAttemptsMax = 3000;

    /// <summary>A finding that is not minimal by then stays as it is; a campaign is to end.</summary>
    private static readonly TimeSpan ShrinkTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>More than a release has bugs of.</summary>
    private const int FindingsMax = 20;

    /// <summary>What can be seen from outside.</summary>
    public const OracleSet Oracles = OracleSet.Agreement | OracleSet.Termination | OracleSet.Retention;

    /// <summary>Starts the Vera that a command names, to see that there is one.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static VeraChoice Find(string? command, CancellationToken stop = default)
    {
        try
        {
            using var target = InstalledVera.Open(command, HeapRigs.Parse, stop: stop);
            return new(command, target.Version) { Package = target.Package };
        }
        catch (VeraException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    /// <summary>The folder of the package that runs; empty if the process does not say.</summary>
    public string Package { get; init; } = "";

    /// <summary>All the Veras that the user names, the oldest release first.</summary>
    /// <exception cref="UsageException">None is named, one is no Vera, or two are one and the same.</exception>
    public static IReadOnlyList<VeraChoice> FindAll(string[]? commands, CancellationToken stop)
    {
        if (commands is not { Length: > 0 })
        {
            throw new UsageException("--vera is missing: name each Vera to run, one after the other");
        }

        VeraChoice[] all = [.. commands.Select(c => Find(UserText.Path(c), stop)).OrderBy(c => c.Version)];
        var same = all.GroupBy(c => (c.Version, c.Package))
            .FirstOrDefault(g => g.Key.Package.Length > 0 && g.Count() > 1);
        return same is null ? all : throw new UsageException(
            $"--vera: '{UserText.Shown(same.First().Command!)}' and '{UserText.Shown(same.Last().Command!)}' are one " +
            $"Vera, {same.Key.Version} in {UserText.Shown(same.Key.Package)}");
    }

    public override HeapChoice Heap => HeapChoice.LikeVera;

    public override TestRig NewRig(CancellationToken stop = default)
    {
        var target = InstalledVera.Open(Command, HeapRigs.Parse, Host, stop);
        var model = new ReferenceModel(target.HeapStart, HeapRigs.Parse);
        return new(new Judge(target, model, Oracles), null, target);
    }

    public override FileHeader Header(Expectation expect) => new(Target, Target, CollectorKind.Vera, expect)
    {
        Releases = ReleaseExpectations.None.With((Version.Major, Version.Minor, Version.Patch), expect),
        Versions = $"{ToolVersions.Line}, vera {Version}",
    };

    /// <summary>Where a file names releases, what it says of this one.</summary>
    public override Expectation? Expected(FileHeader header) => header.Releases.IsEmpty
        ? header.Expect
        : header.Releases.Of(Version.Major, Version.Minor, Version.Patch);

    /// <summary>A release that a file does not name may have the bug: running the case will tell.</summary>
    public override bool FailsSays(FileHeader header) => header.Target == Target
        && Expected(header) is null or Expectation.Fail;

    public override IDocumentSource Documents(DocumentLibrary library) => new VeraDocuments(library);

    /// <summary>There is one way to run a case, and its heap is out of sight.</summary>
    public override CampaignOptions Suited(CampaignOptions options) => options with
    {
        BatchCases = BatchCases,
        CompiledEvery = 0,
        MeasuredEvery = 0,
        InvisibilityEvery = VariedEvery,
        ShrinksInTime = true,
        ShrinkAttemptsMax = ShrinkAttemptsMax,
        ShrinkTimeMax = ShrinkTimeMax,
        SmallCasesMax = 0,
        FindingsMax = FindingsMax,
        Signatures = new VeraSignatures(),
        Generation = options.Generation with
        {
            Suits = stressCase => VeraSupport.WhyNot(stressCase, Version) is null,
        },
    };

    /// <summary>Writes saved findings once more, as programs beside them that <c>vera run</c> runs.</summary>
    /// <param name="paths">Case files.</param>
    /// <param name="inHaste">Whether to leave out what they do on this release, and the layout that it takes.</param>
    public override void SavePrograms(IReadOnlyCollection<string> paths, bool inHaste)
    {
        using var target = inHaste || paths.Count == 0 ? null : InstalledVera.Open(Command, HeapRigs.Parse);
        var failures = new List<OutputException>();
        foreach (var path in paths)
        {
            var file = CaseFile.Read(path);
            var text = target is null ? VeraFile.Print(path, file) : VeraFile.Print(path, file, target);
            try
            {
                WholeFile.Write(VeraFile.PathOf(path), text);
            }
            catch (OutputException e)
            {
                failures.Add(e);
            }
        }

        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    /// <summary>A case file as a program, laid out so that this release shows what the file says.</summary>
    public string ProgramOf(string path)
    {
        using var target = InstalledVera.Open(Command, HeapRigs.Parse);
        return VeraFile.Print(path, CaseFile.Read(path), target);
    }

    public override string ToString() => $"vera {Version}";
}
