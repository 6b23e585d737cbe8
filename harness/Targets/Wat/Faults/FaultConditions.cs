using System.Collections.Immutable;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Under which circumstances a fault shows soon.</summary>
internal sealed record FaultConditions
{
    /// <summary>Fuel for one case: a fault may send the guest round in circles.</summary>
    public const long FuelMax = 20_000_000;

    /// <summary>The fix under test on the collector made for it, whatever is drawn.</summary>
    public static FaultConditions Usual { get; } = new();

    /// <summary>
    /// Every allocation collects: a missing root is seen at the first allocation that could have kept it.
    /// </summary>
    public static FaultConditions Eager { get; } = new() { Schedule = new CollectionSchedule.Eager() };

    public RuntimeKind Runtime { get; init; } = RuntimeKind.Container;

    public CollectorKind Collector { get; init; } = CollectorKind.Hardened;

    /// <summary>Whether keys meet in every case, and not in one of a few.</summary>
    public bool Meets { get; init; }

    /// <summary>Whether every case says how large tables and pages are, and not one in a few.</summary>
    public bool Tables { get; init; }

    /// <summary>The schedule of every case, or null: one is drawn with each.</summary>
    public CollectionSchedule? Schedule { get; init; }

    /// <summary>Whether maps alone are drawn.</summary>
    public bool MapsOnly { get; init; }

    /// <summary>Whether sets alone are drawn: then no key is a string, unless strings are asked for.</summary>
    public bool SetsOnly { get; init; }

    /// <summary>What containers hold; empty: anything.</summary>
    public ImmutableArray<TypeKind> Elements { get; init; } = [];

    /// <summary>The mean number of ops in a case.</summary>
    public int OpsMean { get; init; } = 30;

    /// <summary>The most turns of a fold, or null: as many as usual.</summary>
    public int? FoldTurnsMax { get; init; }

    /// <summary>Whether values that look like addresses, limits, NaN and odd strings are drawn.</summary>
    public bool HostileValues { get; init; } = true;

    /// <summary>The same, about these kinds of elements.</summary>
    public FaultConditions With(params ReadOnlySpan<TypeKind> elements) => this with { Elements = [.. elements] };
}
