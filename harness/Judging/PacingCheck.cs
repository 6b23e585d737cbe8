using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that a heap is collected for want of room when there is none, and that it grows after such a collection
/// alone, by as much as it should: so the work of all collections is linear in what is allocated, and the heap in what
/// lives.
/// </summary>
/// <remarks>
/// Stated for the hardened collector, from what can be seen of its heap. There is no room where memory ends and no free
/// block surely serves: Vera's looks at all of them, the hardened one at the first few of those that are about as
/// large. After a collection for want of room there is room for two and a half times what lives. Where less than a
/// quarter of the heap was asked for since the last one, collections come too soon, and it grows by half of itself
/// besides. A block that still has no place has it grow by half of itself once more, or by what is lacking. Vera's
/// grows by what is lacking alone. All growth is in whole pages, and there is none where memory may not grow.
/// </remarks>
internal sealed class PacingCheck
{
    /// <summary>Where memory ended when it was last looked at, or -1.</summary>
    private long knownLimit;

    /// <summary>What had been asked for at the last collection for want of room, or -1.</summary>
    private long knownAllocated;

    private Want? want;

    public void Forget() => (knownLimit, knownAllocated, want) = (-1, -1, null);

    /// <summary>What is wrong with an interval that ends, or null.</summary>
    /// <param name="heap">The heap, before anything is freed.</param>
    /// <param name="isCollecting">Whether a collection ends it.</param>
    public Evidence.OutOfPace? Flaw(in HeapView heap, bool isCollecting)
    {
        if (heap.Room.PageBytes == 0)
        {
            return null;
        }

        var limit = (long)heap.Room.Limit;
        var flaw = Growth(limit, heap.Room) ?? Unneeded(heap.Room);
        (knownLimit, want) = (limit, null);
        if (!isCollecting || heap.Wanted <= 0)
        {
            return flaw;
        }

        var since = knownAllocated < 0 ? -1 : unchecked(heap.Room.Allocated - knownAllocated);
        knownAllocated = heap.Room.Allocated;
        want = new(heap.Collector, heap.HeapStart, heap.HeapEnd, limit, heap.Wanted, since);
        var end = (long)heap.HeapEnd + heap.Wanted;
        return flaw
            ?? (end <= limit && end < heap.Ceiling ? new(PaceRule.CollectedWithRoom, end, limit)
                : FreeFor(heap) is { } free ? new(PaceRule.CollectedBesideFree, free.Stride, heap.Wanted)
                : null);
    }

    /// <summary>A free block that serves what is wanted, where an allocator has to look for one; null: none.</summary>
    private static HeapBlock? FreeFor(in HeapView heap)
    {
        if (heap.Collector == CollectorKind.Vera)
        {
            foreach (var block in heap.FreeBlocks)
            {
                if (block.Bytes >= heap.Wanted - sizeof(uint))
                {
                    return block;
                }
            }

            return null;
        }

        var own = Math.Max(0, FreeBins.Of(heap.Wanted));
        for (var bin = own; bin < heap.FreeHeads.Length; bin++)
        {
            var left = bin == own ? FreeBins.TriedMax : 1;
            foreach (var block in heap.FreeList(heap.FreeHeads[bin]))
            {
                if (block.Stride >= heap.Wanted)
                {
                    return block;
                }

                if (--left == 0)
                {
                    break;
                }
            }
        }

        return null;
    }

    /// <summary>A collection is over.</summary>
    public void Begin(in HeapView heap) =>
        want = want is null ? null : want with { LiveBytes = MarkedBlocks.Bytes(heap) };

    private Evidence.OutOfPace? Growth(long limit, HeapRoom room)
    {
        if (knownLimit < 0)
        {
            return null;
        }

        var (least, most) = want?.Limits(room) ?? (knownLimit, knownLimit);
        return limit < least ? new(PaceRule.GrewTooLittle, limit, least)
            : limit <= most ? null
            : limit > room.MemoryMax ? new(PaceRule.GrewBeyondMemory, limit, room.MemoryMax)
            : new(PaceRule.GrewTooMuch, limit, most);
    }

    private static Evidence.OutOfPace? Unneeded(HeapRoom room) =>
        room.Unneeded <= 0 ? null : new(PaceRule.TookUnneeded, room.Unneeded, 0);

    /// <summary>A heap that is collected for want of room.</summary>
    /// <param name="Collector">Which collector.</param>
    /// <param name="Start">Where it starts.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Limit">Where memory ends.</param>
    /// <param name="Wanted">What there is no room for.</param>
    /// <param name="Since">What was asked for since the last time, this block included; -1: that is not known.</param>
    private sealed record Want(CollectorKind Collector, long Start, long End, long Limit, long Wanted, long Since)
    {
        public long LiveBytes { get; init; }

        /// <summary>Where memory ends once the block has its place: at least, and at most.</summary>
        public (long Least, long Most) Limits(HeapRoom room)
        {
            var half = (End - Start) >> 1;
            var isHardened = Collector == CollectorKind.Hardened;
            var widened = isHardened
                ? room.Raised(Limit, (2 * LiveBytes) + (LiveBytes >> 1) - (Limit - Start))
                : Limit;
            var more = room.Raised(widened, half);
            var (least, most) = !isHardened ? (Limit, Limit)
                : Since < 0 ? (widened, more)
                : Since < half >> 1 ? (more, more)
                : (widened, widened);
            return (least, Math.Max(WithRoom(least), WithRoom(most)));

            long WithRoom(long limit)
            {
                var lacking = End + Wanted - limit;
                return lacking <= 0 ? limit
                    : isHardened && half > lacking && room.Raised(limit, half) is var halved && halved > limit ? halved
                    : room.Raised(limit, lacking);
            }
        }
    }
}
