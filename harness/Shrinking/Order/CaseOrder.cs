using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Order;

/// <summary>Which of two cases is the simpler one: a total order in which nothing descends for ever.</summary>
/// <remarks>
/// Fewer ops, then fewer expression nodes, simpler types, simpler values, an emptier heap, fewer and smaller tables of
/// its own, fewer collection points, a simpler schedule; and so that no two cases tie, the shorter text and at last the
/// ordinal one. The heap state stands before the points because a full heap is a collection point that is not written
/// down.
/// </remarks>
public static class CaseOrder
{
    /// <summary>Negative if <paramref name="left"/> is simpler, zero only for equal texts.</summary>
    public static int Compare(StressCase left, StressCase right)
    {
        var byOps = left.Ops.Length.CompareTo(right.Ops.Length);
        return byOps != 0 ? byOps : CompareMeasured(left, right);
    }

    private static int CompareMeasured(StressCase left, StressCase right)
    {
        var byMeasure = CaseMeasure.Of(left).CompareTo(CaseMeasure.Of(right));
        if (byMeasure != 0)
        {
            return byMeasure;
        }

        var (leftText, rightText) = (left.ToString(), right.ToString());
        var byLength = leftText.Length.CompareTo(rightText.Length);
        return byLength != 0 ? byLength : string.CompareOrdinal(leftText, rightText);
    }
}
