using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Every fault that can be planted: the bench of bugs that the oracles are measured by.</summary>
public static class FaultCatalogue
{
    /// <summary>By layer.</summary>
    public static ImmutableArray<Fault> All { get; } = [.. HeapFaults.All, .. RootFaults.All, .. ContainerFaults.All];

    /// <summary>The names that a heap can be asked for.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. All.Select(f => f.Name).Order(StringComparer.Ordinal)];

    private static readonly ImmutableDictionary<string, Fault> ByName = All.ToImmutableDictionary(f => f.Name);

    /// <summary>What a name plants: lines of heap.wat, a branch of our C#, both, or for null nothing.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static (string? HeapTag, PlantedFault Planted) Resolve(string? name)
    {
        if (name is null)
        {
            return default;
        }

        return ByName.TryGetValue(name, out var fault)
            ? (fault.HeapTag, fault.Planted)
            : throw new ArgumentException($"there is no fault '{name}'{Spelling.Hint(name, Names)}", nameof(name));
    }

    internal static Fault InHeap(string tag, FaultLayer layer, int? issue, string mechanism, FaultConditions shows) =>
        new(tag, layer, issue, mechanism) { HeapTag = tag, Shows = shows };

    internal static Fault InCode(
        PlantedFault planted, FaultLayer layer, int? issue, string mechanism, FaultConditions shows) =>
        new(Fault.NameOf(planted), layer, issue, mechanism) { Planted = planted, Shows = shows };
}
