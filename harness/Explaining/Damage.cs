using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
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

/// <summary>A root slot that a collection wrote to; no collection has any business there.</summary>
/// <param name="Collection">Which one.</param>
/// <param name="Slot">Counted from the bottom of the shadow stack.</param>
/// <param name="Before">The word before it.</param>
/// <param name="After">The word after it.</param>
public sealed record WrittenSlot(CollectionRecord Collection, int Slot, uint Before, uint After);

/// <summary>Compares a heap with what it was before the collection.</summary>
internal static class DamageCheck
{
    /// <summary>Of the wrap table.</summary>
    private const int EntryBytes = 16;

    /// <summary>The first damage, or null if there is none.</summary>
    public static Damage? Of(HeapCopy before, in HeapView heap, HeapLives lives)
    {
        var found = Find(before, heap, lives);
        return found is null ? null : found with
        {
            Written = WrapperIn(before.Bytes(heap.HeapStart, EntryBytes), lives)
                ?? WrapperIn(EntryAtStart(heap), lives),
        };
    }

    /// <summary>The first block in use whose header is not what it was when it was handed out, or null.</summary>
    public static Damage? OfHeaders(in HeapView heap, HeapLives lives) =>
        ChangedHeader(heap, lives) is { } found
            ? found with { Written = WrapperIn(EntryAtStart(heap), lives) }
            : null;

    /// <summary>The first root slot that is not what it was before this collection, or null.</summary>
    public static WrittenSlot? SlotOf(HeapCopy before, in HeapView heap, CollectionRecord collection)
    {
        var old = WordsOf(before.Roots);
        var now = WordsOf(heap.Roots);
        var same = old.CommonPrefixLength(now);
        return same < Math.Min(old.Length, now.Length) ? new(collection, same, old[same], now[same]) : null;
    }

    private static ReadOnlySpan<uint> WordsOf(ReadOnlySpan<byte> slots) => MemoryMarshal.Cast<byte, uint>(slots);

    private static Damage? Find(HeapCopy before, in HeapView heap, HeapLives lives)
    {
        var census = new HeapCensus();
        if (census.Walk(heap) is { } broken)
        {
            return broken is Evidence.Unmerged
                ? new(DamageKind.Unmerged, 0, null, 0, 0, null)
                : ChangedHeader(heap, lives) ?? new(DamageKind.Headers, 0, null, 0, 0, null);
        }

        if (census.FollowFreeLists(heap) is { } flaw)
        {
            var kind = flaw is Evidence.Unlisted ? DamageKind.LostToFreeList : DamageKind.FreeList;
            return new(kind, 0, null, 0, 0, null);
        }

        return census.CompareMap(heap) is not null
            ? new(DamageKind.Map, 0, null, 0, 0, null)
            : ChangedWord(before, heap, lives);
    }

    /// <summary>The first header of a known block that is not what it was.</summary>
    private static Damage? ChangedHeader(in HeapView heap, HeapLives lives)
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

        return null;
    }

    private static ReadOnlySpan<byte> EntryAtStart(in HeapView heap) =>
        heap.HeapStart + EntryBytes <= Math.Min(heap.HeapEnd, heap.Memory.Length)
            ? heap.Memory.Slice(heap.HeapStart, EntryBytes)
            : [];

    /// <summary>The wrapper of these bytes if they are an entry of the wrap table: address, kind and more.</summary>
    private static BlockLife? WrapperIn(ReadOnlySpan<byte> entry, HeapLives lives) =>
        WordsOf(entry) is [var payload, >= 1 and <= 3, ..]
            ? lives.All.LastOrDefault(block => block.Payload == payload)
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
        if (WordsOf(before.Roots).IndexOf((uint)address) is >= 0 and var slot)
        {
            return new((uint)address, slot, null, 0);
        }

        foreach (var block in lives.Live)
        {
            if (before.Find((uint)address, block.Payload, block.Payload + block.Bytes) is >= 0 and var at)
            {
                return new((uint)address, -1, block, at - block.Payload);
            }
        }

        return null;
    }
}
