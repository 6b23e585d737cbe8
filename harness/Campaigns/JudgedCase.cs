using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;

namespace Vera.GcStress.Campaigns;

/// <summary>A case as it was judged, and what came of it.</summary>
/// <param name="Case">As it was drawn, or mended.</param>
/// <param name="Judgement">What came of its run.</param>
/// <remarks>
/// An operation may give what no case can write, such as an infinite number as a text of its own: of what follows the
/// model can say nothing. There the simplest value of the type stands in for what the op evaluates, and all else of the
/// case stays as it is. It takes the model to know, so this is done when a case is judged: of a hundred cases, one or
/// two are mended, and the others cost nothing.
/// </remarks>
internal sealed record JudgedCase(StressCase Case, Judgement Judgement)
{
    /// <summary>Ops of one case that are mended at most.</summary>
    private const int MendsMax = 8;

    /// <summary>Judges a case, and mends it as long as the model does not come to its end.</summary>
    public static JudgedCase Of(StressCase drawn, Func<StressCase, Judgement> judge)
    {
        var judged = new JudgedCase(drawn, judge(drawn));
        for (var mends = 0; mends < MendsMax && judged.Judgement.BeyondModel is { } op; mends++)
        {
            if (Mended(judged.Case, op) is not { } mended)
            {
                return judged;
            }

            judged = new(mended, judge(mended));
        }

        return judged;
    }

    private static StressCase? Mended(StressCase current, int op) =>
        current.Ops[op].Operand is { } operand && Defaults.Of(operand.Type) is var simplest && operand != simplest
            ? CaseRepair.Repair(current.With(current.Ops.SetItem(op, current.Ops[op].With(simplest))))
            : null;
}
