using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Reading;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat;

/// <summary>
/// What the driven and the compiled way share: one heap, its host, the locals in scope, and the watcher who looks on.
/// </summary>
internal sealed partial class WatSession : IHeapHost, ILocals, IDisposable
{
    private readonly WatOptions options;
    private readonly Traced? traced;
    private readonly GuestReader reader;
    private readonly Transcript observations = new();
    private readonly Transcript noLocals = new();
    private readonly List<int> inScope = [];
    private readonly List<(VeraType Type, Slot Slot)> locals = [];
    private readonly DeathNotices deaths;
    private readonly CanonicalWriter unread = new();
    private readonly Action prepare;
    private readonly Action release;
    private IWatcher? watcher;
    private bool readerIsStale;
    private bool isReleasing;
    private CloseLook? closeLook;
    private int collections;
    private int collectionsBefore;
    private int lastOp;

    /// <summary>Collections that the host was told of.</summary>
    private int begun;
    private int ended;
    private int forced;
    private HeapState heapState;

    /// <param name="options">What runs a case.</param>
    /// <param name="readDocument">What documents are read by.</param>
    /// <param name="grows">Whether memory begins with next to nothing.</param>
    public WatSession(WatOptions options, DocumentReader readDocument, bool grows = false)
    {
        this.options = options;
        var parts = options.Parts;
        Heap = new HeapInstance(HeapModule.Load(parts.Heap, grows), this);
        var decimals = parts.Decimals(options.Layout);
        var containers = parts.Containers(options.Runtime, Heap, decimals);
        traced = containers as Traced;
        Host = parts.Host(Heap, containers, decimals, readDocument);
        reader = new GuestReader(Heap, Host);
        deaths = new DeathNotices(Heap);
        prepare = () => Heap.Prepare(heapState);
        release = Release;
    }

    public HeapInstance Heap { get; }

    public HostFunctions Host { get; }

    /// <summary>The program as the way of running it knows it, for those who look closely.</summary>
    internal IProgramState? Program { get; init; }

    /// <summary>The op that is running.</summary>
    public int Op { get; private set; }

    public bool Stopped => watcher is { Stopped: true };

    private bool WasTold => watcher is null || (begun == Heap.Collections && ended == Heap.Collections);

    /// <summary>A fresh heap; <see cref="Finish"/> brings it into the state that the case asks for.</summary>
    public void Start(StressCase stressCase, IWatcher? looksOn, ClosureLayouts? closures = null)
    {
        watcher = looksOn;
        Heap.Watcher = closeLook = looksOn is ICloseWatcher close ? new(this, close) : null;
        observations.Clear();
        inScope.Clear();
        locals.Clear();
        (Op, collections, collectionsBefore, readerIsStale, isReleasing) = (0, 0, 0, true, false);
        (begun, ended, forced) = (0, 0, 0);
        Host.Reset(closures ?? new());
        reader.Forget();
        var layout = options.Layout.With(stressCase.Tables);
        var memoryMax = stressCase.Tables.Memory is { } room ? layout.HeapStart + room : options.MemoryMax;
        Heap.Reset(layout, new(
            options.Collector, stressCase.Schedule, options.Poison, looksOn is not null, options.FuelMax,
            Math.Min(options.MemoryMax, memoryMax))
        {
            Traced = traced is not null,
        });
        (heapState, lastOp) = (stressCase.Heap, stressCase.Ops.Length - 1);
        (looksOn as ICloseWatcher)?.Attached(closeLook!);
    }

    /// <summary>Runs a started case to its end, whatever that is.</summary>
    public Execution Finish(Action run)
    {
        // To prepare a heap is to run it: a broken one may trap there, or be seen to be broken.
        var prepared = Attempt(prepare);
        if (Unless(prepared, Heap.IsPrepared(heapState), "the heap is not in the state that the case asks for")
            is var ready && ready is not Outcome.Completed)
        {
            return new(ready, observations, noLocals, Heap.Stats);
        }

        (collections, collectionsBefore) = (0, 0);
        var outcome = Unless(
            Attempt(run),
            Heap.ScheduleHeld(watcher is null ? null : forced),
            "collections took place that the schedule did not ask for, or not all that it did");
        outcome = Unless(outcome, WasTold, "the heap was collected, and its host was not told");

        var stats = Heap.Stats;
        var features = watcher is { CountsFeatures: true } ? Heap.Profile() : null;
        outcome = outcome is Outcome.Completed && watcher is not null ? Attempt(release) : outcome;
        return new(outcome, observations, noLocals, stats) { Features = features };
    }

    /// <summary>A run that came to its end, but not as it should have.</summary>
    private Outcome Unless(Outcome outcome, bool isSound, string flaw) => outcome is Outcome.Completed && !isSound
        ? new Outcome.Trapped(Op, new(TrapReason.Guest, flaw))
        : outcome;

    public void Begin(int op)
    {
        (Op, collectionsBefore) = (op, collections);
        closeLook?.Began(op);
    }

    public void Bind(int local, VeraType type, Slot slot)
    {
        CollectionsMarshal.SetCount(locals, Math.Max(locals.Count, local + 1));
        locals[local] = (type, slot);
        inScope.Add(local);
    }

    /// <summary>The locals from this one on leave scope.</summary>
    public void Drop(int fromLocal)
    {
        var kept = inScope.Count;
        while (kept > 0 && inScope[kept - 1] >= fromLocal)
        {
            kept--;
        }

        inScope.RemoveRange(kept, inScope.Count - kept);
    }

    public void Observe(int op, VeraType type, Slot slot)
    {
        closeLook?.Observing(type, slot);
        reader.Refresh();
        reader.Write(type, slot, observations.Begin(op));
        watcher?.Observed(op, observations.End());
    }

    public void Done(int op)
    {
        readerIsStale = true;
        watcher?.Stepped(op, collections - collectionsBefore, this);
    }

    void IHeapHost.DecrefHandle(int kind, int handle)
    {
        if (watcher is not null)
        {
            deaths.Check(kind, handle);
        }

        Host.Release(kind, handle);
    }

    ReadOnlySpan<uint> IHeapHost.PointersBehind(int kind, int handle) =>
        kind is (int)ContainerKind.Map or (int)ContainerKind.Set
            ? traced!.PointersBehind((ContainerKind)kind, handle)
            : default;

    void IHeapHost.Collecting()
    {
        begun++;
        forced += Heap.IsForced ? 1 : 0;
        deaths.Begin();
        HeapFeatures.Collects(Heap.Features, Heap.Roots);
        if (!isReleasing)
        {
            watcher?.Collecting(Heap.View());
        }
    }

    void IHeapHost.Collected()
    {
        ended++;
        if (!isReleasing)
        {
            collections++;
            watcher?.Collected(Heap.View());
            StopIfAsked();
        }
    }

    /// <summary>
    /// Ends the run at once if the watcher wants no more: a broken heap may keep the guest busy for long.
    /// </summary>
    public void StopIfAsked()
    {
        if (Stopped)
        {
            throw new RunStoppedException();
        }
    }

    public void Dispose() => Heap.Dispose();

    /// <summary>What the case leaves behind once nothing roots it any more.</summary>
    private void Release()
    {
        isReleasing = true;
        watcher!.Releasing(Heap.View());
        StopIfAsked();
        if (watcher.Measures)
        {
            var reached = ReachedBytes();
            Heap.Settle();
            watcher.Settled(Heap.View(), reached);
        }

        Heap.Release();
        watcher.Released(Heap.View(), Host.Entries);
    }

    private long ReachedBytes()
    {
        reader.Refresh();
        foreach (var local in inScope)
        {
            unread.Clear();
            reader.Write(locals[local].Type, locals[local].Slot, unread);
        }

        return reader.ReachedBytes;
    }

    private Outcome Attempt(Action run)
    {
        try
        {
            run();
            return Stopped ? new Outcome.Stopped() : new Outcome.Completed();
        }
        catch (Exception failure) when (Ended(failure) is not null)
        {
            if (failure is HeapTrap { IsOutOfRoom: true } && !isReleasing)
            {
                watcher?.OutOfRoom(Heap.View());
            }

            return Ended(failure)!;
        }
    }

    /// <summary>How a failure ends the run, or null if it is a fault of the harness itself.</summary>
    private Outcome? Ended(Exception failure) => failure switch
    {
        RunStoppedException => new Outcome.Stopped(),
        // Hardened postpones what does not fit on its worklist, and has room for millions of roots: no full table is a
        // limit there.
        HeapTrap { Kind: TrapKind.Worklist or TrapKind.ShadowStack } trap
            when options.Collector == CollectorKind.Hardened =>
            new Outcome.Trapped(Op, new(TrapReason.Guest, trap.Message)),
        HeapTrap { IsLimit: true } trap => new Outcome.LimitHit(Op, trap.Message),
        HeapTrap => new Outcome.Trapped(Op, new(TrapReason.Guest, failure.Message)),
        GuestFault fault => new Outcome.Trapped(Op, fault.Trap),
        _ => null,
    };
}
