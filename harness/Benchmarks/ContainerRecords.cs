using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Benchmarks;

/// <summary>What is done to a set, element after element.</summary>
public enum ContainerOperation
{
    /// <summary>A chain of insertions into an empty set; every older version becomes garbage.</summary>
    Insert,

    /// <summary>A search for each element.</summary>
    Contains,

    /// <summary>One listing of all elements.</summary>
    Iterate,

    /// <summary>A chain of removals down to the empty set.</summary>
    Remove,
}

/// <summary>One operation at one size.</summary>
/// <param name="Size">How many elements there were.</param>
/// <param name="Seconds">Processor time for one element.</param>
/// <param name="BytesAllocated">Bytes of guest memory allocated for one element.</param>
public sealed record ContainerPoint(int Size, Sample Seconds, double BytesAllocated);

/// <summary>What a chain of insertions needed of the heap.</summary>
/// <param name="Size">How many elements there were.</param>
/// <param name="PeakBytes">The heap's high-water mark.</param>
/// <param name="LiveBytes">What a collection at the end kept.</param>
public sealed record HeapPoint(int Size, long PeakBytes, long LiveBytes);

/// <summary>One operation of one runtime on one type of elements, at all sizes that it got to.</summary>
/// <param name="Runtime">How contents are kept.</param>
/// <param name="Element">What the set holds.</param>
/// <param name="Operation">What is done to it.</param>
/// <param name="Points">By size; fewer than were asked for if the larger ones would have taken too long.</param>
public sealed record ContainerRow(
    RuntimeKind Runtime, TypeKind Element, ContainerOperation Operation, ImmutableArray<ContainerPoint> Points)
{
    /// <summary>
    /// The exponent by which the time for all elements grows from 1,000 of them on: 1 is linear, 2 is quadratic.
    /// </summary>
    public double? Exponent => GrowthFit.Exponent(
        from point in Points
        where point.Size >= ContainerScore.FitFrom
        select ((double)point.Size, point.Seconds.Median * point.Size));
}

/// <summary>What the chains of one runtime and one type of elements needed of the heap.</summary>
public sealed record HeapRow(RuntimeKind Runtime, TypeKind Element, ImmutableArray<HeapPoint> Points)
{
    /// <summary>The exponent by which the high-water mark grows from 1,000 elements on.</summary>
    public double? Exponent => GrowthFit.Exponent(
        from point in Points
        where point.Size >= ContainerScore.FitFrom
        select ((double)point.Size, (double)point.PeakBytes));
}

/// <summary>All runtimes and operations.</summary>
/// <param name="Sizes">The sizes that were asked for, ascending.</param>
/// <param name="Rows">Time and bytes: one row a runtime, type of elements and operation.</param>
/// <param name="Heaps">Memory: one row a runtime and type of elements.</param>
public sealed record ContainerScore(
    ImmutableArray<int> Sizes, ImmutableArray<ContainerRow> Rows, ImmutableArray<HeapRow> Heaps)
{
    /// <summary>Growth is fitted from here on: below, fixed costs hide it.</summary>
    public const int FitFrom = 1000;
}
