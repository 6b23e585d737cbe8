namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The hooks of one run: decides when to collect, and holds the heap to its rules.</summary>
internal sealed class HeapWatch(CollectionPlan plan) : IModuleHooks
{
    private readonly HeapCheck check = new();
    private readonly Stack<(int Function, int Sp)> calls = new();
    private byte[] before = [];
    private int beforeBytes;

    // A root that is left does no harm to blocks: it is no reason to look away from them.
    private HeapDamage? broken;
    private HeapDamage? leak;

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

    public bool Allocating(int size) => plan.Collects(++Allocations);

    public void Collecting()
    {
        Collections++;
        Import = Memory!.Import;
        if (Looks)
        {
            Site = calls.TryPeek(out var call) ? call.Function : 0;
            var heap = Heap();
            beforeBytes = heap.Length;
            if (before.Length < beforeBytes)
            {
                before = new byte[beforeBytes * 2];
            }

            heap.CopyTo(before);
        }
    }

    public void Collected()
    {
        if (Looks)
        {
            var start = Global(ModuleNames.HeapStart);
            broken = At(check.Compare(before.AsSpan(0, beforeBytes), Heap(), start, Global(ModuleNames.FreeHead)));
        }
    }

    public void Entered(int function, int sp) => calls.Push((function, sp));

    /// <summary>Calls that an exception ended are passed over: their functions did not return.</summary>
    public void Left(int function, int sp)
    {
        while (calls.TryPop(out var call))
        {
            if (GuestFunction.Same(call.Function, function))
            {
                var moved = sp - call.Sp;
                if (!GuestFunction.MayMove(function, moved))
                {
                    Leaked(unchecked((uint)moved), call.Function);
                }

                return;
            }
        }
    }

    /// <summary>The most that a function left is kept.</summary>
    private void Leaked(uint bytes, int function) => leak = bytes <= leak?.After
        ? leak
        : At(new(BrokenRule.Balance, 0, 0, 0, 0, bytes) { Function = function });

    private bool Looks => plan.Checks && broken is null;

    private HeapDamage? At(HeapDamage? damage) =>
        damage is null ? null : damage with { Collection = Collections, Allocation = Allocations };

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
