using Vera.GcStress.Judging;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Which part of a heap's order a collection broke.</summary>
public enum DamageKind
{
    /// <summary>Blocks do not tile the heap: a header is wrong.</summary>
    Headers,

    /// <summary>The free list names what it should not.</summary>
    FreeList,

    /// <summary>A dead block came to no list.</summary>
    LostToFreeList,

    /// <summary>Free neighbours stayed apart.</summary>
    Unmerged,

    /// <summary>The collector's map says otherwise than headers and lists.</summary>
    Map,

    /// <summary>A word of a block that survived is another than before.</summary>
    ChangedWord,
}

/// <summary>What a collection did to the heap.</summary>
/// <param name="Kind">What is broken.</param>
/// <param name="Address">The word, where a word is broken; otherwise 0.</param>
/// <param name="Owner">The block that it lies in, or null.</param>
/// <param name="Before">The word before the collection.</param>
/// <param name="After">The word after it.</param>
/// <param name="Pointer">The word that was taken for a pointer to there, if one was found.</param>
public sealed record Damage(
    DamageKind Kind, int Address, BlockLife? Owner, uint Before, uint After, FalsePointer? Pointer)
{
    /// <summary>The wrapper whose entry in the wrap table stands where the heap begins, or null.</summary>
    public BlockLife? Written { get; init; }

    /// <summary>Whether the two words differ by the bit that marks a block.</summary>
    public bool IsMarkBit => (Before ^ After) == 1 && (After & 1) == 1;

    /// <summary>Where in the block the word lies.</summary>
    public int Offset => Owner is null ? 0 : Address - Owner.Payload;
}

/// <summary>A word that a collector takes for a pointer, though no block starts there.</summary>
/// <param name="Value">The word.</param>
/// <param name="Slot">The root slot that it stands in, or -1.</param>
/// <param name="Block">The block that it stands in, or null.</param>
/// <param name="Offset">Where in the block.</param>
public sealed record FalsePointer(uint Value, int Slot, BlockLife? Block, int Offset);

/// <summary>Compares a heap with what it was before the collection.</summary>
internal static class DamageCheck
{
    /// <summary>The first damage, or null if there is none.</summary>
    public static Damage? Of(HeapCopy before, in HeapView heap, HeapLives lives)
    {
        var found = Find(before, heap, lives);
        return found is null ? null : found with { Written = WrapperAtStart(heap, lives) };
    }

    private static Damage? Find(HeapCopy before, in HeapView heap, HeapLives lives)
    {
        var census = new HeapCensus();
        if (census.Walk(heap) is { } broken)
        {
            return IsOfDeadBlock(broken) ? new(DamageKind.Unmerged, 0, null, 0, 0, null) : ChangedHeader(heap, lives);
        }

        if (census.FollowFreeLists(heap) is { } flaw)
        {
            var kind = IsOfDeadBlock(flaw) ? DamageKind.LostToFreeList : DamageKind.FreeList;
            return new(kind, 0, null, 0, 0, null);
        }

        return census.CompareMap(heap) is not null
            ? new(DamageKind.Map, 0, null, 0, 0, null)
            : ChangedWord(before, heap, lives);
    }

    private static bool IsOfDeadBlock(string flaw) => flaw.StartsWith("dead block", StringComparison.Ordinal);

    /// <summary>The first header of a known block that is not what it was.</summary>
    private static Damage ChangedHeader(in HeapView heap, HeapLives lives)
    {
        foreach (var block in lives.Live)
        {
            var header = (uint)block.Bytes << 1;
            var now = block.Payload <= heap.Memory.Length ? heap.Word(block.Payload - 4) : 0;
            if ((now & ~1u) != header)
            {
                return new(DamageKind.Headers, block.Payload - 4, block, header, now, null);
            }
        }

        return new(DamageKind.Headers, 0, null, 0, 0, null);
    }

    /// <summary>The wrapper that the heap begins with an entry of, as the wrap table has them: address, kind.</summary>
    private static BlockLife? WrapperAtStart(in HeapView heap, HeapLives lives) =>
        heap.HeapEnd - heap.HeapStart >= 16 && heap.HeapEnd <= heap.Memory.Length
        && heap.Word(heap.HeapStart + 4) is >= 1 and <= 3
            ? lives.At(unchecked((int)heap.Word(heap.HeapStart)))
            : null;

    private static Damage? ChangedWord(HeapCopy before, in HeapView heap, HeapLives lives)
    {
        foreach (var block in lives.Live)
        {
            for (var at = block.Payload; at + 4 <= block.Payload + block.Bytes; at += 4)
            {
                if (before.Word(at) is var old && heap.Word(at) is var now && old != now)
                {
                    return new(DamageKind.ChangedWord, at, block, old, now, PointerTo(before, lives, at + 4));
                }
            }
        }

        return null;
    }

    /// <summary>Looks for a word that names this address, in root slots first and then in blocks.</summary>
    private static FalsePointer? PointerTo(HeapCopy before, HeapLives lives, int address)
    {
        var slots = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(before.Roots);
        if (slots.IndexOf((uint)address) is >= 0 and var slot)
        {
            return new((uint)address, slot, null, 0);
        }

        foreach (var block in lives.Live)
        {
            for (var at = 0; at + 4 <= block.Bytes; at += 4)
            {
                if (before.Word(block.Payload + at) == (uint)address)
                {
                    return new((uint)address, -1, block, at);
                }
            }
        }

        return null;
    }
}
