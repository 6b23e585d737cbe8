namespace Vera.GcStress.Mutating;

/// <summary>One change to one place of a WebAssembly text.</summary>
/// <param name="File">The source file.</param>
/// <param name="Line">From one.</param>
/// <param name="Function">The function that the place is in.</param>
/// <param name="Change">What became of what, in a few words.</param>
/// <param name="Turn">When the change takes part.</param>
public sealed record Mutant(string File, int Line, string Function, string Change, MutantTurn Turn)
{
    /// <summary>Where in the module's text the changed place begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends.</summary>
    public required int End { get; init; }

    /// <summary>What stands there instead.</summary>
    public required string Replacement { get; init; }

    /// <summary>What would stand there to end a run that comes by, whenever the change takes part.</summary>
    public required string Trap { get; init; }

    /// <summary>Why no program can tell, as the text itself says; null: it says nothing.</summary>
    public string? Explained { get; init; }

    /// <summary>The same place, where a run ends that comes by.</summary>
    public Mutant AsTrap => this with { Replacement = Trap };

    /// <summary>The text with the change.</summary>
    /// <param name="text">The text that it was made for.</param>
    public string Applied(string text) => $"{text[..Start]}{Replacement}{text[End..]}";

    /// <summary>File, line, function and change.</summary>
    public override string ToString() =>
        $"{File}:{Line} {Function}: {Change}{(Turn.Condition is null ? "" : $", {Turn}")}";
}
