using System.Collections.Immutable;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>Lines of one function of the heap's text, and what stands in their place when a bug is planted.</summary>
/// <param name="Fault">The bug that the block is part of.</param>
/// <param name="Function">The function's name, with its dollar sign.</param>
internal sealed record PatchBlock(string Fault, string Function)
{
    /// <summary>The lines as they are, without indentation.</summary>
    public ImmutableArray<string> Old { get; init; } = [];

    /// <summary>The lines that replace them.</summary>
    public ImmutableArray<string> New { get; init; } = [];

    /// <summary>The text with the new lines, and without what is said of mutants.</summary>
    /// <exception cref="InvalidOperationException">The old lines do not stand in the function exactly once.</exception>
    public string Apply(string text)
    {
        string[] lines = [.. text.Split('\n').Where(line => !HeapProbes.IsAside(line))];
        var (from, to) = Extent(lines);
        var places = Enumerable.Range(from, to - from).Where(at => StandsAt(lines, at, to)).ToArray();
        return places is [var place]
            ? string.Join('\n', [.. lines[..place], .. New, .. lines[(place + Old.Length)..]])
            : throw new InvalidOperationException(
                $"fault {Fault}: what it replaces stands in {Function} {places.Length} times, not once:\n" +
                string.Join('\n', Old));
    }

    /// <summary>From a function's first line to the next function.</summary>
    private (int From, int To) Extent(string[] lines)
    {
        var from = Array.FindIndex(lines, line =>
            line.Trim() is var trimmed && (trimmed == $"(func {Function}"
                || trimmed.StartsWith($"(func {Function} ", StringComparison.Ordinal)));
        if (from < 0)
        {
            throw new InvalidOperationException($"fault {Fault}: the heap has no function {Function}");
        }

        var next = Array.FindIndex(
            lines, from + 1, line => line.TrimStart().StartsWith("(func ", StringComparison.Ordinal));
        return (from, next < 0 ? lines.Length : next);
    }

    private bool StandsAt(string[] lines, int at, int to) =>
        at + Old.Length <= to && Old.Select((line, i) => lines[at + i].Trim() == line).All(same => same);
}
