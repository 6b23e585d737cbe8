using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>When a run collects, besides when the module does so by itself.</summary>
/// <param name="Points">The allocations, counted from 1, right before which it collects.</param>
/// <param name="Every">Collects at every n-th allocation; 0: does not.</param>
/// <param name="Checks">Whether the heap is looked at before and after each collection.</param>
public sealed record CollectionPlan(ImmutableArray<int> Points, int Every, bool Checks)
{
    /// <summary>Only where the module collects by itself.</summary>
    public static CollectionPlan Natural { get; } = new([], 0, true);

    /// <summary>At every allocation.</summary>
    public static CollectionPlan Eager { get; } = new([], 1, true);

    /// <summary>Once or several times, right before these allocations.</summary>
    public static CollectionPlan At(params ReadOnlySpan<int> points) => new([.. points], 0, true);

    /// <summary>Whether to collect right before an allocation.</summary>
    public bool Collects(int allocation) =>
        (Every > 0 && allocation % Every == 0) || Points.Contains(allocation);

    /// <summary>Whether a last collection comes after the program, when there is no root any more.</summary>
    public bool Empties { get; init; }

    /// <summary>The collection, counted from 1, of which is told what it frees; 0: none.</summary>
    public int Look { get; init; }

    /// <summary>Blocks that this one and all later ones are kept from freeing, by their addresses.</summary>
    public ImmutableArray<uint> Kept { get; init; } = [];

    /// <summary>As options and reports spell it.</summary>
    public override string ToString() =>
        Every == 1 ? "eager"
        : Every > 1 ? $"every {Every}"
        : Points.IsEmpty ? "natural"
        : $"at {string.Join(' ', Points)}";
}
