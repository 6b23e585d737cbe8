using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>What a Vera made of a program.</summary>
/// <param name="Wat">Its module as text.</param>
/// <param name="Exports">Its public functions.</param>
/// <param name="Parameters">The types of their parameters, where the release tells them.</param>
/// <param name="Texts">Those of them that give a String, where the release tells it.</param>
public sealed record CompiledProgram(
    string Wat, IReadOnlyList<string> Exports, IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters,
    IReadOnlyList<string> Texts)
{
    /// <summary>The functions that it left out, and its words for why.</summary>
    public IReadOnlyDictionary<string, string> LeftOut { get; init; } = ImmutableDictionary<string, string>.Empty;
}
