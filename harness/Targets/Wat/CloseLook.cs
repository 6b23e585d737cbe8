using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Reading;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat;

/// <summary>Shows a close watcher what one session holds while it runs.</summary>
internal sealed class CloseLook(WatSession session, ICloseWatcher watcher)
    : IRunState, IAllocationWatcher
{
    private readonly TypedTracer tracer = new(session.Heap, session.Host);
    private (VeraType Type, Slot Slot)? observed;

    public RunSite Site => session.Program?.Site ?? new(null, RunSite.Program, 0);

    public HeapView Heap => session.Heap.View();

    public void Began(int op) => watcher.Began(op);

    public void Allocating(int bytes, bool pointerFree) =>
        watcher.Allocating(session.Heap.View(), bytes, pointerFree);

    public void Allocated(int payload) => watcher.Allocated(session.Heap.View(), payload);

    public void Observing(VeraType type, Slot slot) => observed = (type, slot);

    public void Locals(List<HeldWord> into) => session.HeldByLocals(into);

    public void Temporaries(List<HeldWord> into) => session.Program?.Temporaries(into);

    public void Contents(uint wrapper, List<uint> into) => tracer.Contents(wrapper, into);

    public void Trace(int local, ITypedTrace trace)
    {
        var (type, slot) = session.ValueOf(local);
        tracer.Trace(type, slot, trace);
    }

    public void TraceObserved(ITypedTrace trace)
    {
        if (observed is { } value)
        {
            tracer.Trace(value.Type, value.Slot, trace);
        }
    }
}

/// <summary>What a way of running a case knows of the program that it carries out.</summary>
internal interface IProgramState
{
    RunSite Site { get; }

    /// <summary>Adds the intermediate results that may be pointers and are still needed.</summary>
    void Temporaries(List<HeldWord> into);

    /// <summary>Whether a local was pushed on the shadow stack when it was bound last.</summary>
    bool WasPushed(int local);
}
