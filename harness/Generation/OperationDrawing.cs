using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>Draws operations that say themselves what they mean, over operands that are drawn like any value.</summary>
internal sealed class OperationDrawing(
    Draw draw, Scope scope, OperationChoice choice, Func<VeraType, int, Expr> part)
{
    private static readonly TypeTable<Operation[]> Giving =
        new(type => [.. OperationChoice.All.Where(row => Gives(row, type))]);

    /// <summary>An operation that gives a type, or null if there is none.</summary>
    public Expr? Of(VeraType type, int depth)
    {
        if (depth <= 0 || Giving[type] is not { Length: > 0 } rows)
        {
            return null;
        }

        var row = draw.Of<Operation>(rows);
        if (!choice.Has(row))
        {
            return null;
        }

        var known = default(TypeBinding);
        row.Result.Matches(type, ref known);
        return Over(row, ref known, null, depth);
    }

    /// <summary>Any operation, over a local if there is one that it takes.</summary>
    public Expr Any(Func<VeraType> content, int depth)
    {
        var row = draw.Of<Operation>(choice.Rows);
        var known = default(TypeBinding);
        var local = draw.Chance(60) ? scope.Pick(draw, of => row.Takes(of.Type)) : -1;
        if (local >= 0)
        {
            row.Operands[0].Matches(scope[local].Type, ref known);
            return Over(row, ref known, new Expr.Local(local, scope[local].Type), depth);
        }

        for (var place = 0; place < TypeBinding.Places && !row.IsClosed; place++)
        {
            known[place] = content();
        }

        return Over(row, ref known, null, depth);
    }

    private static bool Gives(Operation row, VeraType type)
    {
        var known = default(TypeBinding);
        return row.Result.Matches(type, ref known);
    }

    private Expr.Builtin Over(Operation row, ref TypeBinding known, Expr.Local? first, int depth)
    {
        var operands = new Expr[row.Operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            var type = row.Operands[i].Under(known) ?? Closed(row.Operands[i], ref known);
            operands[i] = i == 0 && first is not null ? first
                : OperandTexts.Of(draw, row, i, type) ?? part(type, depth - 1);
        }

        return new(row, [.. operands]);
    }

    /// <summary>An operand's type, once its variables stand for something.</summary>
    private VeraType Closed(TypePattern operand, ref TypeBinding known)
    {
        for (var place = 0; place < TypeBinding.Places; place++)
        {
            known[place] ??= draw.Of<VeraType>(choice.Open);
        }

        return operand.Under(known)!;
    }
}
