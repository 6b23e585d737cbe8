using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>How a program's function ended.</summary>
internal enum Ending
{
    Completed,
    Trapped,
    LimitHit,
    Unsupported,
}

/// <summary>What one function of a program did.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Reason">Why, unless it completed.</param>
/// <param name="Output">What it printed before that.</param>
/// <param name="GuestBytes">The memory of the guest at the end.</param>
internal sealed record CaseRun(Ending Ending, string Reason, string Output, long GuestBytes)
{
    public static CaseRun Unsupported(string reason) => new(Ending.Unsupported, reason, "", 0);

    public static CaseRun Died(string how) => new(Ending.Trapped, how, "", 0);

    public static CaseRun TimedOut(TimeSpan deadline) =>
        new(Ending.LimitHit, $"no answer within {deadline.TotalSeconds} s", "", 0);

    public static CaseRun Of(WorkerAnswer answer)
    {
        var (ending, reason) = Judge(answer);
        return new(ending, reason, answer.Stdout ?? "", answer.GuestBytes);
    }

    /// <summary>Whether there was nothing to run: its module is not valid.</summary>
    public bool IsInvalid => Ending == Ending.Trapped && InvalidModule.Is(Reason);

    /// <summary>What a function does on another host.</summary>
    public static CaseRun Of(ModuleRun run) => run.Ending switch
    {
        RunEnding.Completed => new(Ending.Completed, "", run.Output, 0),
        RunEnding.Trapped => new(Ending.Trapped, run.Reason, run.Output, 0),
        RunEnding.LimitHit => new(Ending.LimitHit, run.Reason, run.Output, 0),
        _ => Unsupported($"not run on this host: {run.Reason}"),
    };

    /// <summary>The first rule of the heap that was broken, if the run was looked at.</summary>
    public HeapDamage? Damage { get; init; }

    /// <summary>The function in which the last collection began, if the run was looked at.</summary>
    public string Site { get; init; } = "";

    /// <summary>The host's function that lost a block to a collection in the call that made it; or empty.</summary>
    public string UnrootedIn { get; init; } = "";

    public int Allocations { get; init; }

    public int Collections { get; init; }

    /// <summary>Work of guest and host, if it ran in this process.</summary>
    public long Fuel { get; init; }

    /// <summary>What a case's function does on our own host, in the words of Vera's, and what the hooks saw.</summary>
    public static (CaseRun Run, HeapWatch Watch) Of(
        OwnModule module, string function, StressCase stressCase, CollectionPlan plan, HeapSnapshot snapshot)
    {
        var watch = new HeapWatch(plan, snapshot);
        var outcome = module.Run(new(function)
        {
            Arguments = Given.Values(stressCase),
            OutputMax = VeraLimits.OutputChars,
            MemoryMax = (int)VeraLimits.GuestBytes,
            Empties = plan.Empties,
            Hooks = memory =>
            {
                watch.Memory = memory;
                return watch;
            },
        });
        var (ending, reason) = outcome.Ending switch
        {
            ModuleEnding.Completed or ModuleEnding.Exited => (Ending.Completed, ""),
            ModuleEnding.Trapped { Kind: "unreachable", Frames: ["gc_collect" or "register_wrapper", ..] } full =>
                (Ending.LimitHit, Words(full)),
            ModuleEnding.Trapped trap => (Ending.Trapped, Words(trap)),
            ModuleEnding.HostFailed failed when failed.Message.Contains("#692", StringComparison.Ordinal) =>
                (Ending.LimitHit, failed.Message),
            ModuleEnding.HostFailed failed => (Ending.Trapped, failed.Message),
            ModuleEnding.LimitHit hit => (Ending.LimitHit, $"more {hit.Limit} than a run may use"),
            ModuleEnding.Unsupported unsupported => (Ending.Unsupported, $"own host: {unsupported.Import}"),
            var other => throw new UnreachableException($"no rule for {other}"),
        };
        return (new(ending, reason, outcome.Output, outcome.MemoryBytes)
        {
            Allocations = watch.Allocations,
            Collections = watch.Collections,
            Fuel = outcome.FuelUsed,
            UnrootedIn = watch.UnrootedIn,
        }, watch);
    }

    private static string Words(ModuleEnding.Trapped trap)
    {
        var what = trap.Kind switch
        {
            "unreachable" => "Reached `unreachable` WASM instruction",
            "out_of_bounds" => "Out-of-bounds memory access",
            "divide_by_zero" => "Integer division by zero",
            "stack_exhausted" => "WASM call stack exhausted",
            "overflow" => "Integer overflow",
            _ => trap.Message,
        };
        return $"WasmTrapError: {what}{(trap.Frames is [var frame, ..] ? $" in {frame}" : "")}";
    }

    private static (Ending Ending, string Reason) Judge(WorkerAnswer answer)
    {
        if (answer.Died is { } how)
        {
            return (Ending.Trapped, $"the process ended with {how}");
        }

        if (answer.Late)
        {
            return (Ending.LimitHit, $"more than {VeraLimits.RunSeconds} s of processor time");
        }

        if (answer.Rejected is { } rejected)
        {
            return (Ending.Unsupported, rejected);
        }

        if (answer.Truncated)
        {
            return (Ending.LimitHit, $"more than {VeraLimits.OutputChars} characters of output");
        }

        if (answer.Error is { } error)
        {
            var where = answer.Frame is { Length: > 0 } frame ? $" in {frame}" : "";
            return InvalidModule.Words(error) is { } invalid
                ? (Ending.Trapped, invalid)
                : (LimitOf(answer) ? Ending.LimitHit : Ending.Trapped, error + where);
        }

        // A host function that met an unknown tag went on with something else: freed memory was read.
        return answer.Warning is { } warning ? (Ending.Trapped, warning) : (Ending.Completed, "");
    }

    /// <summary>Whether a table of fixed size was full, or the guest had grown beyond what it may.</summary>
    /// <remarks>Where the guest is small, a host that runs out of memory has read an impossible length.</remarks>
    private static bool LimitOf(WorkerAnswer answer) =>
        answer.GuestBytes > VeraLimits.GuestBytes
        || (answer.Trap == "unreachable" && answer.Frame is "gc_collect" or "register_wrapper")
        || answer.Error!.Contains("#692", StringComparison.Ordinal)
        || (answer.GuestBytes > VeraLimits.LargeGuestBytes
            && answer.Error.StartsWith("MemoryError", StringComparison.Ordinal));
}
