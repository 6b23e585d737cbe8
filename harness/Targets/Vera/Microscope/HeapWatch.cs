namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The hooks of one run: decides when to collect, and holds the heap to its rules.</summary>
/// <param name="plan">When to collect.</param>
/// <param name="snapshot">Room for a heap, which runs that follow each other share.</param>
internal sealed class HeapWatch(CollectionPlan plan, HeapSnapshot snapshot) : IModuleHooks
{
    private readonly Stack<Call> calls = new();

    // A root that is left does no harm to blocks: it is no reason to look away from them.
    private HeapDamage? broken;
    private HeapDamage? leak;

    // The first of functions that call each other last, for the next one to go on with.
    private Call? handed;

    /// <summary>The module's memory; whoever runs the module sets it before the first call.</summary>
    public IModuleMemory? Memory { get; set; }

    public int Allocations { get; private set; }

    public int Collections { get; private set; }

    /// <summary>The first rule of blocks that was broken or, without one, the worst that a function did.</summary>
    public HeapDamage? Damage => broken ?? leak;

    /// <summary>The number of the function in which the last collection began before a block was damaged.</summary>
    public int Site { get; private set; }

    /// <summary>The host's function that ran when the last collection began; empty: none.</summary>
    public string Import { get; private set; } = "";

    /// <summary>The host's function that lost a block to a collection in the call that made it; empty: none.</summary>
    public string UnrootedIn { get; private set; } = "";

    public bool Allocating(int size) => plan.Collects(++Allocations);

    /// <summary>Who made which block; empty unless the module tells.</summary>
    public BlockWatch Blocks { get; } = new();

    /// <summary>The number of the function in which the collection came that the plan looks at.</summary>
    public int LookedSite { get; private set; }

    public void Allocated(uint block) => Blocks.Made(block, Allocations, Running, Memory!.Import);

    public uint Keep() => Blocks.Next();

    public void Collecting()
    {
        Collections++;
        if (Collections <= plan.Look || plan.Look == 0)
        {
            Import = Memory!.Import;
        }

        if (Collections == plan.Look)
        {
            LookedSite = Running;
            Blocks.Begin(Heap(), Global(ModuleNames.HeapStart), Global(ModuleNames.FreeHead));
        }

        if (Collections >= plan.Look)
        {
            Blocks.Keep(plan.Kept);
        }

        if (Looks)
        {
            Site = Running;
            snapshot.Take(Heap());
        }
    }

    public void Collected()
    {
        if (UnrootedIn.Length == 0 && Memory!.Made is { Count: > 0 } made
            && HeapCheck.FreesAny(made, Heap(), Global(ModuleNames.HeapStart)))
        {
            UnrootedIn = Memory.Import;
        }

        if (Collections == plan.Look)
        {
            Blocks.End(Heap(), Global(ModuleNames.HeapStart));
        }

        if (Looks)
        {
            var start = Global(ModuleNames.HeapStart);
            broken = At(snapshot.Compare(Heap(), start, Global(ModuleNames.FreeHead)));
        }
    }

    /// <summary>Nothing is reachable: a conservative collector has no number either that it could take for a root.
    /// </summary>
    public void Emptied(int entries)
    {
        if (Looks)
        {
            broken = At(HeapCheck.FirstKept(Heap(), Global(ModuleNames.HeapStart)) ?? (entries > 0
                ? new(BrokenRule.Retention, 0, 0, 0, 0, (uint)entries)
                : null));
        }

        Collections--; // This one was not the program's.
    }

    public void Entered(int function, int sp)
    {
        calls.Push(handed is { } first ? first with { Function = function } : new(function, sp, 0, 0));
        handed = null;
    }

    /// <summary>Calls that an exception ended are passed over: their functions did not return.</summary>
    public void Left(int function, int sp)
    {
        handed = null;
        while (calls.TryPop(out var call))
        {
            if (GuestFunction.Same(call.Function, function))
            {
                var moved = sp - call.Sp;
                var bytes = GuestFunction.MayMove(function, moved) ? 0 : unchecked((uint)moved);
                if (bytes > 0)
                {
                    Leaked(bytes, call);
                }

                if (GuestFunction.IsHandingOver(function))
                {
                    // Whoever goes on finds there what this one left: it shows even if the run ends before.
                    handed = call with { Left = bytes, Leaver = bytes > 0 ? LeaverOf(bytes, call) : 0 };
                }
                else if (bytes > 0)
                {
                    PutDown(bytes, call);
                }

                return;
            }
        }
    }

    /// <summary>The most that a function left is kept.</summary>
    private void Leaked(uint bytes, Call call)
    {
        if (!(bytes <= leak?.After))
        {
            leak = At(new(BrokenRule.Balance, 0, 0, 0, 0, bytes) { Function = LeaverOf(bytes, call) });
        }
    }

    /// <summary>What callees left a function is put down to them.</summary>
    private void PutDown(uint bytes, Call call)
    {
        if (calls.TryPop(out var caller))
        {
            calls.Push(caller with
            {
                Left = unchecked(caller.Left + bytes),
                Leaver = caller.Left == 0 ? LeaverOf(bytes, call) : caller.Leaver,
            });
        }
    }

    private static int LeaverOf(uint bytes, Call call) =>
        unchecked(bytes - call.Left) > call.Left ? call.Function : call.Leaver;

    private int Running => calls.TryPeek(out var call) ? call.Function : 0;

    private bool Looks => plan.Checks && broken is null;

    private HeapDamage? At(HeapDamage? damage) =>
        damage is null ? null : damage with { Collection = Collections, Allocation = Allocations };

    /// <param name="Function">Its number.</param>
    /// <param name="Sp">The shadow pointer when it began.</param>
    /// <param name="Left">The bytes that callees, or those that called it last, have left on the shadow stack.</param>
    /// <param name="Leaver">The function that left the first of them.</param>
    private readonly record struct Call(int Function, int Sp, uint Left, int Leaver);

    private uint Global(string name) => unchecked((uint)Memory!.Global(name));

    /// <summary>The blocks of the moment: before the first growth the heap begins beyond the memory.</summary>
    private ReadOnlySpan<byte> Heap()
    {
        var bytes = Memory!.Bytes;
        var start = Math.Min(Global(ModuleNames.HeapStart), (uint)bytes.Length);
        var end = Math.Clamp(Global(ModuleNames.HeapPointer), start, (uint)bytes.Length);
        return bytes[(int)start..(int)end];
    }
}
