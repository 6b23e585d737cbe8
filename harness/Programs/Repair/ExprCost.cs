namespace Vera.GcStress.Programs.Repair;

/// <summary>What a case's expressions add up to, for <see cref="CaseLimits"/>.</summary>
/// <param name="Nodes">Expressions and their parts.</param>
/// <param name="Evaluations">Nodes, those in a fold's operands once for each turn.</param>
/// <param name="TextChars">UTF-16 code units of strings and documents.</param>
/// <param name="Deepest">The deepest place of a node, from 1.</param>
internal readonly record struct ExprCost(int Nodes, long Evaluations, int TextChars, int Deepest)
{
    /// <summary>Whether all is within limits, and would be with this number of literals more.</summary>
    public bool LeavesRoomFor(int literals) =>
        Nodes + literals <= CaseLimits.Nodes
        && Evaluations + literals <= CaseLimits.Evaluations
        && TextChars <= CaseLimits.TextChars
        && Deepest <= CaseLimits.ExprDepth;

    public ExprCost PlusNode(ExprPlace place) => new(
        Nodes + 1, Evaluations + place.Evaluations, TextChars, Math.Max(Deepest, place.Depth));

    /// <summary>A body of that many nodes, which is not written out.</summary>
    public ExprCost PlusBody(int nodes, ExprPlace place) =>
        this with { Evaluations = Evaluations + ((long)nodes * place.Evaluations) };

    public ExprCost PlusText(int chars) => this with { TextChars = TextChars + chars };
}

/// <summary>Where an expression stands.</summary>
/// <param name="Depth">How deep in its op's operand, from 1.</param>
/// <param name="Turns">For how many turns of folds it is evaluated; 0 outside of all folds.</param>
/// <param name="Calls">For how many calls of recursions.</param>
internal readonly record struct ExprPlace(int Depth, int Turns, int Calls = 1)
{
    /// <summary>How often it is evaluated.</summary>
    public int Evaluations => Math.Max(1, Turns) * Calls;

    public ExprPlace Deeper => this with { Depth = Depth + 1 };

    public ExprPlace InFold(int count) => this with { Turns = Math.Max(1, Turns) * Math.Max(1, count) };

    public ExprPlace InCalls(int count) => this with { Calls = Calls * Math.Max(1, count) };

    /// <summary>In the body of a function that is applied anywhere: it knows no turn.</summary>
    public ExprPlace Alone => this with { Turns = 0, Calls = Evaluations };

    /// <summary>How often a loop may repeat what stands here.</summary>
    public int CountMax => CaseLimits.FoldCount / Evaluations;
}
