using Vera.GcStress.Targets;

namespace Vera.GcStress.Stressing;

/// <summary>What a run of a program shows that its plain run does not: a closed set.</summary>
public abstract record StressEvidence
{
    private StressEvidence()
    {
    }

    /// <summary>One line.</summary>
    public sealed override string ToString() => this switch
    {
        Damaged e => (e.Function is { } name ? $"{name}: " : "") + e.Damage + (e.Seen is { } seen ? $"; {seen}" : ""),
        EndsOtherwise e => $"{e.Seen}, and {Other(e.Free)} {e.Plainly}",
        PrintsOtherwise e => $"prints {e.Seen}, and {Other(e.Free)} {e.Plainly}",
        OnHost e => $"on {e.Host}: {e.Difference}",
        GivesOtherwise e => $"gives {e.Seen ?? "nothing"}, and {Other(e.Free)} {e.Plainly ?? "nothing"}",
        Means e => $"prints {e.Seen}, and means {e.Meant}",
        NoModule e => e.Words,
        FillsUp e => $"{e.Seen}, and ends where functions leave no roots",
        _ => throw new System.Diagnostics.UnreachableException($"no words for {GetType().Name}"),
    };

    private static string Other(bool isFree) => isFree ? "without collections" : "plainly";

    /// <summary>The heap or the stack of roots is out of order.</summary>
    /// <param name="Function">The function that left it so, where it is one.</param>
    /// <param name="Damage">What is out of order.</param>
    /// <param name="Seen">What the program itself shows of it, or null.</param>
    public sealed record Damaged(string? Function, HeapDamage Damage, StressEvidence? Seen) : StressEvidence;

    /// <summary>Roots that functions leave pile up, turn by turn, until it traps for them.</summary>
    /// <param name="Seen">How it ends; without them it comes to its end.</param>
    public sealed record FillsUp(string Seen) : StressEvidence;

    /// <summary>It ends in another way, each in words.</summary>
    /// <param name="Seen">What this run does.</param>
    /// <param name="Plainly">What its plain run does, or the one without collections.</param>
    /// <param name="Free">Whether that is the one without collections, since the plain run is wrong too.</param>
    public sealed record EndsOtherwise(string Seen, string Plainly, bool Free = false) : StressEvidence;

    /// <summary>It prints something else: both from a little before the first difference.</summary>
    /// <inheritdoc cref="EndsOtherwise"/>
    public sealed record PrintsOtherwise(string Seen, string Plainly, bool Free = false) : StressEvidence;

    /// <summary>Another host shows something else in the same way; plainly is what the first one shows.</summary>
    /// <param name="Host">The other host, as options spell it.</param>
    /// <param name="Difference">What it shows.</param>
    public sealed record OnHost(string Host, StressEvidence Difference) : StressEvidence;

    /// <summary>It gives another result or exit code.</summary>
    /// <inheritdoc cref="EndsOtherwise"/>
    public sealed record GivesOtherwise(string? Seen, string? Plainly, bool Free = false) : StressEvidence;

    /// <summary>It prints something else than it means, whenever collections come.</summary>
    public sealed record Means(string Seen, string Meant) : StressEvidence;

    /// <summary>The checker takes it, and no engine takes the module that is made of it.</summary>
    /// <param name="Words">What an engine says.</param>
    public sealed record NoModule(string Words) : StressEvidence;
}
