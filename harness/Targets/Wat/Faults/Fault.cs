using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>The part of the system that a fault sits in.</summary>
public enum FaultLayer
{
    Allocator,
    MarkSweep,
    ShadowStack,
    Roots,
    HostWalkers,
    Handles,
    Containers,
    Conservatism,
}

/// <summary>A bug that can be planted by name, modelled on one that was real.</summary>
/// <param name="Name">What <c>--fault</c> takes.</param>
/// <param name="Layer">Where it sits.</param>
/// <param name="Issue">The number of Vera's public issue, or null if there is none for it.</param>
/// <param name="Mechanism">What goes wrong, in one sentence.</param>
public sealed record Fault(string Name, FaultLayer Layer, int? Issue, string Mechanism)
{
    /// <summary>The tag of its lines in heap.wat, or null if it is all C#.</summary>
    public string? HeapTag { get; init; }

    /// <summary>The branch that it takes in our C#; none if it is all heap.wat.</summary>
    public PlantedFault Planted { get; init; }

    /// <summary>Where it shows.</summary>
    public FaultConditions Shows { get; init; } = FaultConditions.Usual;

    /// <summary>What runs the cases; without a name of a fault, the same in good order.</summary>
    public WatOptions Options(string? fault) => new(Shows.Runtime, Shows.Collector, Shows.Layout, fault)
    {
        FuelMax = FaultConditions.FuelMax,
    };

    /// <summary>The name of a fault in C#: <c>LetUnrooted</c> is <c>let-unrooted</c>.</summary>
    public static string NameOf(PlantedFault fault)
    {
        var name = new StringBuilder();
        foreach (var letter in $"{fault}")
        {
            name.Append(char.IsAsciiLetterUpper(letter) && name.Length > 0 ? "-" : "");
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }
}

/// <summary>Under which circumstances a fault shows soon.</summary>
public sealed record FaultConditions
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

    public HeapLayout Layout { get; init; } = HeapLayout.Small;

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
