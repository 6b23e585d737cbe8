using System.Collections.Immutable;
using System.Globalization;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <content>Closures, and what they are applied to.</content>
internal sealed partial class ExprSource
{
    /// <summary>
    /// A local is captured where it is; any other value is captured by a function that makes the closure.
    /// </summary>
    private void Closure(Expr.Closure expr)
    {
        var type = module.TypeOf(expr.Of.First);
        if (expr.Capture is not (Expr.Local or Expr.Bound))
        {
            Call(helpers.Hold(expr.Of), [expr.Capture]);
            return;
        }

        var visible = scope.Count;
        scope.Push(VeraType.Int, SlotScope.Nothing);
        text.Append(CultureInfo.InvariantCulture, $"fn(@Int -> @{type}) effects(pure) {{ ");
        Write(expr.Capture);
        text.Append(" }");
        scope.PopTo(visible);
    }

    /// <summary>A function that does something when it is applied. It stands where it is made, and sees all there.
    /// </summary>
    private void Function(Expr.Function expr)
    {
        module.TypeOf(expr.Type);
        text.Append(CultureInfo.InvariantCulture, $"fn(@Int -> @{module.TypeOf(expr.Body.Type)}) effects(pure) {{ ");
        Under(expr.Binds(0), expr.Body);
        text.Append(" }");
    }

    private void Apply(ImmutableArray<Expr> operands)
    {
        if (operands[0] is not (Expr.Local or Expr.Bound))
        {
            Call(helpers.Apply(operands[0].Type, isTold: operands.Length > 1), operands);
            return;
        }

        text.Append("apply_fn(");
        Write(operands[0]);
        text.Append(", ");
        Write(operands.ElementAtOrDefault(1) ?? new Expr.Int(0));
        text.Append(')');
    }
}
