using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Looks on for the oracles, and writes the run's history down until the first of them fails.</summary>
/// <param name="stressCase">The case that runs.</param>
/// <param name="oracles">Who decides whether it fails.</param>
/// <param name="graphsFrom">The first collection at which it is worth finding out who holds what.</param>
internal sealed class Recorder(StressCase stressCase, OracleWatch oracles, int graphsFrom = 0) : ICloseWatcher
{
    private const int LostMax = 64;
    private const int BytesShown = 32;

    private readonly HeapLives lives = new();
    private readonly HeldGraph graph = new();
    private readonly RootMemory rooted = new();
    private readonly List<HeldWord> held = [];
    private readonly List<CollectionRecord> inThisOp = [];
    private IRunState? state;
    private CollectionRecord? running;
    private (int Bytes, bool PointerFree)? request;
    private int op;
    private int allocationsBefore;
    private int lastForced;
    private int limitBefore;
    private string? observed;
    private bool anyOpBegan;
    private bool opIsOpen;

    public List<OpRecord> Ops { get; } = [];

    public List<CollectionRecord> Collections { get; } = [];

    /// <summary>The last moments of the run, as many as there is room for.</summary>
    public PictureRoll Pictures { get; } = new();

    public List<LostBlock> Lost { get; } = [];

    public IReadOnlyList<BlockLife> Blocks => lives.All;

    public HeapLives Lives => lives;

    /// <summary>What each local read as when the run ended or failed, by local.</summary>
    public SortedDictionary<int, string> Locals { get; } = [];

    /// <summary>The first allocation that cannot be right, or null.</summary>
    public AllocationFlaw? AllocationFlaw { get; private set; }

    /// <summary>What the failing collection did to the heap, if it failed there.</summary>
    public Damage? Damage { get; private set; }

    /// <summary>The header that is wrong as the first oracle fails outside a collection, or null.</summary>
    public Damage? Disorder { get; private set; }

    /// <summary>The first root slot that a collection wrote to, or null.</summary>
    public WrittenSlot? WrittenSlot { get; private set; }

    /// <summary>What is known of a block that was kept for nothing, if that failed.</summary>
    public KeptBlock? Kept { get; private set; }

    /// <summary>What ran when the first oracle failed or the run ended.</summary>
    public FailingMoment Moment { get; private set; }

    /// <summary>What the failing read came across.</summary>
    public FailingTrace Read { get; } = new();

    /// <summary>The heap of the last event, as a copy; empty before the first.</summary>
    public HeapCopy Last { get; } = new();

    /// <summary>The heap before the collection that is running or ran last.</summary>
    public HeapCopy Before { get; } = new();

    public RootMemory Rooted => rooted;

    public bool Stopped => oracles.Stopped;

    public int AllocationsBegun { get; private set; }

    public void Attached(IRunState state) => this.state = state;

    public void Began(int op) => (this.op, opIsOpen, anyOpBegan, observed) = (op, true, true, null);

    public void Allocating(in HeapView heap, int bytes, bool pointerFree)
    {
        lives.Adopt(heap, op);
        (request, limitBefore) = ((bytes, pointerFree), heap.Memory.Length);
        AllocationsBegun = unchecked(heap.Allocation + 1);
    }

    public void Allocated(in HeapView heap, int payload)
    {
        AllocationFlaw ??= AllocationCheck.FlawOf(heap, lives, payload, request!.Value.Bytes);
        lives.Add(heap, payload, request!.Value.PointerFree, op, state!.Site);
        if (Collections is [.., var last] && last.Allocation == heap.Allocation)
        {
            last.GrewBytes = heap.Memory.Length - limitBefore;
        }

        rooted.Note(heap, state!, op, held);
        request = null;
    }

    public void Observed(int op, ReadOnlySpan<byte> text)
    {
        observed = Encoding.ASCII.GetString(text);
        oracles.Observed(op, text);
        NoteFailure(FailurePhase.Observation);
    }

    public void Collecting(in HeapView heap)
    {
        lives.Adopt(heap, op, evenReused: !lives.ProgramAnnounces);
        rooted.Note(heap, state!, op, held);
        var isForced = anyOpBegan && heap.Allocation != lastForced && stressCase.Schedule.AsksFor(heap.Allocation);
        lastForced = isForced ? heap.Allocation : lastForced;
        running = new()
        {
            Number = heap.Collection,
            Allocation = heap.Allocation,
            Op = op,
            Site = state!.Site,
            Trigger = !anyOpBegan ? new Trigger.Preparation()
                : isForced ? new Trigger.Schedule()
                : request is { } wanted ? new Trigger.Pressure(wanted.Bytes)
                : state.Site.Step == RunSite.Registration ? new Trigger.WrapTable()
                : new Trigger.Pressure(0),
            RootSlots = heap.RootCount,
            Requested = request?.Bytes,
            LiveBefore = lives.LiveBytes,
        };
        Before.Take(heap);
        if (heap.Collection >= graphsFrom)
        {
            graph.Take(heap, lives.Live, state);
        }

        oracles.Collecting(heap);
    }

    public void Collected(in HeapView heap)
    {
        var collection = running!;
        Last.Take(heap);
        lives.Sweep(heap, collection);
        collection.LiveAfter = lives.LiveBytes;
        NoteLost(collection);
        Collections.Add(collection);
        inThisOp.Add(collection);
        Picture(heap, collection);
        WrittenSlot ??= DamageCheck.SlotOf(Before, heap, collection);
        oracles.Collected(heap);
        if (oracles.Failure is not null)
        {
            Damage = DamageCheck.Of(Before, heap, lives);
            Kept = KeptCheck.Of(heap, Before, lives, oracles.Failure.Evidence);
        }

        NoteFailure(FailurePhase.Collection);
        running = null;
    }

    public void Stepped(int op, int collections, ILocals locals)
    {
        oracles.Stepped(op, collections, locals);
        opIsOpen = false;
        NoteFailure(FailurePhase.OpEnd);
        if (oracles.Failure is not null || op == stressCase.Ops.Length - 1)
        {
            ReadAll(locals);
        }

        CloseOp(ended: true);
        Picture(state!.Heap, null);
    }

    public void OutOfRoom(in HeapView heap)
    {
        oracles.OutOfRoom(heap);
        NoteFailure(FailurePhase.OpEnd);
    }

    public void Releasing(in HeapView heap)
    {
        Last.Take(heap);
        oracles.Releasing(heap);
        NoteFailure(FailurePhase.Release);
    }

    public void Released(in HeapView heap, int hostEntries)
    {
        oracles.Released(heap, hostEntries);
        if (oracles.Failure is not null)
        {
            Kept = KeptCheck.Of(heap, Last, lives, oracles.Failure.Evidence);
        }

        NoteFailure(FailurePhase.Release);
    }

    /// <summary>The run has ended, whatever way.</summary>
    public Verdict Conclude(Outcome outcome)
    {
        var failedBefore = oracles.Failure is not null;
        var verdict = oracles.Conclude(outcome);
        if (!failedBefore)
        {
            NoteFailure(outcome is Outcome.Trapped ? FailurePhase.Trap : FailurePhase.Release);
        }

        if (opIsOpen)
        {
            CloseOp(ended: false);
        }

        return verdict;
    }

    private void NoteLost(CollectionRecord collection)
    {
        foreach (var block in collection.Number >= graphsFrom ? collection.Freed : [])
        {
            if (Lost.Count < LostMax && graph.PathTo(block, b => b.FreedBy == collection) is { } path)
            {
                Lost.Add(new(block, path, Before.Bytes(block.Payload, Math.Min(block.Bytes, BytesShown)).ToArray()));
            }
        }
    }

    private void Picture(in HeapView heap, CollectionRecord? collection) =>
        Pictures.Add(new(op, collection, HeapPicturing.Of(heap, lives, collection)));

    private void NoteFailure(FailurePhase phase)
    {
        if (Moment.Phase == FailurePhase.None && (oracles.Failure is not null || phase == FailurePhase.Trap))
        {
            Moment = new(phase, op, state!.Site, running, request?.Bytes);
            Last.Take(state.Heap);
            Disorder = DamageCheck.OfHeaders(state.Heap, lives);
            TraceFailure(phase);
        }
    }

    private void TraceFailure(FailurePhase phase)
    {
        if (phase == FailurePhase.Observation)
        {
            state!.TraceObserved(Read);
        }

        Read.AddFrom(oracles.Failure?.Evidence);
        if (oracles.Failure?.Evidence is Evidence.LocalDiffers { Local: var local })
        {
            state!.Trace(local, Read);
        }

        held.Clear();
        state!.Locals(held);
        if (phase == FailurePhase.Trap)
        {
            state.Temporaries(held);
        }

        foreach (var word in held)
        {
            Read.Add(word.Address);
        }

        foreach (var word in held.Where(h => h.Kind == HolderKind.Local))
        {
            state.Trace(word.Number, Read);
        }
    }

    private void ReadAll(ILocals locals)
    {
        var writer = new CanonicalWriter();
        foreach (var local in locals.InScope)
        {
            writer.Clear();
            locals.Write(local, writer);
            Locals[local] = $"{writer}";
        }
    }

    private void CloseOp(bool ended)
    {
        AllocationsBegun = Math.Max(AllocationsBegun, state!.Heap.Allocation);
        Ops.Add(new(
            op, allocationsBefore, AllocationsBegun, [.. inThisOp], lives.LiveBytes, lives.HeapBytes, observed, ended));
        (allocationsBefore, opIsOpen) = (AllocationsBegun, false);
        inThisOp.Clear();
    }
}
