using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Programs.Repair;

/// <summary>Makes operations valid whose type depends on that of their first operand.</summary>
internal sealed class OperationRepair(ExprRepair exprs)
{
    /// <summary>The operation over repaired operands, or null if the first of them makes no sense.</summary>
    /// <param name="expr">What to repair.</param>
    /// <param name="place">Where the operands stand.</param>
    /// <param name="type">The type of the operation, or null if that cannot be told.</param>
    public Expr? Repair(Expr expr, ExprPlace place, out VeraType? type) => expr switch
    {
        Expr.Builtin e => Builtin(e, place, out type),
        Expr.Fold e => Fold(e, place, out type),
        Expr.Item e => Item(e, place, out type),
        Expr.Call e => Call(e, place, out type),
        _ => throw new UnreachableException($"no repair for {expr.GetType()}"),
    };

    /// <summary>The type of the first operand decides which of the operations that do the same it is.</summary>
    private Expr.Builtin? Builtin(Expr.Builtin expr, ExprPlace place, out VeraType? type)
    {
        type = expr.Operation.Result.Closed;
        if (expr.Operands.IsEmpty || exprs.Any(expr.Operands[0], place, out var of) is not { } first
            || OperationCatalogue.Over(of, expr.Operation) is not { } operation)
        {
            return null;
        }

        var known = default(TypeBinding);
        var operands = new Expr[operation.Operands.Length];
        operands[0] = first;
        var fits = operation.Operands[0].Matches(of, ref known);
        for (var i = 1; i < operands.Length && fits; i++)
        {
            operands[i] = Operand(expr.Operands.ElementAtOrDefault(i), operation.Operands[i], place, ref known)!;
            fits = operands[i] is not null;
        }

        type = fits ? operation.Result.Under(known) : type;
        type = type?.ToString().Length <= CaseLimits.TypeChars ? type : null;
        return !fits || type is null ? null
            : operation == expr.Operation && IsSame(operands, expr.Operands) ? expr
            : new Expr.Builtin(operation, [.. operands]);
    }

    /// <summary>An operand after the first: of the type that those before it tell, or else of any that fits.</summary>
    private Expr? Operand(Expr? operand, TypePattern pattern, ExprPlace place, ref TypeBinding known)
    {
        if (pattern.Under(known) is { } wanted)
        {
            return operand is null ? exprs.Default(wanted, place) : exprs.Part(operand, wanted, place);
        }

        return operand is not null && exprs.Any(operand, place, out var type) is { } repaired
            && pattern.Matches(type, ref known)
            ? repaired
            : null;
    }

    private static bool IsSame(Expr[] repaired, ImmutableArray<Expr> operands)
    {
        var same = repaired.Length == operands.Length;
        for (var i = 0; same && i < repaired.Length; i++)
        {
            same = ReferenceEquals(repaired[i], operands[i]);
        }

        return same;
    }

    private Expr.Fold? Fold(Expr.Fold expr, ExprPlace place, out VeraType? type)
    {
        var into = exprs.Any(expr.Into, place, out var of);
        type = into is not null && of.IsContainer ? of : null;
        if (into is null || type is null)
        {
            return null;
        }

        var count = Math.Clamp(expr.Count, 0, place.CountMax);
        var around = exprs.State;
        exprs.State = around.InClosure;
        var key = exprs.Part(expr.Key, of.First, place.InFold(count));
        var value = of.Kind == TypeKind.Set ? null
            : expr.Value is null ? exprs.Default(of.Second, place.InFold(count))
            : exprs.Part(expr.Value, of.Second, place.InFold(count));
        exprs.State = around;
        return ReferenceEquals(into, expr.Into) && ReferenceEquals(key, expr.Key)
            && ReferenceEquals(value, expr.Value) && count == expr.Count
            ? expr
            : new Expr.Fold(into, count, key, value);
    }

    private Expr.Item? Item(Expr.Item expr, ExprPlace place, out VeraType? type)
    {
        var array = exprs.Any(expr.Of, place, out var of);
        type = array is not null && of.Kind == TypeKind.Array ? of.First : null;
        var index = Math.Clamp(expr.Index, 0, CaseLimits.ItemIndex);
        return array is null || type is null ? null
            : index == expr.Index && ReferenceEquals(array, expr.Of) ? expr
            : new Expr.Item(array, index);
    }

    private Expr.Call? Call(Expr.Call expr, ExprPlace place, out VeraType? type)
    {
        var body = exprs.Any(expr.Body, place, out var result);
        type = body is null ? null : result;
        return body is null ? null : ReferenceEquals(body, expr.Body) ? expr : new Expr.Call(body);
    }
}
