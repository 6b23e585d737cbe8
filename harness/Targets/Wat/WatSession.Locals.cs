using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat;

/// <content>The locals in scope, and what they read as.</content>
internal sealed partial class WatSession
{
    internal (VeraType Type, Slot Slot) ValueOf(int local) => locals[local];

    internal void HeldByLocals(List<HeldWord> into)
    {
        foreach (var local in inScope)
        {
            if (locals[local] is { Type.IsHeap: true } held)
            {
                into.Add(new(HolderKind.Local, local, held.Slot.Pointer)
                {
                    WasPushed = Program?.WasPushed(local) == true,
                });
            }
        }
    }

    ReadOnlySpan<int> ILocals.InScope => CollectionsMarshal.AsSpan(inScope);

    int ILocals.Roots => Heap.Roots;
    VeraType ILocals.TypeOf(int local) => locals[local].Type;

    void ILocals.Write(int local, CanonicalWriter writer)
    {
        RefreshReader();
        var (type, slot) = locals[local];
        if (Op == lastOp)
        {
            reader.Write(type, slot, writer); // It is not asked for again, so nothing need be remembered.
        }
        else
        {
            reader.WriteLocal(local, type, slot, writer);
        }
    }

    bool ILocals.Stands(int local)
    {
        RefreshReader();
        return reader.Stands(local);
    }

    private void RefreshReader()
    {
        if (readerIsStale)
        {
            reader.Refresh();
            readerIsStale = false;
        }
    }
}
