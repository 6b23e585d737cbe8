using Vera.GcStress.Heaps;
using Wasmtime;
using ResetCall = System.Action<int, int, int, int, int, int, int, int, int, int, int, int, int, int>;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>The functions and globals of one heap that the host uses, as typed delegates.</summary>
internal sealed class HeapExports(Instance instance)
{
    private readonly ResetCall reset = Named(instance, "reset")
        .WrapAction<int, int, int, int, int, int, int, int, int, int, int, int, int, int>()!;

    public Func<int, int, int, int> AllocAt { get; } = Named(instance, "alloc_at").WrapFunc<int, int, int, int>()!;

    public Action<int, int, int> ChurnAt { get; } = Named(instance, "churn_at").WrapAction<int, int, int>()!;

    public Action<int, int, int, int> RegisterAt { get; } =
        Named(instance, "register_at").WrapAction<int, int, int, int>()!;

    public Action<int, int> SetSlot { get; } = Named(instance, "set_slot").WrapAction<int, int>()!;

    public Action<int> CollectAt { get; } = Named(instance, "collect_at").WrapAction<int>()!;

    public Action<int> Prepare { get; } = Named(instance, "prepare").WrapAction<int>()!;

    public Action Publish { get; } = Named(instance, "publish").WrapAction()!;

    public Global.Accessor<int> ShadowPointer { get; } = instance.GetGlobal("gc_sp")!.Wrap<int>()!;

    public Global.Accessor<long> Allocated { get; } = instance.GetGlobal("allocated")!.Wrap<long>()!;

    public Global.Accessor<int> TrapReason { get; } = instance.GetGlobal("trap_reason")!.Wrap<int>()!;

    public void Reset(HeapLayout layout, HeapSettings settings, int points) => reset(
        layout.DataBytes,
        layout.ShadowBytes,
        layout.WorklistBytes,
        layout.WrapBytes,
        layout.PageBytes,
        layout.InitialLimit,
        settings.MemoryMax,
        settings.Collector == CollectorKind.Hardened ? 1 : 0,
        settings.Poison ? 1 : 0,
        settings.Hooks ? 1 : 0,
        settings.Traced ? 1 : 0,
        HeapPlan.IntervalOf(settings.Schedule),
        points,
        unchecked((int)layout.Ceiling));

    private static Function Named(Instance instance, string name) =>
        instance.GetFunction(name) ?? throw new InvalidOperationException($"the heap has no {name}");
}
