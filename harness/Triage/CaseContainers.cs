using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;

namespace Vera.GcStress.Triage;

/// <summary>What a case is about.</summary>
internal static class CaseContainers
{
    /// <summary>The type of the first container in a case, or null if it has none.</summary>
    public static VeraType? First(StressCase stressCase)
    {
        foreach (var op in stressCase.Ops)
        {
            if (op.Operand is { } operand && First(operand) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The type of the first container in an expression, or null if it has none.</summary>
    public static VeraType? First(Expr expr)
    {
        if (expr.Type.IsContainer)
        {
            return expr.Type;
        }

        foreach (var part in expr.Parts)
        {
            if (First(part) is { } found)
            {
                return found;
            }
        }

        return null;
    }
}
