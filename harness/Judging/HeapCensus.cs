using System.Buffers.Binary;
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

        Reset((heap.HeapEnd - heap.HeapStart) >> 3);
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
        var payload = unchecked((uint)heap.FreeHeads[list]);
        while (payload != 0)
        {
            var granule = GranuleOf(heap, payload);
            if (granule < 0 || granules[granule] != Unlisted)
            {
                var found = granule < 0 ? GranuleState.NoBlock : StateOf(granules[granule]);
                return new Evidence.BadFreeLink(linkedFrom, payload, found);
            }

            var stride = HeapView.StrideOf(heap.PayloadBytes((int)payload));
            if (heap.Collector == CollectorKind.Hardened && FreeBins.Of(stride) != list)
            {
                return new Evidence.WrongBin(payload, stride, list);
            }

            granules[granule] = Listed;
            unlisted--;
            (linkedFrom, payload) = (payload, heap.Word((int)payload));
        }

        return null;
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
        var bytes = heap.Memory[heap.HeapStart..heap.HeapEnd];
        var map = heap.Map;
        var isVera = heap.Collector == CollectorKind.Vera;
        var isAfterDead = false;
        for (var at = 0; at < bytes.Length;)
        {
            var header = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            var stride = ((header >> 1) + 11L) & ~7L;
            if (stride > bytes.Length - at)
            {
                return new Evidence.BlockBeyondHeap(Address(heap, at >> 3), header >> 1);
            }

            var isMarked = isVera ? (header & 1) != 0 : (map[at >> 3] & HeapView.MarkBit) != 0;
            if (isAfterDead && !isMarked && !isVera)
            {
                return new Evidence.Unmerged(Address(heap, at >> 3));
            }

            isAfterDead = !isMarked;
            granules[at >> 3] = isMarked ? Live : Unlisted;
            deadBlocks += isMarked ? 0 : 1;
            at += (int)stride;
        }

        return null;
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

    /// <summary>The granule of the block with this payload address, or -1 if there can be none.</summary>
    private int GranuleOf(in HeapView heap, uint payload)
    {
        var offset = (long)payload - 4 - heap.HeapStart;
        return (offset & 7) == 0 && offset >= 0 && offset >> 3 < length ? (int)(offset >> 3) : -1;
    }

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
