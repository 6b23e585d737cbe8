using System.Diagnostics;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>What can be wrong with a block that has just been handed out.</summary>
public enum AllocationFlawKind
{
    /// <summary>It begins outside of the heap.</summary>
    OutsideHeap,

    /// <summary>On a heap that never splits blocks, it had another size before.</summary>
    SizeChanged,

    /// <summary>What was left of the free block that it was cut from is no block.</summary>
    RestLost,

    /// <summary>It is smaller than what was asked for.</summary>
    TooSmall,

    /// <summary>It goes on beyond memory.</summary>
    BeyondMemory,

    /// <summary>It is on a free list still.</summary>
    StillFree,

    /// <summary>It is in use already.</summary>
    InUse,
}

/// <summary>An allocation that cannot be right.</summary>
/// <param name="Kind">What is wrong with it.</param>
/// <param name="Allocation">Its number.</param>
/// <param name="Requested">The payload bytes that were asked for.</param>
/// <param name="Block">The payload address that was given.</param>
/// <param name="Bytes">The size of the block there.</param>
public sealed record AllocationFlaw(AllocationFlawKind Kind, int Allocation, int Requested, int Block, int Bytes)
{
    /// <summary>The size of the block when it was handed out last.</summary>
    public int BytesBefore { get; init; }

    /// <summary>The block that is in use there.</summary>
    public BlockLife? Other { get; init; }

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"allocation {Allocation} of {Requested} bytes was given 0x{Block:x}, " + Kind switch
        {
            AllocationFlawKind.OutsideHeap => "which is outside of the heap",
            AllocationFlawKind.SizeChanged => $"a block of {BytesBefore} bytes before and of {Bytes} bytes now",
            AllocationFlawKind.RestLost =>
                $"a block of {Bytes} bytes, and what was left of the free one belongs to no block",
            AllocationFlawKind.TooSmall => $"a block of {Bytes} bytes",
            AllocationFlawKind.BeyondMemory => "which reaches beyond memory's end",
            AllocationFlawKind.StillFree => "which is on the free list still",
            AllocationFlawKind.InUse => $"which {Other} has not been freed from",
            _ => throw new UnreachableException($"no words for {Kind}"),
        };
}

/// <summary>Looks at a block that has just been handed out.</summary>
internal static class AllocationCheck
{
    /// <summary>What is wrong with it, or null.</summary>
    public static AllocationFlaw? FlawOf(in HeapView heap, HeapLives lives, int payload, int requested)
    {
        if (payload < heap.HeapStart + 4 || payload > heap.Memory.Length)
        {
            return new(AllocationFlawKind.OutsideHeap, heap.Allocation, requested, payload, 0);
        }

        var bytes = heap.PayloadBytes(payload);
        var other = lives.At(payload);
        return KindOf(heap, lives, payload, requested) is not { } kind ? null
            : new(kind, heap.Allocation, requested, payload, bytes)
            {
                BytesBefore = lives.SizeBefore(payload) ?? bytes,
                Other = other,
            };
    }

    private static AllocationFlawKind? KindOf(in HeapView heap, HeapLives lives, int payload, int requested)
    {
        var bytes = heap.PayloadBytes(payload);
        var rest = payload + HeapView.StrideOf(bytes);
        return heap.Collector == CollectorKind.Vera && lives.SizeBefore(payload) is { } size && size != bytes
            ? AllocationFlawKind.SizeChanged
            : heap.Collector == CollectorKind.Hardened && !IsStart(heap, rest)
            ? AllocationFlawKind.RestLost
            : bytes < requested ? AllocationFlawKind.TooSmall
            : payload + (long)bytes > heap.Memory.Length ? AllocationFlawKind.BeyondMemory
            : IsFree(heap, payload) ? AllocationFlawKind.StillFree
            : lives.At(payload) is not null ? AllocationFlawKind.InUse
            : null;
    }

    private static bool IsFree(in HeapView heap, int payload)
    {
        foreach (var block in heap.FreeBlocks)
        {
            if (block.Payload == payload)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsStart(in HeapView heap, long payload) =>
        payload >= heap.HeapEnd || (heap.Notes((int)payload) & HeapView.StartBit) != 0;
}
