using Vera.GcStress.Features;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>What the functions of the host show.</summary>
internal static class HostFeatures
{
    private static readonly int[] Collects = Of("host.collects.");
    private static readonly int[] Grows = Of("host.grows.");
    private static readonly int Length = FeatureTable.Of("list.length.0");
    private static readonly int LengthLast = FeatureTable.Of("list.length.1024");

    /// <summary>A function has returned, before which the heap had these numbers.</summary>
    public static void Returned(HeapInstance heap, HostFunction function, int collections, int limit)
    {
        if (heap.Collections != collections && Collects[(int)function] >= 0)
        {
            heap.Features.Bump(Collects[(int)function]);
        }

        if (heap.Limit != limit && Grows[(int)function] >= 0)
        {
            heap.Features.Bump(Grows[(int)function]);
        }
    }

    /// <summary>Entries are listed as an array.</summary>
    public static void Lists(HeapInstance heap, int entries) => heap.Features.BumpPower(Length, LengthLast, entries);

    /// <summary>The feature of each function, or -1.</summary>
    private static int[] Of(string family) =>
        [.. Enum.GetValues<HostFunction>().Select(function => FeatureTable.Find($"{family}{function}"))];
}
