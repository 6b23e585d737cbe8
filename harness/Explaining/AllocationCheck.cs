using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Looks at a block that has just been handed out.</summary>
internal static class AllocationCheck
{
    /// <summary>What is wrong with it, or null.</summary>
    public static string? FlawOf(in HeapView heap, HeapLives lives, int payload, int requested)
    {
        var where = $"allocation {heap.Allocation} of {requested} bytes was given 0x{payload:x}";
        if (payload < heap.HeapStart + 4 || payload > heap.Memory.Length)
        {
            return $"{where}, which is outside of the heap";
        }

        var bytes = heap.PayloadBytes(payload);
        return lives.SizeBefore(payload) is { } size && size != bytes
            ? $"{where}, a block of {size} bytes before and of {bytes} bytes now"
            : bytes < requested ? $"{where}, a block of {bytes} bytes"
            : payload + (long)bytes > heap.Memory.Length ? $"{where}, which reaches beyond memory's end"
            : HeapWalk.IsFree(heap, payload) ? $"{where}, which is on the free list still"
            : lives.At(payload) is { } other ? $"{where}, which {other} has not been freed from"
            : null;
    }
}
