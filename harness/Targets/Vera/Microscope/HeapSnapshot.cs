namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The bytes of a heap before a collection; used again for each, as heaps are large.</summary>
internal sealed class HeapSnapshot
{
    private readonly HeapCheck check = new();
    private byte[] bytes = [];
    private int length;

    /// <summary>Keeps the bytes of the moment.</summary>
    public void Take(ReadOnlySpan<byte> heap)
    {
        length = heap.Length;
        if (bytes.Length < length)
        {
            bytes = new byte[length * 2];
        }

        heap.CopyTo(bytes);
    }

    /// <summary>The first rule that is broken since then, or null.</summary>
    /// <param name="after">The heap after the collection.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="freeHead">The free list.</param>
    public HeapDamage? Compare(ReadOnlySpan<byte> after, uint start, uint freeHead) =>
        check.Compare(bytes.AsSpan(0, length), after, start, freeHead);
}
