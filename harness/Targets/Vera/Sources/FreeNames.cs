using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>What an expression uses and does not bind: the parameters of a function that it is the body of.</summary>
internal sealed class FreeNames
{
    /// <summary>Locals, by number.</summary>
    public SortedDictionary<int, VeraType> Locals { get; } = [];

    /// <summary>What expressions around bind, counted from the newest.</summary>
    public SortedDictionary<int, VeraType> Bound { get; } = [];

    /// <summary>The types of what is thrown and not caught.</summary>
    public SortedSet<VeraType> Thrown { get; } = new(BySpelling);

    /// <summary>Whether a fold's operand, a function that is applied or a contract throws what it does not catch:
    /// closures and contracts cannot have effects.</summary>
    public bool FoldThrows { get; private set; }

    // What the expressions around catch, the newest first; null where a closure begins.
    private ImmutableStack<VeraType?> caught = [];

    private static readonly Comparer<VeraType> BySpelling =
        Comparer<VeraType>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    /// <summary>Whether the number of an outer fold's turn is used.</summary>
    public bool UsesTurn { get; private set; }

    /// <summary>The type of the State cell, if one that is not made here is read or filled.</summary>
    public VeraType? State { get; private set; }

    /// <summary>Whether the State cell is read in one of these.</summary>
    public bool FoldReadsState { get; private set; }

    public static FreeNames Of(Expr expr)
    {
        var names = new FreeNames();
        names.Add(expr);
        return names;
    }

    public void Add(Expr expr) => Add(expr, new Around(InFold: false, InClosure: false, InCell: false), binders: 0);

    private void Add(Expr expr, Around around, int binders)
    {
        switch (expr)
        {
            case Expr.Local e:
                Locals[e.Id] = e.Of;
                break;
            case Expr.Bound e when e.Up >= binders:
                Bound[e.Up - binders] = e.Of;
                break;
            case Expr.Throw e:
                Throw(e.Value.Type);
                break;
            case Expr.Turn:
                UsesTurn |= !around.InFold;
                break;
            case Expr.State e when !around.InCell:
                State = e.Of;
                FoldReadsState |= around.InClosure;
                break;
            case Expr.Store e when !around.InCell:
                State = e.Value.Type;
                break;
        }

        for (var i = 0; i < expr.Parts.Length; i++)
        {
            var isTurn = expr is Expr.Fold && i > 0;
            var isClosure = isTurn || (expr is Expr.Applied && i == expr.Parts.Length - 1)
                || (expr is Expr.Contract contract && contract.IsCheck(i));
            var (outer, handles) = (caught, expr is Expr.Try && i == 0);
            caught = handles ? caught.Push(((Expr.Try)expr).Thrown) : isClosure ? caught.Push(null) : caught;
            var inside = new Around(
                around.InFold || isTurn, around.InClosure || isClosure, around.InCell || (expr is Expr.Cell && i == 1));
            Add(expr.Parts[i], inside, binders + expr.Binds(i).Length);
            caught = outer;
        }
    }

    /// <summary>What lies around an expression.</summary>
    private readonly record struct Around(bool InFold, bool InClosure, bool InCell);

    private void Throw(VeraType type)
    {
        var around = caught.TakeWhile(handler => handler != type).ToArray();
        FoldThrows |= around.Contains(null);
        if (around.Length == caught.Count())
        {
            Thrown.Add(type);
        }
    }
}
