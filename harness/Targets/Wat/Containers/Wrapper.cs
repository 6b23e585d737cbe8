using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>
/// The heap object behind a Set, a Map or a Decimal: a tag word, and a handle or what the runtime keeps.
/// </summary>
internal static class Wrapper
{
    /// <summary>Wrap-table kind of a Decimal (Map is 1, Set is 2).</summary>
    public const int DecimalKind = 3;

    /// <summary>Bit 31, which keeps a handle from ever looking like a heap address.</summary>
    public const uint HandleBit = 0x80000000;

    /// <summary>Payload bytes of a wrapper that holds a handle and nothing else: 0.0.158's, and ours.</summary>
    public const int HandleBytes = 8;

    /// <summary>Word 0: 0xFEEDC001 a Map, 0xFEEDC002 a Set, 0xFEEDC003 a Decimal.</summary>
    public static uint TagOf(int kind) => 0xFEEDC000 + (uint)kind;

    /// <summary>A new, registered wrapper around a handle, not rooted yet: what call sites and walkers make.</summary>
    public static int Write(HeapInstance heap, WrapperShape shape, int kind, int handle)
    {
        var wrapper = heap.Alloc(shape.HandleBytes);
        GuestBytes.SetWord(heap.Memory, (uint)wrapper, TagOf(kind));
        GuestBytes.SetWord(heap.Memory, (uint)wrapper + 4, (uint)handle | HandleBit);
        if (shape.HasBucketWord)
        {
            GuestBytes.SetWord(heap.Memory, (uint)wrapper + 8, 0);
        }

        heap.RegisterWrapper(wrapper, kind, handle);
        return wrapper;
    }

    /// <summary>The handle in a wrapper's word 1, after checking its tag.</summary>
    public static int HandleOf(ReadOnlySpan<byte> memory, uint wrapper, int kind)
    {
        CheckTag(memory, wrapper, kind);
        return (int)(GuestBytes.Word(memory, wrapper + 4) & ~HandleBit);
    }

    public static void CheckTag(ReadOnlySpan<byte> memory, uint wrapper, int kind)
    {
        var tag = GuestBytes.Word(memory, wrapper);
        if (tag != TagOf(kind))
        {
            throw new GuestFault(
                TrapReason.BadBlock,
                $"no wrapper of kind {kind} at 0x{wrapper:X}: its tag word is 0x{tag:X8}",
                wrapper);
        }
    }
}
