using Vera.GcStress.Features;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>What one heap shows, but for its containers.</summary>
internal static class HeapFeatures
{
    /// <summary>Bits of the smallest size that has a name of its own.</summary>
    private const int SizeBits = 3;

    /// <summary>A root that found no place on the shadow stack.</summary>
    public static readonly int Spill = FeatureTable.Of("shadow.spill");

    private static readonly int Scanned = FeatureTable.Of("alloc.scanned.4") - SizeBits;
    private static readonly int ScannedLast = FeatureTable.Of("alloc.scanned.8192");
    private static readonly int Data = FeatureTable.Of("alloc.data.4") - SizeBits;
    private static readonly int DataLast = FeatureTable.Of("alloc.data.131072");
    private static readonly int Roots = FeatureTable.Of("roots.0");
    private static readonly int RootsLast = FeatureTable.Of("roots.512");
    private static readonly int Worklist = FeatureTable.Of("mark.worklist.0");
    private static readonly int WorklistLast = FeatureTable.Of("mark.worklist.256");

    /// <summary>The host asks for a block.</summary>
    public static void Allocates(FeatureCounts counts, int bytes, bool pointerFree) =>
        counts.BumpPower(pointerFree ? Data : Scanned, pointerFree ? DataLast : ScannedLast, Math.Max(bytes, 4));

    /// <summary>A collection begins under this number of roots.</summary>
    public static void Collects(FeatureCounts counts, int roots) =>
        counts.BumpPower(Roots, RootsLast, Math.Max(0, roots));

    /// <summary>What the guest counted, by feature, and the end of its worklist when it was longest.</summary>
    public static void Add(FeatureCounts counts, ReadOnlySpan<int> guest, int worklistStart)
    {
        for (var i = 0; i < guest.Length - 1; i++)
        {
            if (guest[i] != 0)
            {
                counts.Bump(i, guest[i]);
            }
        }

        if (guest[^1] != 0)
        {
            counts.BumpPower(Worklist, WorklistLast, Math.Max(0, (guest[^1] - worklistStart) / 4));
        }
    }
}
