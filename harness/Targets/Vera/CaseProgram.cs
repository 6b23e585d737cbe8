using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Wasm;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>A compiled program of several cases, run in this process with every instrument in it.</summary>
/// <remarks>It is edited and compiled once, and runs each of its cases under any schedule.</remarks>
internal sealed class CaseProgram : IDisposable
{
    private readonly string text;
    private readonly IReadOnlyDictionary<string, string> leftOut;
    private readonly int shift;
    private readonly InstrumentedModule? instrumented;
    private readonly string unrecognised = "";
    private readonly Dictionary<(int Start, bool Swaps), OwnModule> modules = [];
    private readonly Dictionary<int, string> elsewhere = [];

    /// <param name="text">The module as Vera compiled it.</param>
    /// <param name="leftOut">Functions that it lacks, and why.</param>
    /// <param name="heapStart">Where its heap is moved to; null: it stays where it is.</param>
    public CaseProgram(string text, IReadOnlyDictionary<string, string> leftOut, int? heapStart = null)
    {
        (this.text, this.leftOut) = (text, leftOut);
        try
        {
            instrumented = new InstrumentedModule(text);
            shift = heapStart - (int)instrumented.HeapStart ?? 0;
        }
        catch (ModuleException e)
        {
            unrecognised = e.Message;
        }
    }

    /// <summary>Whether its heap can be where it is wanted: a heap lies behind all literals.</summary>
    public bool Fits => shift >= 0;

    /// <summary>When a schedule collects, with the heap looked at each time, and once more after the program.</summary>
    public static CollectionPlan PlanOf(CollectionSchedule schedule) => PointsOf(schedule) with { Empties = true };

    private static CollectionPlan PointsOf(CollectionSchedule schedule) => schedule switch
    {
        CollectionSchedule.Eager => CollectionPlan.Eager,
        CollectionSchedule.Every every => CollectionPlan.Natural with { Every = every.Interval },
        CollectionSchedule.At at => CollectionPlan.At(at.Allocations.AsSpan()),
        _ => CollectionPlan.Natural,
    };

    /// <summary>Has the engine compile it, so that its first run need not; what comes of its cases if it does not.
    /// </summary>
    public CaseRun? Prepare()
    {
        try
        {
            _ = instrumented is null ? null : Compiled(0, swaps: false);
            return null;
        }
        catch (WasmException e)
        {
            return InvalidModule.Words(e.Message) is { } words && !IsModule(text)
                ? CaseRun.Died(words)
                : CaseRun.Unsupported(e.Message);
        }
    }

    /// <summary>Runs the function of a case, when it says and where.</summary>
    /// <param name="entry">Its name.</param>
    /// <param name="stressCase">What it was made of, but for when to collect and where its heap starts.</param>
    /// <param name="swaps">Whether our own collector is in the place of Vera's.</param>
    /// <param name="snapshot">Room for a heap.</param>
    public CaseRun Run(string entry, StressCase stressCase, bool swaps, HeapSnapshot snapshot)
    {
        if (leftOut.TryGetValue(entry, out var reason) || (reason = unrecognised).Length > 0)
        {
            return CaseRun.Unsupported(reason);
        }

        try
        {
            var module = Compiled(stressCase.Tables.Start, swaps);
            var (run, watch) = CaseRun.Of(module, entry, stressCase, PlanOf(stressCase.Schedule), snapshot);
            var damage = watch.Damage is { } found && !IsPopped(found) ? found : null;
            return run with
            {
                Damage = damage,
                Site = NameOf(damage?.Kind == BrokenRule.Balance ? damage.Function : watch.Site, entry),
            };
        }
        catch (WasmException e)
        {
            return CaseRun.Unsupported(e.Message);
        }
    }

    /// <summary>Runs the function of a case on another host, which is not asked what its heap is like.</summary>
    public CaseRun RunOn(IModuleHost host, string entry, StressCase stressCase)
    {
        if (leftOut.TryGetValue(entry, out var reason) || (reason = unrecognised).Length > 0)
        {
            return CaseRun.Unsupported(reason);
        }

        if (host is NodeHost && Given.HasText(stressCase))
        {
            return CaseRun.Unsupported(NodeHost.TakesNoText);
        }

        var start = stressCase.Tables.Start;
        if (!elsewhere.TryGetValue(start, out var there))
        {
            there = instrumented!.With(new Instruments(Poison: false, Balance: false, shift + start));
            elsewhere[start] = there;
        }

        var plan = PointsOf(stressCase.Schedule) with { Checks = false };
        return CaseRun.Of(host.Run(there, new(entry, Given.Texts(stressCase), ""), [plan])[0]);
    }

    /// <summary>
    /// Whether a function left no more than a few callees' roots: Vera lets it, where it allocates nothing itself, and
    /// whoever called it pops them.
    /// </summary>
    private static bool IsPopped(HeapDamage damage) =>
        damage.Kind == BrokenRule.Balance && damage.After < VeraLimits.LeftBytesLeast;

    public void Dispose()
    {
        foreach (var module in modules.Values)
        {
            module.Dispose();
        }
    }

    /// <summary>Whether the engine takes a text as it is, without our edits.</summary>
    private static bool IsModule(string text)
    {
        try
        {
            WasmModule.Compile(text).Dispose();
            return true;
        }
        catch (WasmException)
        {
            return false;
        }
    }

    /// <summary>The module with its heap later by some bytes; each is compiled once.</summary>
    private OwnModule Compiled(int start, bool swaps)
    {
        if (!modules.TryGetValue((start, swaps), out var module))
        {
            module = OwnModule.Compile(
                instrumented!.With(new Instruments(Poison: true, Balance: true, shift + start) { Hardened = swaps }));
            modules[(start, swaps)] = module;
        }

        return module;
    }

    /// <summary>A function's name, alike in every program that the case is part of.</summary>
    private string NameOf(int number, string entry)
    {
        var name = instrumented!.Functions.FirstOrDefault(f => GuestFunction.Same(f.Number, number))?.Name ?? "";
        return name == entry ? "main" : name.Replace($"{entry}_", "", StringComparison.Ordinal);
    }
}
