using System.Collections.Immutable;
using System.CommandLine;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>What <c>fuzz</c> is asked to do.</summary>
internal sealed record FuzzOptions
{
    /// <summary>How long a campaign draws cases if the user does not say how many.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(30);

    private const string VeraOut = "repro/vera/";

    private const long CasesMost = 1_000_000_000_000;
    private const int JobsMost = 256;
    private const int OpsLeast = 6;
    private const int OpsMost = 5000;

    /// <summary><c>wat</c> or <c>vera</c>.</summary>
    public string Target { get; init; } = "wat";

    /// <summary>Which real Vera, if one runs the cases; null: the one that is installed.</summary>
    public string? Vera { get; init; }

    /// <summary>Who runs what a real Vera compiles.</summary>
    public VeraHost Host { get; init; } = VeraHost.Own;

    /// <summary>Whether our own collector is in the place of a real Vera's.</summary>
    public bool SwapsCollector { get; init; }

    /// <summary>The Vera whose failures are no news, or null.</summary>
    public string? Base { get; init; }

    public HeapChoice Heap { get; init; } = HeapChoice.Default;

    /// <summary>Whether the known bug has to be found first: no other heap than the usual was asked for.</summary>
    public bool Canary { get; init; } = true;

    public GenerationOptions Generation { get; init; } = GenerationOptions.Default;

    /// <summary>Collections of each schedule that short cases are swept over; 0: none.</summary>
    public int SweepPoints { get; init; }

    /// <summary>In how many cases each reachable cell has to be hit; 0: it does not matter.</summary>
    public long CellsRequired { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>The seed as the user gave it; null: as its number.</summary>
    public string? SeedGiven { get; init; }

    /// <summary>The seed in one line that a command takes.</summary>
    public string SeedText => SeedGiven is { } given && !given.Any(char.IsControl) ? given : $"{Seed}";

    public long? Cases { get; init; }

    public TimeSpan? Time { get; init; }

    public int Jobs { get; init; } = Math.Min(Environment.ProcessorCount, JobsMost);

    /// <summary>Which part of the cases to run, of how many; null: all, steered by what they hit.</summary>
    public (int Index, int Of)? Shard { get; init; }

    public int FeaturesRequired { get; init; }

    /// <summary>Case files and folders of them that cases are made from.</summary>
    public ImmutableArray<string> Corpus { get; init; } = [];

    /// <summary>Where cases are saved that show all features; null: nowhere.</summary>
    public string? Keep { get; init; }

    /// <summary>Where the campaign keeps how far it is; null: nowhere.</summary>
    public string? State { get; init; }

    public string Out { get; init; } = "repro/";

    public ResultFiles Results { get; init; } = new(null, null, null);

    public ImmutableArray<string> Documents { get; init; } = [];

    /// <summary>Case files and folders of them whose failures are no news.</summary>
    public ImmutableArray<string> Known { get; init; } = [];

    /// <summary>Whether a campaign that judges nothing is all right.</summary>
    public bool AllowEmpty { get; init; }

    public bool Quiet { get; init; }

    public static IReadOnlyList<Option> All =>
    [
        Options.Target, Options.Vera, Options.Host, Options.Swap, Options.Base, Options.Runtime, Options.Gc,
        Options.Elements, Options.Containers, Options.Schedule,
        Options.Seed, Options.Cases, Options.Time, Options.Jobs, Options.Shard, Options.RequireCells,
        Options.RequireFeatures, Options.Corpus, Options.Keep,
        Options.State, Options.Out, .. ResultFiles.Options,
        Options.Documents, Options.Known, Options.Ops, Options.NoHostile, Options.Layout, Options.Fault,
        Options.AllowEmpty, Options.Quiet,
    ];

    /// <exception cref="UsageException">A value is none.</exception>
    public static FuzzOptions Read(ParseResult parsed)
    {
        var usual = new FuzzOptions();
        var target = ReadTarget(parsed);
        var host = parsed.Read(Options.Host, text => OptionNames.Read<VeraHost>(text, "host"), usual.Host);
        var swaps = ReadSwap(parsed);
        if (swaps && host != VeraHost.Own)
        {
            throw new UsageException($"{Options.Swap.Name}: with {Options.Host.Name} own only");
        }

        var cases = parsed.Read(Options.Cases, text => OptionText.Count(1, CasesMost)(text), (long?)null);
        return usual with
        {
            Target = target,
            Vera = parsed.ReadPath(Options.Vera),
            Host = host,
            SwapsCollector = swaps,
            Base = parsed.ReadPath(Options.Base),
            Heap = ReadHeap(parsed),
            Canary = target == usual.Target &&
                parsed.GetValue(Options.Runtime) is null && parsed.GetValue(Options.Fault) is null,
            Generation = ReadGeneration(parsed, target),
            SweepPoints = parsed.Read(Options.Schedule, text => OptionText.Sweep(text) ?? 0, 0),
            CellsRequired = parsed.Read(Options.RequireCells, OptionText.Count(1, int.MaxValue), 0),
            Seed = parsed.Read(Options.Seed, OptionText.Seed, usual.Seed),
            SeedGiven = parsed.GetValue(Options.Seed),
            Cases = cases,
            Time = parsed.Read(
                Options.Time, text => OptionText.Time(text), cases is null ? UsualTime : (TimeSpan?)null),
            Jobs = ReadJobs(parsed),
            Shard = ShardOption.Read(parsed) ?? (parsed.ReadPath(Options.State) is null ? null : (1, 1)),
            FeaturesRequired = (int)parsed.Read(Options.RequireFeatures, OptionText.Count(1, int.MaxValue), 0),
            Corpus = parsed.ReadPaths(Options.Corpus),
            Keep = parsed.ReadPath(Options.Keep),
            State = parsed.ReadPath(Options.State),
            Out = parsed.ReadPath(Options.Out) ?? OutOf(target, parsed.ReadPath(Options.State)),
            Results = ResultFiles.Read(parsed),
            Documents = [.. parsed.GetValue(Options.Documents) ?? []],
            Known = parsed.ReadPaths(Options.Known),
            AllowEmpty = parsed.GetValue(Options.AllowEmpty),
            Quiet = parsed.GetValue(Options.Quiet),
        };
    }

    /// <summary>Where findings go unless the user says where.</summary>
    internal static string OutOf(string target, string? state = null) =>
        state is not null ? Path.Combine(state, "findings")
        : target == VeraChoice.Target ? VeraOut : "repro/";

    public static int ReadJobs(ParseResult parsed) =>
        (int)parsed.Read(Options.Jobs, OptionText.Count(1, JobsMost), Math.Min(Environment.ProcessorCount, JobsMost));

    /// <summary>Whether the one swap there is was asked for; Vera's own host knows none.</summary>
    internal static bool ReadSwap(ParseResult parsed) =>
        parsed.Read(Options.Swap, text => OptionNames.Among(text, "swap", [VeraChoice.HardenedCollector]), null)
            is not null;

    private static string ReadTarget(ParseResult parsed) => ReadTarget(
        parsed, [Options.Runtime, Options.Gc, Options.Layout, Options.Fault, Options.RequireCells,
            Options.RequireFeatures, Options.Keep],
        [Options.Vera, Options.Host, Options.Swap, Options.Base]);

    /// <param name="parsed">The command line.</param>
    /// <param name="ofWat">Options that only our own heap has.</param>
    /// <param name="ofVera">Options that only a real Vera has.</param>
    /// <exception cref="UsageException">No such target, or an option of another one.</exception>
    internal static string ReadTarget(ParseResult parsed, Option[] ofWat, Option[] ofVera)
    {
        var target = parsed.Read(
            Options.Target, text => OptionNames.Among(text, "target", TargetChoice.Names), "wat");
        var strange = target == VeraChoice.Target ? ofWat : ofVera;
        return Array.Find(strange, option => parsed.GetResult(option) is { Implicit: false }) is { } other
            ? throw new UsageException($"{other.Name}: not with target {target}" +
                (target == VeraChoice.Target ? "" : $"; add {Options.Target.Name} {VeraChoice.Target}"))
            : target;
    }

    /// <summary>What is not asked for is as in the fix under test, or as a planted fault needs it to show.</summary>
    internal static HeapChoice ReadHeap(ParseResult parsed)
    {
        var usual = HeapChoice.With(parsed.Read<string?>(Options.Fault, HeapChoice.ReadFault, null));
        return usual with
        {
            Runtime = parsed.Read(Options.Runtime, HeapChoice.ReadRuntime, usual.Runtime),
            Gc = parsed.Read(Options.Gc, HeapChoice.ReadGc, usual.Gc),
            Layout = parsed.Read(Options.Layout, HeapChoice.ReadLayout, usual.Layout),
        };
    }

    /// <summary>Cases that are swept have no schedule of their own.</summary>
    private static CollectionSchedule? ReadSchedule(string text) =>
        OptionText.Sweep(text) is null ? OptionText.Schedule(text) : new CollectionSchedule.Natural();

    private static GenerationOptions ReadGeneration(ParseResult parsed, string target)
    {
        var usual = target == VeraChoice.Target ? VeraChoice.Generation : GenerationOptions.Default;
        return usual with
        {
            Elements = parsed.Read(Options.Elements, OptionText.Elements, usual.Elements),
            Containers = parsed.Read(Options.Containers, OptionText.Containers, usual.Containers),
            Schedule = parsed.Read(Options.Schedule, ReadSchedule, usual.Schedule),
            OpsMean = (int)parsed.Read(Options.Ops, OptionText.Count(OpsLeast, OpsMost), usual.OpsMean),
            HostileValues = !parsed.GetValue(Options.NoHostile),
        };
    }
}
