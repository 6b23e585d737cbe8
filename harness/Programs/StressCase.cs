using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <summary>What the heap looks like before the first op.</summary>
public enum HeapState
{
    /// <summary>As an instance begins: nothing is allocated.</summary>
    Empty,

    /// <summary>No room: the next allocation collects.</summary>
    Full,

    /// <summary>A few small blocks still fit.</summary>
    AlmostFull,

    /// <summary>Every other block of a run of small ones is free.</summary>
    Fragmented,
}

/// <summary>When collections happen besides those that the heap itself asks for.</summary>
public abstract record CollectionSchedule
{
    private CollectionSchedule()
    {
    }

    /// <summary>Never: only when the heap is full.</summary>
    public sealed record Natural : CollectionSchedule;

    /// <summary>Before every allocation, as <c>VERA_EAGER_GC=1</c> does.</summary>
    public sealed record Eager : CollectionSchedule;

    /// <summary>Before every n-th allocation: n, 2n, 3n ...</summary>
    public sealed record Every(int Interval) : CollectionSchedule;

    /// <summary>Before exactly these allocations, counted from 1, ascending.</summary>
    public sealed record At(ImmutableArray<int> Allocations) : CollectionSchedule;

    /// <summary>Whether it asks for a collection before this allocation.</summary>
    public bool AsksFor(int allocation) => this switch
    {
        Eager => true,
        Every every => allocation % every.Interval == 0,
        At at => at.Allocations.AsSpan().BinarySearch(allocation) >= 0,
        _ => false,
    };

    /// <summary>As a case spells it: <c>every 3</c>, <c>at 1 5</c>.</summary>
    public sealed override string ToString() => new CasePrinter().WriteSchedule(this).ToString();
}

/// <summary>A stress program and its collection schedule: everything a run depends on.</summary>
public sealed class StressCase(
    ImmutableArray<Op> ops, CollectionSchedule schedule, HeapState heap, HeapTables? tables = null)
    : IEquatable<StressCase>
{
    private string? text;

    /// <summary>The program, op by op.</summary>
    public ImmutableArray<Op> Ops { get; } = ops;

    /// <summary>When collections are forced.</summary>
    public CollectionSchedule Schedule { get; } = schedule;

    /// <summary>What is in the heap before the first op.</summary>
    public HeapState Heap { get; } = heap;

    /// <summary>Where the heap lies, and the sizes of its tables.</summary>
    public HeapTables Tables { get; } = tables ?? HeapTables.Usual;

    /// <summary>How many of its first ops bind what is given to the program.</summary>
    internal int Arguments => Ops.TakeWhile(static op => op is Op.Let { Value: Expr.Argument }).Count();

    internal StressCase With(ImmutableArray<Op> ops) => new(ops, Schedule, Heap, Tables);

    internal StressCase With(CollectionSchedule schedule) => new(Ops, schedule, Heap, Tables);

    internal StressCase With(HeapState heap) => new(Ops, Schedule, heap, Tables);

    internal StressCase With(HeapTables tables) => new(Ops, Schedule, Heap, tables);

    /// <summary>Cases are equal if their texts are.</summary>
    public bool Equals(StressCase? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StressCase);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The case as its text: what files hold and what a failing property prints.</summary>
    public override string ToString() => text ??= new CasePrinter().WriteCase(this).ToString();
}
