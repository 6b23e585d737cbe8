using Vera.GcStress.Heaps;

namespace Vera.GcStress.Explaining;

/// <summary>Pictures a heap block by block; free blocks show what the last collection freed in them.</summary>
internal static class HeapPicturing
{
    public static List<PicturedBlock> Of(in HeapView heap, HeapLives lives, CollectionRecord? collection)
    {
        var pictured = new List<PicturedBlock>();
        var freed = collection?.Freed ?? []; // From the lowest address up.
        var next = 0;
        foreach (var block in heap.Blocks)
        {
            var end = block.Payload - 4 + (int)block.Stride;
            if (lives.At(block.Payload) is { } life)
            {
                pictured.Add(new(block.Payload, block.Bytes, life, null));
                continue;
            }

            var at = block.Payload - 4;
            for (; next < freed.Count && freed[next].Payload < end; next++)
            {
                AddFree(pictured, at, freed[next].Payload - 4);
                pictured.Add(new(freed[next].Payload, freed[next].Bytes, null, freed[next]));
                at = freed[next].Payload - 4 + (int)HeapView.StrideOf(freed[next].Bytes);
            }

            AddFree(pictured, at, end);
        }

        return pictured;
    }

    private static void AddFree(List<PicturedBlock> pictured, int from, int end)
    {
        if (end - from >= 8)
        {
            pictured.Add(new(from + 4, end - from - 4, null, null));
        }
    }
}
