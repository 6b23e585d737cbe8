using System.Collections.Concurrent;
using System.Text;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Triage.Remedies;

namespace Vera.GcStress.Triage;

/// <summary>
/// On a real Vera: cases like the failing one tell bugs apart, and what it takes to cure them, where parts can be
/// swapped.
/// </summary>
/// <remarks>
/// The compiler tells values apart by how they lie in memory and by nothing else, so a bug
/// that strikes one type strikes all that lie alike. Where memory that was freed is read, what is seen says
/// nothing of the bug: there the heap of ours that keeps containers as this release does tells why the same case fails.
/// </remarks>
/// <param name="model">Explains a case on that heap; null: there is none.</param>
public sealed class VeraSignatures(Func<StressCase, Explanation>? model = null) : Signatures
{
    /// <summary>Bool and Byte take one byte in an array and four elsewhere.</summary>
    private static readonly LikelyCause Narrow = new("narrow", "items of one byte are kept as wider ones");

    /// <summary>It is gone once no number of the case looks like an address.</summary>
    private static readonly LikelyCause FalsePointer = new(
        "false pointer", "a number that looks like an address was marked through (#1382)");

    /// <summary>It is gone with another collector.</summary>
    private static readonly LikelyCause Collector = new(
        "collector", "the collector itself: with ours in its place it is gone");

    /// <summary>Which function it is, is what was seen.</summary>
    private static readonly LikelyCause RootsLeft = new(null, "a function returns, and its roots stay where they are");

    private static readonly LikelyCause CalleesRoots = new(
        "callees' roots", "a function that makes no block itself leaves the roots of what it calls where they are");

    /// <summary>Cases, and whether they pass without their addresses: to find out takes a run.</summary>
    private readonly ConcurrentDictionary<StressCase, bool> tamed = [];

    private readonly ConcurrentDictionary<StressCase, PlainestFailure> plainest = [];

    /// <summary>Cases, and what they pass without.</summary>
    private readonly ConcurrentDictionary<StressCase, LikelyCause?> takes = [];

    private readonly ConcurrentDictionary<StressCase, LikelyCause?> modelled = [];

    /// <summary>Cases, and whether they pass with a part swapped.</summary>
    private readonly ConcurrentDictionary<StressCase, bool> cured = [];

    /// <summary>The oracle, natural or eager, and what was wrong, by its memory layout.</summary>
    public override string BucketOf(StressCase drawn, Verdict.Fail failure) =>
        $"{ModeOf(drawn)} {EvidenceOf(failure)}";

    /// <summary>
    /// What our heap loses in it too or, without that, the bucket: a few steps on a slow target are to stay with one
    /// bug.
    /// </summary>
    public override string ShapeOf(StressCase candidate, Verdict.Fail failure) =>
        failure.Evidence.Core is Evidence.RootsNotPopped ? BucketOf(candidate, failure)
        : CauseOf(TameNumbers.Of(candidate) ?? candidate)?.Class ?? BucketOf(candidate, failure);

    /// <summary>
    /// Items that take another width, where they are wrong without any collection too; roots that pile up; what our
    /// heap loses in this case as well, whatever its numbers; a case that passes once its numbers look like no
    /// addresses.
    /// </summary>
    public override LikelyCause? Certain(StressCase drawn, Verdict.Fail failure, TestRig rig) =>
        failure.Oracle is OracleName.Hosts or OracleName.Decode ? null
        : IsNarrow(failure) && PlainestOf(drawn, failure, rig).IsInPeace ? Otherwise(drawn, failure, rig)
        : failure.Evidence.Core is Evidence.RootsNotPopped ? LeftBy(drawn, rig)
        : FilledBy(drawn, failure, rig) is { } left ? left
        : CauseOf(TameNumbers.Of(drawn) ?? drawn) is { } cause ? cause
        : rig.Swaps.Count == 0 ? PassesTamed(drawn, rig) ? FalsePointer : Otherwise(drawn, failure, rig)
        : MarksAWord(failure) ? FalsePointer
        : IsCured(drawn, rig) ? PassesTamed(drawn, rig) ? FalsePointer : Collector
        : Otherwise(drawn, failure, rig);

    private static bool IsNarrow(Verdict.Fail failure) => failure.Subject is { } type && HasNarrow(type);

    /// <summary>Turns that leave roots trap once there are many: after a few, the roots are there to be seen.</summary>
    private static LikelyCause? FilledBy(StressCase drawn, Verdict.Fail failure, TestRig rig) =>
        failure.Evidence.Core is Evidence.Trapped && RemedyTable.WithFewTurns(drawn) is var few && !few.Equals(drawn)
        && rig.Try(few) is Verdict.Fail { Evidence.Core: Evidence.RootsNotPopped } left
            ? new(LeftBy(few, rig).Class ?? EvidenceOf(left), "roots that a function leaves fill the shadow stack")
            : null;

    private static LikelyCause LeftBy(StressCase failing, TestRig rig) =>
        RemedyTable.WithBlocks(failing) is var other && !other.Equals(failing)
        && rig.Try(other) is Verdict.Pass
            ? CalleesRoots
            : RootsLeft;

    /// <summary>What no collector does.</summary>
    private LikelyCause? Otherwise(StressCase drawn, Verdict.Fail failure, TestRig rig) =>
        TakesOf(drawn, failure, rig) ?? (IsNarrow(failure) ? Narrow : null);

    /// <summary>
    /// The first thing without which the case passes, where it stands for a bug by itself: a module is invalid in its
    /// own words, and what is lost in a collection is one bug whatever is seen then.
    /// </summary>
    private LikelyCause? TakesOf(StressCase failing, Verdict.Fail failure, TestRig rig) =>
        failure.Oracle is OracleName.Retention ? null : takes.GetOrAdd(failing, _ =>
            PlainestOf(failing, failure, rig) is var plain && plain.UnrootedIn(rig) is { } function
                ? Unheld(function)
                : plain.TakesOf(rig) is not { } thing ? null
                : thing == RemedyTable.NarrowListing.Thing ? Narrow
                : plain.HasNoModule ? new(
                    $"{EvidenceShape.Of(plain.Failure)}, takes {thing}", $"the module is valid without {thing}")
                : plain.IsInPeace || thing == RemedyTable.Untyped.Thing
                ? new($"wrong, takes {thing}", $"a plain run is right without {thing}")
                : new($"lost, takes {thing}", $"a collection takes what {thing} alone has"));

    private static LikelyCause Unheld(string function) => new(
        $"lost, made by {function}",
        function == ModuleNames.Arguments
            ? "an argument is freed while the host makes the next one"
            : $"the host does not hold what it makes in {function} (see #692, #706)");

    /// <summary>Contents of containers that the collector has no way to, where our heap loses them too.</summary>
    public override LikelyCause? CauseOf(StressCase failing) => modelled.GetOrAdd(failing, Modelled);

    private LikelyCause? Modelled(StressCase failing) =>
        new[] { failing, failing.With(new CollectionSchedule.Eager()) }
            .Select(stressCase => model?.Invoke(stressCase).Failure?.Cause)
            .FirstOrDefault(cause => cause?.Kind == CauseKind.ContentsInvisible) is { } cause
            ? new($"{cause.Kind}", cause.Title)
            : null;

    /// <summary>Minimal: its bug. Cut short: what was seen, so that a bug that shrinks slowly is found once.</summary>
    public override string Of(ShrunkFailure found, TestRig rig) => found.IsMinimal
        ? BugOf(found.Case, found.Failure, rig)
        : Certain(found.Case, found.Failure, rig)?.Class ?? EvidenceOf(found.Failure);

    /// <summary>
    /// A bug that is certain or, without one, what was seen, which collections it takes, and the shape of the case
    /// without its literals.
    /// </summary>
    public override string BugOf(StressCase stressCase, Verdict.Fail failure, TestRig rig)
    {
        if (Certain(stressCase, failure, rig) is { Class: { } certain })
        {
            return certain;
        }

        if (failure.Oracle is OracleName.Hosts or OracleName.Decode)
        {
            return $"{failure.Oracle.Text()}: {EvidenceOf(failure)}";
        }

        if (failure.Evidence.Core is Evidence.RootsNotPopped)
        {
            return EvidenceOf(failure);
        }

        var plainest = PlainestOf(stressCase, failure, rig);
        return plainest.Case.Schedule is CollectionSchedule.At { Allocations.Length: 1 } && failure.Site.Length > 0
            ? $"{EvidenceOf(failure)} after a collection in {EvidenceShape.WithoutDigits(failure.Site)}"
            // Wrong code for an arm, say, is one bug whatever is read from its value.
            : plainest.IsInPeace && ControlForms.Of(stressCase) is { Length: > 0 } form
            ? $"always {EvidenceOf(failure)} of {form}"
            : FormOf(plainest);
    }

    /// <summary>What was wrong, and the shape of the case without its literals.</summary>
    private static string FormOf(PlainestFailure plainest)
    {
        var mode = plainest.IsInPeace ? "always" : ModeOf(plainest.Case);
        var bug = new StringBuilder($"{mode} {EvidenceOf(plainest.Failure)}:");
        foreach (var op in plainest.Case.Ops)
        {
            bug.Append(' ').Append(op.GetType().Name);
            if (op.Operand is { } operand)
            {
                Add(operand, bug);
            }
        }

        return $"{bug}";
    }

    private PlainestFailure PlainestOf(StressCase failing, Verdict.Fail failure, TestRig rig) =>
        plainest.GetOrAdd(failing, _ => PlainestFailure.Of(failing, failure, rig));

    private bool IsCured(StressCase failing, TestRig rig) =>
        cured.GetOrAdd(failing, stressCase => rig.CureOf(stressCase) is not null);

    /// <summary>Whether a collection set the lowest bit of a word, as it does in the header of a block.</summary>
    private static bool MarksAWord(Verdict.Fail failure) => failure.Evidence.Core is Evidence.ContentChanged changed
        && Convert.FromHexString(changed.Before) is [var before, ..]
        && Convert.FromHexString(changed.After) is [var after, ..]
        && (before ^ after) == 1;

    private bool PassesTamed(StressCase failing, TestRig rig) => tamed.GetOrAdd(
        failing, stressCase => TameNumbers.Of(stressCase) is { } tame && rig.Try(tame) is Verdict.Pass);

    private static string ModeOf(StressCase stressCase) =>
        stressCase.Schedule is CollectionSchedule.Natural ? "natural" : "eager";

    private static string EvidenceOf(Verdict.Fail failure) => failure.Subject is not { } type
        ? EvidenceShape.Of(failure)
        : failure.Oracle == OracleName.Decode && Languages(type) is { Length: > 0 } languages
        ? $"{failure.Oracle.Text()}: {string.Join(' ', languages)}"
        : $"{failure.Oracle.Text()}: {(HasNarrow(type) ? "narrow" : Shape(type))}";

    /// <summary>What it takes to read a value: hosts read the same whatever it is held by.</summary>
    private static string[] Languages(VeraType type) =>
    [
        .. type.Arguments.SelectMany(Languages).Concat(type.Kind switch
        {
            TypeKind.Json => ["JSON"],
            TypeKind.HtmlNode => ["HTML"],
            TypeKind.MdBlock or TypeKind.MdInline => ["Markdown"],
            TypeKind.Decimal => ["decimals"],
            _ => (string[])[],
        }).Distinct().Order(StringComparer.Ordinal),
    ];

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
