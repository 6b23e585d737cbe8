using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that the observations are the model's: the same ops, in order, with the same texts, but for the order in
/// which a set lists its elements.
/// </summary>
internal sealed class AgreementOracle : Oracle
{
    private StressCase? observed;
    private Transcript expected = new();
    private int seen;

    public override OracleName Name => OracleName.Agreement;

    public override void Begin(StressCase stressCase, Execution expected)
    {
        observed = stressCase;
        this.expected = expected.Observations;
        seen = 0;
    }

    public override Verdict.Fail? Observed(int op, ReadOnlySpan<byte> text)
    {
        if (seen == expected.Count)
        {
            return Fail(op, new Evidence.ExtraObservation(op, TextDifference.Abbreviate(text)));
        }

        if (expected.KeyAt(seen) is var expectedOp && expectedOp != op)
        {
            return Fail(op, new Evidence.EarlyObservation(op, expectedOp));
        }

        var expectedText = expected.TextAt(seen++);
        return text.SequenceEqual(expectedText) || DiffersInOpenOrder(op, expectedText, text)
            ? null
            : Fail(op, new Evidence.ObservationDiffers(op, TextDifference.Of(expectedText, text))) with
            {
                Subject = SubjectOf(observed!.Ops[op].Operand!),
            };
    }

    /// <summary>Whether both texts list the same elements of a set, each in an order of its own.</summary>
    private bool DiffersInOpenOrder(int op, ReadOnlySpan<byte> expectedText, ReadOnlySpan<byte> text) =>
        expectedText.Length == text.Length
        && CanonicalOrder.Same(expectedText, text, arraysToo: SetOrder.Of(observed!).IsOpen(op));

    /// <summary>What was read: the container, where the observation is an answer of one.</summary>
    private static VeraType SubjectOf(Expr observed) =>
        observed.Parts is [var first, ..] && first.Type.IsContainer ? first.Type : observed.Type;

    public override Verdict.Fail? Ended(Outcome outcome)
    {
        if (outcome is not Outcome.Completed || seen == expected.Count)
        {
            return null;
        }

        var (op, text) = (expected.KeyAt(seen), TextDifference.Abbreviate(expected.TextAt(seen)));
        return Fail(op, new Evidence.MissingObservation(op, text));
    }
}
