using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>The types of what is being drawn.</summary>
internal static class TypeForms
{
    /// <summary>The type of an expression of a valid case.</summary>
    public static VeraType TypeOf(Expr expr) =>
        expr.KnownType ?? throw new ArgumentException($"no type for {expr}: repair the case", nameof(expr));
}
