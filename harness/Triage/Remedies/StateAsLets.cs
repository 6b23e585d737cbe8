using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage.Remedies;

/// <summary>A case whose State cells are lets: what is stored is bound, and what was bound last is read.</summary>
internal sealed class StateAsLets
{
    /// <summary>Above all locals that a case binds; repair numbers them anew.</summary>
    private const int FirstLocal = 100_000;

    private int nextLocal = FirstLocal;
    private Expr? outer;

    /// <summary>The case without any cell of State.</summary>
    public static StressCase Of(StressCase stressCase) => stressCase.With(new StateAsLets().Ops(stressCase.Ops));

    private ImmutableArray<Op> Ops(ImmutableArray<Op> ops) => [.. ops.SelectMany(Bound)];

    private IEnumerable<Op> Bound(Op op)
    {
        var mended = op.Operand is { } operand ? op.With(Of(operand, null)) : op;
        if (mended is not Op.Put put)
        {
            return [mended];
        }

        // A frame's locals go with it, so what needs none of them stands where it is read.
        var stays = IsWithoutLocals(put.Value);
        outer = stays ? put.Value : new Expr.Local(nextLocal, put.Value.Type);
        return stays ? [] : [new Op.Let(nextLocal++, put.Value)];
    }

    /// <param name="expr">What may read a cell.</param>
    /// <param name="up">How many binders lie between here and what the innermost cell holds; null: none is inside.
    /// </param>
    private Expr Of(Expr expr, int? up) => expr switch
    {
        Expr.State state => up is { } cell ? new Expr.Bound(cell, state.Of) : outer ?? state,
        Expr.Cell cell => new Expr.Block(Of(cell.Initial, up), Of(Unbind.Under(cell.Body, 1), 0)),
        Expr.Store store when up is not null =>
            new Expr.Block(Of(store.Value, up), Of(Unbind.Under(store.Rest, 1), 0)),
        _ => expr.With([.. expr.Parts.Select((part, i) => Of(part, up + expr.Binds(i).Length))]),
    };

    private static bool IsWithoutLocals(Expr expr) => expr is not Expr.Local && expr.Parts.All(IsWithoutLocals);
}
