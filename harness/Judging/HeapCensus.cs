using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>What each granule of a heap is, found out from headers, marks and the free lists alone.</summary>
/// <remarks>
/// Guest memory may be corrupt, so nothing is believed before it is checked. Each step answers with what is wrong, or
/// null, and builds on the ones before it: walk, free lists, map.
/// </remarks>
internal sealed class HeapCensus
{
    private const byte Live = HeapView.StartBit;
    private const byte Listed = HeapView.StartBit | HeapView.FreeBit;

    /// <summary>A block without a mark that no free list has named yet. No bits of a collector's map.</summary>
    private const byte Unlisted = 64;

    /// <summary>
    /// One byte a granule: 0 where no block starts. In the end these are the map's start and free bits.
    /// </summary>
    private byte[] granules = [];
    private int length;
    private int deadBlocks;

    /// <summary>Steps from header to header: the blocks must tile the heap.</summary>
    public Evidence? Walk(in HeapView heap)
    {
        if (!heap.IsWithinMemory)
        {
            return new Evidence.ImpossibleBounds(heap.HeapStart, heap.HeapEnd);
        }

        Reset(heap.Bytes.Length / HeapView.Granule);
        if (heap.Collector == CollectorKind.Hardened && heap.Map.Length < length)
        {
            return new Evidence.MapTooShort(heap.Map.Length, length);
        }

        return WalkBlocks(heap);
    }

    /// <summary>Follows the links: every dead block once, in the bin of its size, and nothing else.</summary>
    public Evidence? FollowFreeLists(in HeapView heap)
    {
        var unlisted = deadBlocks;
        var heads = heap.FreeHeads;
        for (var list = 0; list < heads.Length; list++)
        {
            // Most bins are empty.
            if (heads[list] != 0 && FollowFreeList(heap, list, ref unlisted) is { } flaw)
            {
                return flaw;
            }
        }

        return unlisted == 0
            ? null
            : new Evidence.Unlisted(Address(heap, Array.IndexOf(granules, Unlisted, 0, length)));
    }

    private Evidence? FollowFreeList(in HeapView heap, int list, ref int unlisted)
    {
        var linkedFrom = 0u;
        var walk = heap.FreeList(heap.FreeHeads[list]);
        while (walk.MoveNext())
        {
            var block = walk.Current;
            ref var state = ref granules[(block.Payload - heap.HeapStart) >> 3];
            if (state != Unlisted)
            {
                return new Evidence.BadFreeLink(linkedFrom, (uint)block.Payload, StateOf(state));
            }

            if (heap.Collector == CollectorKind.Hardened && FreeBins.Of(block.Stride) != list)
            {
                return new Evidence.WrongBin((uint)block.Payload, block.Stride, list);
            }

            state = Listed;
            unlisted--;
            linkedFrom = (uint)block.Payload;
        }

        return walk.Link == 0 ? null : new Evidence.BadFreeLink(linkedFrom, walk.Link, GranuleState.NoBlock);
    }

    /// <summary>Compares a hardened collector's own map with what was found.</summary>
    public Evidence? CompareMap(in HeapView heap)
    {
        if (heap.Collector != CollectorKind.Hardened)
        {
            return null;
        }

        var place = FirstDisagreement(heap.Map[..length], granules.AsSpan(0, length));
        return place < 0
            ? null
            : new Evidence.MapDisagrees(Address(heap, place), StateOf(heap.Map[place]), StateOf(granules[place]));
    }

    /// <summary>Where the block begins that has a byte at an offset, as an offset from the heap's start.</summary>
    public int BlockAt(int offset) => granules.AsSpan(0, (offset >> 3) + 1).LastIndexOfAnyExcept((byte)0) << 3;

    private Evidence? WalkBlocks(in HeapView heap)
    {
        var map = heap.Map;
        var isVera = heap.Collector == CollectorKind.Vera;
        var isAfterDead = false;
        var walk = heap.Blocks;
        while (walk.MoveNext())
        {
            var block = walk.Current;
            var granule = (block.Payload - heap.HeapStart) >> 3;
            var isMarked = isVera ? (block.Header & 1) != 0 : (map[granule] & HeapView.MarkBit) != 0;
            if (isAfterDead && !isMarked && !isVera)
            {
                return new Evidence.Unmerged(block.Payload);
            }

            isAfterDead = !isMarked;
            granules[granule] = isMarked ? Live : Unlisted;
            deadBlocks += isMarked ? 0 : 1;
        }

        return walk.IsAtEnd ? null : new Evidence.BlockBeyondHeap(walk.Current.Payload, (uint)walk.Current.Bytes);
    }

    private static int FirstDisagreement(ReadOnlySpan<byte> map, ReadOnlySpan<byte> found)
    {
        const ulong Mask = 0x0101010101010101UL * Listed;
        var mapWords = MemoryMarshal.Cast<byte, ulong>(map);
        var foundWords = MemoryMarshal.Cast<byte, ulong>(found);
        var word = 0;
        while (word < mapWords.Length && (mapWords[word] & Mask) == foundWords[word])
        {
            word++;
        }

        for (var place = word * 8; place < map.Length; place++)
        {
            if ((map[place] & Listed) != found[place])
            {
                return place;
            }
        }

        return -1;
    }

    private static GranuleState StateOf(byte bits) => (bits & Listed) switch
    {
        0 => GranuleState.NoBlock,
        Live => GranuleState.Live,
        Listed => GranuleState.Free,
        _ => GranuleState.FreeBitAlone,
    };

    /// <summary>The payload address of the block that starts at a granule.</summary>
    private static int Address(in HeapView heap, int granule) => heap.HeapStart + (8 * granule) + 4;

    private void Reset(int granuleCount)
    {
        if (granules.Length < granuleCount)
        {
            granules = new byte[Math.Max(granuleCount, granules.Length * 2)];
        }

        granules.AsSpan(0, granuleCount).Clear();
        (length, deadBlocks) = (granuleCount, 0);
    }
}
