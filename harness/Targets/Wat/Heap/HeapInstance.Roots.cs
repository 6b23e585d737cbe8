using Vera.GcStress.Heaps;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <content>The shadow stack and the wrap table.</content>
internal sealed unsafe partial class HeapInstance
{
    private readonly GuestMemory spill;
    private int shadowPointer;
    private int shadowEnd;

    /// <summary>Where the roots end that the heap was prepared with.</summary>
    private int preparedEnd;

    /// <summary>Where the next root goes. Lowering it drops roots.</summary>
    public int ShadowPointer
    {
        get => shadowPointer;
        set => shadowPointer = value >= Layout.ShadowStart
            ? value
            : throw new GuestFault(TrapReason.Guest, $"the shadow pointer is 0x{value:X}, below the shadow stack");
    }

    /// <summary>How many slots are in use, those apart that the heap was prepared with.</summary>
    public int Roots => (shadowPointer - preparedEnd) / 4;

    /// <summary>Roots a pointer.</summary>
    public void Push(int pointer)
    {
        if (shadowPointer < shadowEnd)
        {
            *(int*)(memory.Start(plan.Status->MemoryPages) + shadowPointer) = pointer;
        }
        else
        {
            Spill(pointer);
        }

        shadowPointer += 4;
    }

    /// <summary>Has the host told when the wrapper dies: its kind, and the handle without its tag.</summary>
    public void RegisterWrapper(int pointer, int kind, int handle) =>
        calls.Run(() => guest.RegisterAt(shadowPointer, pointer, kind, handle));

    /// <summary>Puts another pointer into a slot that was pushed, wherever it lies.</summary>
    public void SetRoot(int slot, int pointer) => calls.Run(() => guest.SetSlot(slot, pointer));

    private ReadOnlySpan<byte> RootsInMemory =>
        Memory[Layout.ShadowStart..Math.Clamp(plan.Status->ShadowPointer, Layout.ShadowStart, shadowEnd)];

    private ReadOnlySpan<byte> RootsInSpill =>
        spill.UpTo((long)plan.Status->ShadowPointer - shadowEnd, plan.Status->SpillPages);

    private void ForgetPrepared()
    {
        Memory[Layout.ShadowStart..Math.Min(preparedEnd, Layout.WorklistStart)].Clear();
        spill.UpTo((long)preparedEnd - shadowEnd, plan.Status->SpillPages).Clear();
    }

    private void Spill(int pointer)
    {
        var at = shadowPointer - shadowEnd;
        Features.Bump(HeapFeatures.Spill);
        var pages = Settings.Collector == CollectorKind.Vera ? 0 : spill.Reserve(at + 4L);
        if (pages == 0)
        {
            throw new HeapTrap(TrapKind.ShadowStack);
        }

        *(int*)(spill.Start(pages) + at) = pointer;
    }
}
