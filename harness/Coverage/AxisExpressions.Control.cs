using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <content>Forms that branch or bind.</content>
internal sealed partial class AxisExpressions
{
    /// <summary>Which forms decide what is evaluated.</summary>
    public ControlAxis Controls { get; private set; }

    private void VisitControl(Expr expr)
    {
        Controls |= expr switch
        {
            Expr.If => ControlAxis.If,
            Expr.Block => ControlAxis.Block,
            Expr.Try { IsNamed: true } => ControlAxis.Try | ControlAxis.AliasTry,
            Expr.Try => ControlAxis.Try,
            Expr.Throw => ControlAxis.Throw,
            Expr.Recursion { Rest: null } => ControlAxis.TailRecursion,
            Expr.Recursion => ControlAxis.Recursion,
            Expr.Mutual { One.Rest: null, Other.Rest: null } => ControlAxis.TailMutual,
            Expr.Mutual => ControlAxis.Mutual,
            Expr.Applied { Form: AppliedForm.Keep } => ControlAxis.Filter,
            Expr.Applied { Form: AppliedForm.Sort } => ControlAxis.Sort,
            Expr.Applied => ControlAxis.Applied,
            Expr.Contract { IsNamed: true } => ControlAxis.Contract | ControlAxis.AliasContract,
            Expr.Contract => ControlAxis.Contract,
            Expr.Passed { By: Naming.Generic } => ControlAxis.Generic,
            Expr.Passed => ControlAxis.Alias,
            Expr.Function => ControlAxis.Function,
            Expr.Cell { IsNamed: true } => ControlAxis.Cell | ControlAxis.AliasCell,
            Expr.Cell => ControlAxis.Cell,
            Expr.Store => ControlAxis.Store,
            _ => ControlAxis.Match,
        };
        var around = Locals.StateOrigin;
        for (var i = 0; i < expr.Parts.Length; i++)
        {
            var binds = expr.Binds(i);
            Locals.BindInside(expr, binds);
            VisitStored(expr.Parts[i]);
            Locals.EndInside(binds.Length);
            if (i == 0 && expr is Expr.Cell or Expr.Store)
            {
                Locals.StateOrigin = Locals.OriginOf(expr.Parts[0]);
            }
        }

        Locals.StateOrigin = expr is Expr.Cell ? around : Locals.StateOrigin;
    }

    /// <summary>Whether the expression makes a block that nothing else holds yet.</summary>
    private static bool IsFresh(Expr value) => value switch
    {
        Expr.Call call => IsFresh(call.Body),
        Expr.Block block => IsFresh(block.Body),
        Expr.Try attempt => IsFresh(attempt.Body),
        Expr.Cell cell => IsFresh(cell.Body),
        Expr.Store store => IsFresh(store.Rest),
        Expr.Recursion recursion => IsFresh(recursion.Base),
        Expr.Mutual mutual => IsFresh(mutual.One.Base) || IsFresh(mutual.Other.Base),
        Expr.Contract contract => IsFresh(contract.Body),
        Expr.Passed passed => IsFresh(passed.Value),
        Expr.Applied { Form: AppliedForm.Reduce } applied => IsFresh(applied.Body),
        Expr.Applied applied => applied.Type.IsHeap,
        Expr.If branch => IsFresh(branch.Then) || IsFresh(branch.Else),
        Expr.Match match => IsFresh(match.Arm) || (match.Other is { } other && IsFresh(other)),
        Expr.Text or Expr.Decimal or Expr.Construct or Expr.ArrayOf or Expr.Closure or Expr.Container => true,
        Expr.Fold or Expr.Parse or Expr.Function => true,
        Expr.Builtin builtin => builtin.Operation.MakesBlock,
        Expr.Address or Expr.Turn => value.Type.IsHeap,
        Expr.Local or Expr.Bound or Expr.State or Expr.Item or Expr.Throw or Expr.Argument => false,
        Expr.Int or Expr.Nat or Expr.Bool or Expr.Byte or Expr.Float64 => false,
        _ => throw new UnreachableException($"no axis for {value.GetType().Name}"),
    };
}
