using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>What an expression uses and does not bind: the parameters of a function that it is the body of.</summary>
internal sealed class FreeNames
{
    /// <summary>Locals, by number.</summary>
    public SortedDictionary<int, VeraType> Locals { get; } = [];

    /// <summary>What expressions around bind, counted from the newest.</summary>
    public SortedDictionary<int, VeraType> Bound { get; } = [];

    /// <summary>Whether the number of an outer fold's turn is used.</summary>
    public bool UsesTurn { get; private set; }

    /// <summary>The type of the State cell, if it is read.</summary>
    public VeraType? State { get; private set; }

    /// <summary>Whether the State cell is read in a fold's operand: a closure, which cannot have effects.</summary>
    public bool FoldReadsState { get; private set; }

    public static FreeNames Of(Expr expr)
    {
        var names = new FreeNames();
        names.Add(expr);
        return names;
    }

    public void Add(Expr expr) => Add(expr, inFold: false, binders: 0);

    private void Add(Expr expr, bool inFold, int binders)
    {
        switch (expr)
        {
            case Expr.Local e:
                Locals[e.Id] = e.Of;
                break;
            case Expr.Bound e when e.Up >= binders:
                Bound[e.Up - binders] = e.Of;
                break;
            case Expr.Turn:
                UsesTurn |= !inFold;
                break;
            case Expr.State e:
                State = e.Of;
                FoldReadsState |= inFold;
                break;
        }

        for (var i = 0; i < expr.Parts.Length; i++)
        {
            Add(expr.Parts[i], inFold || (expr is Expr.Fold && i > 0), binders + expr.Binds(i).Length);
        }
    }
}
