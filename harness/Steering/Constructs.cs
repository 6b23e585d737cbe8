using Vera.GcStress.Coverage;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>What a case is made of, by name: what it may be that makes it fail.</summary>
/// <remarks>The values of the axes. Types that lie alike in memory are one, and so are all addresses.</remarks>
internal static class Constructs
{
    private const ElementAxis Narrow = ElementAxis.Bool | ElementAxis.Byte;

    private const ValueAxis Address = ValueAxis.AddressInteger | ValueAxis.AddressFloat | ValueAxis.AddressText;

    /// <summary>All that a case has. When it collects and how full its heap is are no part of it.</summary>
    public static IReadOnlyList<string> Of(StressCase stressCase)
    {
        var all = Axes.AxesOf(stressCase);
        var parts = all with
        {
            Elements = all.Elements & ~Narrow,
            Values = all.Values & ~Address,
            Pressure = PressureAxis.None,
            Heap = HeapAxis.None,
            Schedule = ScheduleAxis.None,
        };
        return
        [
            .. parts.Names(),
            .. (all.Elements & Narrow) != 0 ? ["element: of a byte"] : Array.Empty<string>(),
            .. (all.Values & Address) != 0 ? ["value: an address"] : Array.Empty<string>(),
        ];
    }
}
