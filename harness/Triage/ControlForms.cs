using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Triage.Remedies;

namespace Vera.GcStress.Triage;

/// <summary>Which form of control a small case has: one that is left in it is part of what fails.</summary>
internal static class ControlForms
{
    private const string Arm = "an arm";
    private const string Throw = "a throw";

    /// <summary>The one that says most; empty where there is none.</summary>
    public static string Of(StressCase stressCase)
    {
        var all = AllIn(stressCase);
        return all.Exists(expr => expr is Expr.Throw) ? Throw
            : all.Exists(expr => expr is Expr.Mutual) ? "two functions that call each other"
            : all.Exists(expr => expr is Expr.Recursion) ? "a recursion"
            : all.Exists(expr => expr is Expr.Contract) ? "a contract"
            : all.Exists(expr => expr is Expr.Cell) ? "a cell"
            : all.Exists(HasArms) ? Arm
            : all.OfType<Expr.Applied>().FirstOrDefault() is { } applied ? Applied(applied.Form)
            : all.OfType<Expr.Passed>().FirstOrDefault() is { } passed ? Passed(passed.By)
            : all.Exists(expr => expr is Expr.Function) ? "a function that is kept"
            : all.Exists(IsOverFunctions) ? "an operation over functions"
            : all.Exists(expr => expr is Expr.Block) ? "a block"
            : "";
    }

    /// <summary>
    /// The one that pops roots: of what has arms these do, whatever is around them. A function is applied in arms, one
    /// for each item that may be there. What is stored in a cell takes the place of a root, and pops none.
    /// </summary>
    public static string ThatPops(StressCase stressCase) => Of(stressCase) switch
    {
        Throw => Throw,
        _ when AllIn(stressCase).Exists(expr => expr is Expr.Store) => "a store",
        _ when AllIn(stressCase).Exists(expr => expr is Expr.If or Expr.Match or Expr.Try or Expr.Applied) => Arm,
        "" => "a function",
        var form => form,
    };

    private static bool HasArms(Expr expr) =>
        expr is Expr.If or Expr.Match or Expr.Try || RemedyTable.IsMatchOfFunctions(expr);

    /// <summary>Vera writes these in its own language, and compiles them for the types that they are of.</summary>
    private static bool IsOverFunctions(Expr expr) => expr is Expr.Builtin
    {
        Operation.Name: "option_map" or "option_and_then" or "result_map", Operands: [var held, ..],
    } && held.Type.First.Kind == TypeKind.Closure;

    private static string Passed(Naming by) => by == Naming.Generic ? "a generic function" : "an alias";

    private static string Applied(AppliedForm form) => form switch
    {
        AppliedForm.Reduce => "a reduction",
        AppliedForm.Keep => "a filter",
        AppliedForm.Sort => "a comparison",
        _ => "a function that is applied",
    };

    private static List<Expr> AllIn(StressCase stressCase) =>
        [.. stressCase.Ops.SelectMany(op => op.Operand is { } operand ? AllIn(operand) : [])];

    private static IEnumerable<Expr> AllIn(Expr expr) => expr.Parts.SelectMany(AllIn).Prepend(expr);
}
