using System.Globalization;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own;

/// <summary>Runs edited modules in this process; one is compiled once, however often it runs.</summary>
internal sealed class OwnHost : IModuleHost
{
    /// <summary>The most work of one run: a damaged program may go on for ever.</summary>
    public long FuelMax { get; set; } = 1_000_000_000;

    private readonly HeapSnapshot snapshot = new();
    private OwnModule? module;
    private string text = "";

    /// <summary>As options spell it.</summary>
    public const string OwnName = "own";

    public string Name => OwnName;

    /// <summary>Once this is cancelled, the next run does not begin.</summary>
    public CancellationToken Stop { get; set; }

    public IReadOnlyList<ModuleRun> Run(string module, ModuleCall call, IReadOnlyList<CollectionPlan> plans)
    {
        try
        {
            var compiled = Compiled(module);
            return [.. plans.Select(plan => Run(compiled, call, plan))];
        }
        catch (WasmException e)
        {
            return [.. plans.Select(_ => new ModuleRun(RunEnding.Unsupported, OneLine(e.Message), ""))];
        }
    }

    public void Dispose() => module?.Dispose();

    private OwnModule Compiled(string wanted)
    {
        if (module is null || text != wanted)
        {
            module?.Dispose();
            module = null;
            module = OwnModule.Compile(wanted);
            text = wanted;
        }

        return module;
    }

    private ModuleRun Run(OwnModule compiled, ModuleCall call, CollectionPlan plan)
    {
        Stop.ThrowIfCancellationRequested();
        var watch = new HeapWatch(plan, snapshot);
        var outcome = compiled.Run(new(call.Function)
        {
            Arguments =
                [.. call.Arguments.Select((text, i) => WrittenArguments.Read(text, call.Types.ElementAtOrDefault(i)))],
            Input = call.Input,
            FuelMax = FuelMax,
            Empties = plan.Empties,
            Hooks = memory =>
            {
                watch.Memory = memory;
                return watch;
            },
        });
        return Ended(outcome) with
        {
            Allocations = watch.Allocations,
            Collections = watch.Collections,
            Damage = watch.Damage,
            Import = watch.Import,
            Freed = watch.Blocks.Freed,
            Site = watch.LookedSite,
        };
    }

    private static ModuleRun Ended(RunOutcome outcome) => outcome.Ending switch
    {
        ModuleEnding.Completed completed =>
            new(RunEnding.Completed, "", outcome.Output) { Value = Text(completed.Value) },
        ModuleEnding.Exited exited =>
            new(RunEnding.Completed, "", outcome.Output) { ExitCode = unchecked((int)exited.Code) },
        ModuleEnding.Trapped trapped => new(RunEnding.Trapped, OneLine(WordsOf(trapped)), outcome.Output)
        {
            Trap = trapped.Kind,
        },
        ModuleEnding.HostFailed failed => new(RunEnding.Trapped, OneLine(failed.Message), outcome.Output)
        {
            Trap = "host",
        },
        ModuleEnding.LimitHit limit => new(RunEnding.LimitHit, $"the limit of {limit.Limit} was hit", outcome.Output),
        ModuleEnding.Unsupported asked => new(RunEnding.Refused, asked.Import, outcome.Output),
        _ => throw new System.Diagnostics.UnreachableException($"{outcome.Ending} has no rule here"),
    };

    private static string WordsOf(ModuleEnding.Trapped trapped) =>
        $"{trapped.Kind}{(trapped.Frames is [var frame, ..] ? $" in {frame}" : "")}";

    private static string? Text(RunValue value) => value switch
    {
        RunValue.Integer integer => integer.Value.ToString(CultureInfo.InvariantCulture),
        RunValue.Real real => real.Value.ToString("R", CultureInfo.InvariantCulture),
        RunValue.Pair pair => pair.Text,
        _ => null,
    };

    private static string OneLine(string message) =>
        message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var line, ..]
            ? line
            : "";
}
