using System.Numerics;

namespace Vera.GcStress.Heaps;

/// <summary>Which free list of the hardened collector holds blocks of which size.</summary>
/// <remarks>
/// Sizes are whole blocks: header, payload and padding, multiples of 8 bytes. Up to <see cref="ExactMax"/> each size
/// has a bin of its own; above, each power of two has two.
/// </remarks>
public static class FreeBins
{
    /// <summary>How many lists there are.</summary>
    public const int Count = ExactBins + 44;

    /// <summary>The largest block, in bytes, that shares its bin with no other size.</summary>
    public const int ExactMax = 512;

    /// <summary>How many blocks of a bin that holds several sizes are tried for one that is large enough.</summary>
    public const int TriedMax = 16;

    private const int ExactBins = ExactMax / 8;

    /// <summary>The bin of blocks of this size.</summary>
    public static int Of(long stride)
    {
        if (stride <= ExactMax)
        {
            return (int)(stride / 8) - 1;
        }

        var power = BitOperations.Log2((ulong)stride);
        return ExactBins + (2 * (power - 9)) + (int)((stride >> (power - 1)) & 1);
    }

    /// <summary>
    /// Whether an allocator may not make new room for <paramref name="wanted"/> bytes while a block of
    /// <paramref name="free"/> bytes is to be had: it surely fits, and is found without a search.
    /// </summary>
    public static bool MustServe(long free, long wanted) =>
        free >= wanted && (Of(free) > Of(wanted) || wanted <= ExactMax);
}
