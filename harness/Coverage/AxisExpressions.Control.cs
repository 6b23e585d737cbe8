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
            Expr.Try => ControlAxis.Try,
            Expr.Throw => ControlAxis.Throw,
            Expr.Recursion { Rest: null } => ControlAxis.TailRecursion,
            Expr.Recursion => ControlAxis.Recursion,
            Expr.Applied => ControlAxis.Applied,
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
}
