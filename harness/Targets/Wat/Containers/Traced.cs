using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// Proposed fix 2 of #695: the host dictionaries stay, and the collector asks for the pointers in them. Before dead
/// wrappers are reported, the host is asked about each marked one, until no new one turns up.
/// </summary>
/// <remarks>
/// Exact where Vera's own fix is conservative: the host knows which slots hold pointers, so a number is never taken
/// for one. A container lives on as long as its wrapper does.
/// </remarks>
internal class Traced(HeapInstance heap) : HostStore(heap)
{
    private readonly List<uint> pointers = [];

    /// <summary>The blocks that the entries under a handle point to; valid until the next call.</summary>
    public ReadOnlySpan<uint> PointersBehind(ContainerKind kind, int handle)
    {
        pointers.Clear();
        var held = Held(kind, handle);
        var (inKeys, inValues) = (HasPointers(held.KeyTag), ShowsValues(kind) && HasPointers(held.ValueTag));
        if (inKeys || inValues)
        {
            foreach (var (key, value) in held.Entries)
            {
                if (IsEnd(key))
                {
                    break;
                }

                AddIf(inKeys, key);
                AddIf(inValues, value);
            }
        }

        return CollectionsMarshal.AsSpan(pointers);
    }

    /// <summary>Whether the entries of such a container have values to show.</summary>
    protected virtual bool ShowsValues(ContainerKind kind) => kind == ContainerKind.Map;

    /// <summary>Whether a key stands for the end of its table: none does.</summary>
    protected virtual bool IsEnd(KeptValue key) => false;

    /// <summary>A Bool or Byte travels as a pointer does, but lies below the heap: the collector skips it.</summary>
    private static bool HasPointers(SlotShape tag) => tag is SlotShape.I32 or SlotShape.Items;

    private void AddIf(bool isPointer, KeptValue cell)
    {
        if (isPointer)
        {
            pointers.Add(cell.Slot.Pointer);
        }
    }
}
