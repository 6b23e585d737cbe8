using System.Runtime.InteropServices;

namespace Vera.GcStress.Explaining;

/// <summary>Looks for words that a collector could take for pointers, though no block ever started there.</summary>
internal static class FalsePointers
{
    private const int HeaderBytes = 4;
    private const int GranuleBytes = 8;

    /// <summary>
    /// The first one in root slots and in the blocks that are scanned, those first that name a place where blocks can
    /// start; null if there is none.
    /// </summary>
    public static FalsePointer? FirstIn(HeapCopy heap, HeapLives lives) =>
        AllIn(heap, lives).OrderBy(pointer => IsBetweenGranules(pointer.Value, heap.HeapStart)).FirstOrDefault();

    /// <summary>A word that is the block's address but for where in its first granule it points; or null.</summary>
    public static FalsePointer? Near(int payload, HeapCopy heap, HeapLives lives) =>
        AllIn(heap, lives).FirstOrDefault(pointer => (int)pointer.Value - payload is > 0 and < GranuleBytes);

    /// <summary>Whether no block can start there, wherever blocks are.</summary>
    public static bool IsBetweenGranules(long payload, int heapStart) =>
        (payload - heapStart - HeaderBytes) % GranuleBytes != 0;

    private static IEnumerable<FalsePointer> AllIn(HeapCopy heap, HeapLives lives)
    {
        var slots = MemoryMarshal.Cast<byte, uint>(heap.Roots).ToArray();
        foreach (var (slot, word) in slots.Index())
        {
            if (IsFalse(word, heap, lives))
            {
                yield return new(word, slot, null, 0);
            }
        }

        foreach (var block in lives.Live.Where(block => !block.PointerFree))
        {
            for (var at = block.Payload; at + 4 <= block.Payload + block.Bytes; at += 4)
            {
                if (IsFalse(heap.Word(at), heap, lives))
                {
                    yield return new(heap.Word(at), -1, block, at - block.Payload);
                }
            }
        }
    }

    private static bool IsFalse(uint word, HeapCopy heap, HeapLives lives) =>
        word >= heap.HeapStart + HeaderBytes && word < heap.HeapEnd && lives.SizeBefore((int)word) is null;
}
