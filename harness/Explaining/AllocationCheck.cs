using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Looks at a block that has just been handed out.</summary>
internal static class AllocationCheck
{
    private static bool IsStart(in HeapView heap, int header) =>
        (header - heap.HeapStart) >> 3 is var granule && granule >= 0 && granule < heap.Map.Length
        && (heap.Map[granule] & HeapView.StartBit) != 0;

    /// <summary>What is wrong with it, or null.</summary>
    public static string? FlawOf(in HeapView heap, HeapLives lives, int payload, int requested)
    {
        var where = $"allocation {heap.Allocation} of {requested} bytes was given 0x{payload:x}";
        if (payload < heap.HeapStart + 4 || payload > heap.Memory.Length)
        {
            return $"{where}, which is outside of the heap";
        }

        var bytes = heap.PayloadBytes(payload);
        var end = payload - 4 + HeapView.StrideOf(Math.Min(bytes, heap.Memory.Length));
        return heap.Collector == CollectorKind.Vera && lives.SizeBefore(payload) is { } size && size != bytes
            ? $"{where}, a block of {size} bytes before and of {bytes} bytes now"
            : heap.Collector == CollectorKind.Hardened && end < heap.HeapEnd && !IsStart(heap, end)
            ? $"{where}, a block of {bytes} bytes, and what was left of the free one is nobody's"
            : bytes < requested ? $"{where}, a block of {bytes} bytes"
            : payload + (long)bytes > heap.Memory.Length ? $"{where}, which reaches beyond memory's end"
            : HeapWalk.IsFree(heap, payload) ? $"{where}, which is on the free list still"
            : lives.At(payload) is { } other ? $"{where}, which {other} has not been freed from"
            : null;
    }
}
