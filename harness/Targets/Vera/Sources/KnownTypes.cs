using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Of which values Vera knows the type where nothing but the value says it.</summary>
/// <remarks>
/// It looks at what is evaluated last, on the first of several ways. What it does not know is to stand in a function of
/// its own, whose signature says it. Of functions that are values it knows some here and others there.
/// </remarks>
internal static class KnownTypes
{
    /// <summary>Whether a value may be the field of a constructor as it stands.</summary>
    public static bool AsField(Expr value) => Last(value) switch
    {
        Expr.Fold or Expr.Throw => false,
        Expr.Local or Expr.Bound or Expr.State => value.Type.Kind != TypeKind.Closure,
        Expr.Closure or Expr.Function => value is Expr.Closure or Expr.Function,
        // One that is the field itself has a function that says more.
        Expr.Builtin { Operation: var row } when value is not Expr.Builtin => !AppliedSource.HasAsField(row),
        _ => true,
    };

    /// <summary>Whether it may be the first item of an array, or what is appended to one.</summary>
    public static bool AsItem(Expr value) => Last(value) switch
    {
        Expr.Fold or Expr.Function or Expr.Throw => false,
        Expr.Closure e => e.Capture is not (Expr.Local or Expr.Bound),
        Expr.Builtin { Operation: var row } => !ClosureOperations.Applies(row) || value.Type.Kind != TypeKind.Closure,
        _ => true,
    };

    /// <summary>Whether it may be the array of arrays that one is made of.</summary>
    public static bool AsArrays(Expr value) => value is Expr.Local or Expr.Bound or Expr.Call or Expr.Item
        or Expr.Passed or Expr.Contract or Expr.Recursion or Expr.Mutual or Expr.Applied;

    /// <summary>Whether it may be what a match looks at.</summary>
    public static bool AsSubject(Expr value) => Last(value) is not Expr.Throw;

    private static Expr Last(Expr value) => value switch
    {
        Expr.If e => Last(e.Then),
        Expr.Block e => Last(e.Body),
        Expr.Match e => Last(e.Arm),
        Expr.Try e => Last(e.Body),
        Expr.Store e => Last(e.Rest),
        _ => value,
    };
}
