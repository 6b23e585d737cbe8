using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>At which types Vera has an operation and yet does not compile it.</summary>
internal static class OperationGaps
{
    /// <summary>Builtins that Vera writes in its own language, and compiles for each type they are used at.</summary>
    private static readonly string[] OfPrelude =
        ["option_unwrap_or", "result_unwrap_or", "option_map", "option_and_then", "result_map"];

    private const string Unwrapping = "_unwrap_or";

    /// <summary>Since this release it knows how values of most types lie, wherever they come from.</summary>
    private static readonly VeraVersion KnownStructures = new(0, 1, 0);

    /// <summary>Why this release does not compile an operation here, or null.</summary>
    public static string? WhyNot(Expr.Builtin node, VeraVersion version)
    {
        var row = node.Operation;
        if (row.Since > 0 && version < new VeraVersion(0, 0, row.Since))
        {
            return $"{row.Name}, which Vera has since 0.0.{row.Since}";
        }

        if (row.Name is "show" or "eq" && version < KnownStructures)
        {
            return $"{row.Name} of a structure, which Vera has since {KnownStructures}";
        }

        if (version < KnownStructures)
        {
            return OfOlder(node);
        }

        var first = node.Operands[0].Type;
        var isOver = row.Name == "eq" ? Within(first).Any(IsFunction)
            : AppliedSource.IsWrittenOut(node) ? false
            : row.Name.EndsWith(Unwrapping, StringComparison.Ordinal) && first.Arguments.Any(IsFunction);
        return isOver ? OverFunctions(row) : null;
    }

    /// <summary>Releases before <see cref="KnownStructures"/> compile fewer of them.</summary>
    private static string? OfOlder(Expr.Builtin node)
    {
        var row = node.Operation;
        var isOfPrelude = OfPrelude.Contains(row.Name);
        if ((isOfPrelude || AppliedSource.Has(row))
            && node.Operands.SelectMany(operand => Within(operand.Type)).Any(IsFunction))
        {
            return OverFunctions(row);
        }

        return row.Name.EndsWith(Unwrapping, StringComparison.Ordinal)
            && node.Operands[0].Type.First.Kind is TypeKind.Byte or TypeKind.Set or TypeKind.Map
            ? $"{row.Name} over a {node.Operands[0].Type.First.Kind}, which Vera does not compile"
            : null;
    }

    private static string OverFunctions(Operation row) => $"{row.Name} over functions, which Vera does not compile";

    private static bool IsFunction(VeraType type) => type.Kind == TypeKind.Closure;

    private static IEnumerable<VeraType> Within(VeraType type) => type.Arguments.SelectMany(Within).Prepend(type);
}
