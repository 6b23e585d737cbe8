using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>
/// Looks at a wrapper when the host is told of its death: until it is swept it is what it was, and holds the handle
/// that the host is told.
/// </summary>
/// <remarks>
/// The notice names the handle alone, so the wrapper is looked up in the wrap table. A collection sends its notices in
/// the table's order, so one walk serves them all. What stands in the table is hostile until checked.
/// </remarks>
internal sealed class DeathNotices(HeapInstance heap)
{
    private const uint EntryBytes = 16;

    /// <summary>Vera's collector may set a header's mark bit in anybody's data.</summary>
    private const uint MarkBit = 1;

    private uint at;

    /// <summary>A collection begins.</summary>
    public void Begin() => at = (uint)heap.Layout.WrapStart;

    /// <exception cref="GuestFault">The wrapper is no wrapper of that handle any more.</exception>
    public void Check(int kind, int handle)
    {
        ReadOnlySpan<byte> memory = heap.Memory;
        while (at + EntryBytes <= heap.Layout.HeapStart)
        {
            var entry = at;
            at += EntryBytes;
            if (GuestBytes.Word(memory, entry + 4) == (uint)kind && GuestBytes.Word(memory, entry + 8) == (uint)handle)
            {
                Check(memory, GuestBytes.Word(memory, entry), kind, handle);
                return;
            }
        }

        // A table that has run over into the heap is for others to judge.
    }

    private static void Check(ReadOnlySpan<byte> memory, uint wrapper, int kind, int handle)
    {
        var (tag, held) = (GuestBytes.Word(memory, wrapper), GuestBytes.Word(memory, wrapper + 4));
        if (((tag ^ Wrapper.TagOf(kind)) & ~MarkBit) != 0
            || ((held ^ (uint)handle) & ~(Wrapper.HandleBit | MarkBit)) != 0)
        {
            throw new GuestFault(
                TrapReason.WrapperGone,
                $"the wrapper 0x{wrapper:X} is reported dead with handle {handle} when it is gone: " +
                $"its words are 0x{tag:X8} and 0x{held:X8}",
                wrapper);
        }
    }
}
