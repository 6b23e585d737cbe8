using System.Text.Json.Nodes;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Generation;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The options of a campaign, back as arguments and as data.</summary>
internal static class FuzzArguments
{
    private static readonly string[] None = [];
    private static readonly FuzzOptions Usual = new();

    /// <summary>The arguments that do the same: every option that is not as usual.</summary>
    public static IReadOnlyList<string> ToArguments(this FuzzOptions options) =>
    [
        "--seed", options.SeedText,
        .. options.Target == VeraChoice.Target ? Vera(options) : Heap(options),
        .. Generation(options),
        .. options.Documents.SelectMany(folder => new[] { "--documents", folder }),
        .. options.Known.SelectMany(path => new[] { "--known", path }),
        .. If(options.CellsRequired > 0, "--require-cells", $"{options.CellsRequired}"),
        .. options.Shard is { } shard && !IsWhole(options) ? ["--shard", $"{shard.Index}/{shard.Of}"] : None,
        .. If(options.FeaturesRequired > 0, "--require-features", $"{options.FeaturesRequired}"),
        .. options.Corpus.SelectMany(path => new[] { "--corpus", path }),
        .. options.Keep is { } keep ? ["--keep", keep] : None,
        .. options.Cases is { } cases ? ["--cases", $"{cases}"] : None,
        .. options.Time is { } time ? ["--time", OptionText.Print(time)] : None,
        .. If(options.Jobs != Usual.Jobs, "--jobs", $"{options.Jobs}"),
        .. options.State is { } state ? ["--state", state] : None,
        .. If(options.Out != FuzzOptions.OutOf(options.Target, options.State), "--out", options.Out),
        .. options.Results.ToArguments(),
        .. If(options.AllowEmpty, "--allow-empty"),
        .. If(options.Quiet, "--quiet"),
    ];

    /// <summary>
    /// The arguments that draw one case: alone if it was drawn without regard to others, or else after all before it.
    /// What lies elsewhere on other machines is left out.
    /// </summary>
    public static IReadOnlyList<string> ArgumentsOf(this FuzzOptions options, long number) =>
    [
        .. (options.WithoutPlace() with
        {
            Cases = number + 1,
            Vera = null,
            Base = null,
            Known = [],
            CellsRequired = 0,
            FeaturesRequired = 0,
            Shard = ShardOption.Alone(
                number,
                options.Shard,
                options.Target == VeraChoice.Target ? VeraChoice.RoundCases.Least : Campaign.RoundCasesMin),
        }).ToArguments(),
    ];

    /// <summary>All that is asked of the cases: not for how long, how fast, nor where what comes of it goes.</summary>
    public static FuzzOptions WithoutPlace(this FuzzOptions options) => options with
    {
        Time = null,
        State = null,
        Jobs = Usual.Jobs,
        Out = FuzzOptions.OutOf(options.Target),
        Keep = null,
        Results = Usual.Results,
        AllowEmpty = false,
        Quiet = false,
    };

    /// <summary>Every option with its value, given or not.</summary>
    public static JsonObject ToJson(this FuzzOptions options) => new()
    {
        ["target"] = options.Target,
        ["vera"] = options.Vera,
        ["base"] = options.Base,
        ["host"] = OptionNames.Of(options.Host),
        ["swap"] = options.SwapsCollector ? VeraChoice.HardenedCollector : null,
        ["runtime"] = OptionNames.Of(options.Heap.Runtime),
        ["gc"] = OptionNames.Of(options.Heap.Gc),
        ["layout"] = options.Heap.Layout,
        ["fault"] = options.Heap.Fault,
        ["elements"] = new JsonArray([.. options.Generation.Elements.Select(e => JsonValue.Create(OptionNames.Of(e)))]),
        ["containers"] = OptionNames.Of(options.Generation.Containers),
        ["schedule"] = Schedule(options),
        ["ops"] = options.Generation.OpsMean,
        ["hostile"] = options.Generation.HostileValues,
        ["documents"] = new JsonArray([.. options.Documents.Select(d => JsonValue.Create(d))]),
        ["known"] = new JsonArray([.. options.Known.Select(k => JsonValue.Create(k))]),
        ["seed"] = options.SeedText,
        ["cases"] = options.Cases,
        ["time_s"] = options.Time?.TotalSeconds,
        ["require_cells"] = options.CellsRequired,
        ["require_features"] = options.FeaturesRequired,
        ["corpus"] = new JsonArray([.. options.Corpus.Select(path => JsonValue.Create(path))]),
        ["keep"] = options.Keep,
        ["jobs"] = options.Jobs,
        ["shard"] = options.Shard is { } shard ? $"{shard.Index}/{shard.Of}" : null,
        ["state"] = options.State,
        ["out"] = options.Out,
        ["allow_empty"] = options.AllowEmpty,
    };

    /// <summary>Whether there is one part only because a state is kept.</summary>
    private static bool IsWhole(FuzzOptions options) => options is { State: not null, Shard: (1, 1) };

    private static IEnumerable<string> Vera(FuzzOptions options) =>
    [
        "--target", options.Target,
        .. options.Vera is { } command ? ["--vera", command] : None,
        .. options.Base is { } other ? ["--base", other] : None,
        .. If(options.Host != VeraHost.Own, "--host", OptionNames.Of(options.Host)),
        .. If(options.SwapsCollector, "--swap", VeraChoice.HardenedCollector),
    ];

    private static IEnumerable<string> Heap(FuzzOptions options)
    {
        var (heap, usual) = (options.Heap, HeapChoice.With(options.Heap.Fault));
        return
        [
            .. If(!options.Canary, "--runtime", OptionNames.Of(heap.Runtime)),
            .. If(heap.Gc != usual.Gc, "--gc", OptionNames.Of(heap.Gc)),
            .. If(heap.Layout != usual.Layout, "--layout", heap.Layout),
            .. heap.Fault is { } fault ? ["--fault", fault] : None,
        ];
    }

    private static string? Schedule(FuzzOptions options) =>
        options.SweepPoints > 0 ? OptionText.PrintSweep(options.SweepPoints)
        : options.Generation.Schedule is { } schedule ? OptionText.Print(schedule)
        : null;

    private static IEnumerable<string> Generation(FuzzOptions asked)
    {
        var options = asked.Generation;
        var usual = asked.Target == VeraChoice.Target ? VeraChoice.Generation : GenerationOptions.Default;
        return
        [
            .. If(!options.Elements.SequenceEqual(usual.Elements), "--elements", string.Join(',', options.Elements)),
            .. If(options.Containers != usual.Containers, "--containers", OptionNames.Of(options.Containers)),
            .. Schedule(asked) is { } schedule ? ["--schedule", schedule] : None,
            .. If(options.OpsMean != usual.OpsMean, "--ops", $"{options.OpsMean}"),
            .. If(!options.HostileValues, "--no-hostile"),
        ];
    }

    private static string[] If(bool condition, params string[] arguments) => condition ? arguments : None;
}
