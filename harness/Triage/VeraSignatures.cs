using System.Text;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>On a real Vera, whose heap is out of sight: cases like the failing one tell bugs apart.</summary>
/// <remarks>
/// The compiler tells values apart by how they lie in memory and by nothing else, so a bug
/// that strikes one type strikes all that lie alike.
/// </remarks>
public sealed class VeraSignatures : Signatures
{
    /// <summary>Bool and Byte take one byte in an array and four elsewhere.</summary>
    private static readonly LikelyCause Narrow = new("narrow", "items of one byte are kept as wider ones");

    /// <summary>It is gone once no number of the case looks like an address.</summary>
    private static readonly LikelyCause FalsePointer = new(
        "false pointer", "a number that looks like an address was marked through (#1382)");

    /// <summary>Cases, and whether they pass without their addresses: to find out takes a run.</summary>
    private readonly Dictionary<StressCase, bool> tamed = [];

    /// <summary>The oracle, natural or eager, and what was wrong, by its memory layout.</summary>
    public override string BucketOf(StressCase drawn, Verdict.Fail failure) =>
        $"{ModeOf(drawn)} {EvidenceOf(failure)}";

    /// <summary>The bucket: a few steps on a slow target are to stay with one bug.</summary>
    public override string ShapeOf(StressCase candidate, Verdict.Fail failure) => BucketOf(candidate, failure);

    /// <summary>A case that passes once its numbers look like no addresses, however large it is.</summary>
    public override LikelyCause? Certain(StressCase drawn, Verdict.Fail failure, TestRig rig) =>
        failure.Subject is { } type && HasNarrow(type) ? Narrow
        : PassesTamed(drawn, rig) ? FalsePointer
        : null;

    /// <summary>Minimal: its bug. Cut short: what was seen, so that a bug that shrinks slowly is found once.</summary>
    public override string Of(ShrunkFailure found, TestRig rig) => found.IsMinimal
        ? BugOf(found.Case, found.Failure, rig)
        : Certain(found.Case, found.Failure, rig)?.Class ?? EvidenceOf(found.Failure);

    /// <summary>
    /// A bug that is certain or, without one, what was seen, whether it takes certain collections, and the shape of the
    /// case without its literals.
    /// </summary>
    public override string BugOf(StressCase stressCase, Verdict.Fail failure, TestRig rig)
    {
        if (Certain(stressCase, failure, rig) is { Class: { } certain })
        {
            return certain;
        }

        var mode = FailsOtherwise(stressCase, failure, rig) ? "always" : ModeOf(stressCase);
        var bug = new StringBuilder($"{mode} {EvidenceOf(failure)}:");
        foreach (var op in stressCase.Ops)
        {
            bug.Append(' ').Append(op.GetType().Name);
            if (op.Operand is { } operand)
            {
                Add(operand, bug);
            }
        }

        return $"{bug}";
    }

    /// <summary>Whether it fails alike with the other one of the two schedules that a real Vera has.</summary>
    private static bool FailsOtherwise(StressCase stressCase, Verdict.Fail failure, TestRig rig)
    {
        CollectionSchedule other = stressCase.Schedule is CollectionSchedule.Eager
            ? new CollectionSchedule.Natural()
            : new CollectionSchedule.Eager();
        return rig.Try(stressCase.With(other)) is Verdict.Fail fail && EvidenceOf(fail) == EvidenceOf(failure);
    }

    private bool PassesTamed(StressCase failing, TestRig rig)
    {
        if (!tamed.TryGetValue(failing, out var passes))
        {
            passes = TameNumbers.Of(failing) is { } tame && rig.Try(tame) is Verdict.Pass;
            tamed.Add(failing, passes);
        }

        return passes;
    }

    private static string ModeOf(StressCase stressCase) =>
        stressCase.Schedule is CollectionSchedule.Eager ? "eager" : "natural";

    private static string EvidenceOf(Verdict.Fail failure) => failure.Subject is { } type
        ? $"{failure.Oracle.Text()}: {(HasNarrow(type) ? "narrow" : Shape(type))}"
        : EvidenceShape.Of(failure);

    private static void Add(Expr expr, StringBuilder bug)
    {
        bug.Append('(').Append(expr.GetType().Name);
        if (expr.Parts.Length == 0)
        {
            bug.Append(' ').Append(Layout(expr.Type));
        }

        foreach (var part in expr.Parts)
        {
            Add(part, bug);
        }

        bug.Append(')');
    }

    private static string Shape(VeraType type) => type.IsContainer
        ? $"{type.Kind} {string.Join(' ', type.Arguments.Select(Layout))}"
        : Layout(type);

    private static bool HasNarrow(VeraType type) =>
        type.Kind is TypeKind.Bool or TypeKind.Byte || type.Arguments.Any(HasNarrow);

    private static string Layout(VeraType type) => type.Kind switch
    {
        TypeKind.Int or TypeKind.Nat or TypeKind.Float64 => "number",
        TypeKind.Bool or TypeKind.Byte => "byte",
        TypeKind.String or TypeKind.Array => "pair",
        TypeKind.Decimal => "decimal",
        TypeKind.Json or TypeKind.HtmlNode or TypeKind.MdBlock or TypeKind.MdInline => "tree",
        _ => "pointer",
    };
}
