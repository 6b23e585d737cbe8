namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The hooks of one run: decides when to collect, and holds the heap to its rules.</summary>
internal sealed class HeapWatch(CollectionPlan plan) : IModuleHooks
{
    private readonly HeapCheck check = new();
    private readonly Stack<(int Function, int Sp)> calls = new();
    private byte[] before = [];
    private int beforeBytes;

    /// <summary>The module's memory; whoever runs the module sets it before the first call.</summary>
    public IModuleMemory? Memory { get; set; }

    public int Allocations { get; private set; }

    public int Collections { get; private set; }

    /// <summary>The first rule that was broken; nothing is looked for after that.</summary>
    public HeapDamage? Damage { get; private set; }

    public bool Allocating(int size) => plan.Collects(++Allocations);

    public void Collecting()
    {
        Collections++;
        if (Looks)
        {
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
            Found(check.Compare(before.AsSpan(0, beforeBytes), Heap(), start, Global(ModuleNames.FreeHead)));
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
                    Found(new(DamageKind.Balance, 0, 0, 0, 0, unchecked((uint)moved)) { Function = call.Function });
                }

                return;
            }
        }
    }

    private bool Looks => plan.Checks && Damage is null;

    private void Found(HeapDamage? damage) =>
        Damage ??= damage is null ? null : damage with { Collection = Collections, Allocation = Allocations };

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
