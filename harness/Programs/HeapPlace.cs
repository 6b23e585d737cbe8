namespace Vera.GcStress.Programs;

/// <summary>Whether a case would say something else if its heap lay elsewhere.</summary>
public static class HeapPlace
{
    /// <summary>
    /// Whether it has addresses, or is about the room that is left to the end of a page: then another start of the heap
    /// takes another program.
    /// </summary>
    public static bool IsPartOf(StressCase stressCase)
    {
        ArgumentNullException.ThrowIfNull(stressCase);
        return stressCase.Heap is HeapState.Full or HeapState.AlmostFull
            || stressCase.Ops.Any(static op => op.Operand is { } operand && HasAddress(operand));
    }

    private static bool HasAddress(Expr expr) => expr is Expr.Address || expr.Parts.Any(HasAddress);
}
