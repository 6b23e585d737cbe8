using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Every fault that can be planted: the bench of bugs that the oracles are measured by.</summary>
internal static class FaultCatalogue
{
    /// <summary>By layer.</summary>
    public static ImmutableArray<Fault> All { get; } = [.. HeapFaults.All, .. RootFaults.All, .. ContainerFaults.All];

    /// <summary>The names that a heap can be asked for.</summary>
    public static ImmutableArray<string> Names { get; } =
        [.. All.Select(f => f.Name).Order(StringComparer.Ordinal)];

    private static readonly ImmutableDictionary<string, Fault> ByName = All.ToImmutableDictionary(f => f.Name);

    /// <summary>The parts of a target with a fault by this name; for null, sound ones.</summary>
    /// <exception cref="ArgumentException">There is no such fault.</exception>
    public static WatParts PartsOf(string? name) =>
        name is null ? WatParts.Sound
        : ByName.TryGetValue(name, out var fault) ? fault.Parts
        : throw new ArgumentException($"there is no fault '{name}'{Spelling.Hint(name, Names)}", nameof(name));

    /// <summary>The fault that a target's parts have, or null.</summary>
    public static Fault? In(WatParts parts) => All.FirstOrDefault(fault => ReferenceEquals(fault.Parts, parts));

    internal static Fault InHeap(string name, FaultLayer layer, int? issue, string mechanism, FaultConditions shows) =>
        new(name, layer, issue, mechanism, WatParts.Sound with { Heap = HeapPatches.All[name] }) { Shows = shows };

    internal static Fault InCode(
        string name, FaultLayer layer, int? issue, string mechanism, FaultConditions shows, WatParts parts) =>
        new(name, layer, issue, mechanism, parts) { Shows = shows };
}
