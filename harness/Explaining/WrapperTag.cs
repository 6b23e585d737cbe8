using Vera.GcStress.Heaps;

namespace Vera.GcStress.Explaining;

/// <summary>The tag words by which a wrapper can be told without its type.</summary>
internal static class WrapperTag
{
    /// <summary><c>Set wrapper</c>, if the block has the tag word of one.</summary>
    public static string? NameOf(in HeapView heap, BlockLife block)
    {
        if (block.Bytes < 8 || block.Payload + 4 > heap.Memory.Length)
        {
            return null;
        }

        return heap.Word(block.Payload) switch
        {
            0xFEEDC001 => "Map wrapper",
            0xFEEDC002 => "Set wrapper",
            0xFEEDC003 => "Decimal wrapper",
            _ => null,
        };
    }
}
