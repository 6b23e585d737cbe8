using System.Numerics;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets;
using Vera.GcStress.Triage.Remedies;

namespace Vera.GcStress.Triage;

/// <summary>What the run of a failing case shows of its bug, whatever else the program is about.</summary>
/// <remarks>
/// Only where it names the one step that went wrong, such as the kind of op whose result had no root. Cases that take
/// several ops to fail end in many texts, and all of them show the same of that.
/// </remarks>
internal static class BugFacts
{
    /// <summary>An array of one or two pointers; a node of a tree has a tag and two fields at least.</summary>
    private const int ArrayBytesMax = 8;

    /// <summary>One line; null where the run names no such step, and only the simplest case tells bugs apart.</summary>
    public static string? Of(Explanation explained) => explained.Failure is not { } failure ? null
        : Step(failure, explained) is { } step ? $"{failure.Cause.Kind}: {step}" : null;

    private static string? Step(FailureFacts failure, Explanation explained) => failure.Cause.Kind switch
    {
        CauseKind.RootMissing => Holder(failure.Victim, explained.Case),
        CauseKind.RootPopped => ControlForms.ThatPops(explained.Case) + TailOf(failure.Victim, explained.Case),
        CauseKind.RootsLeft => ControlForms.Of(explained.Case) is "a throw" ? "a throw" : null,
        CauseKind.UpdateUnrooted => failure.Block is { } made ? OperationOf(made) : null,
        CauseKind.HostUnrooted => failure.Block is { } block ? HostCall(block, explained.History) : null,
        _ when failure.Fail.Evidence.Core is Evidence.OutOfPace pace => $"{failure.Cause.Title} ({pace.Rule})",
        CauseKind.WrapperUnrooted or CauseKind.Growth or CauseKind.WrapTableOverrun
            or CauseKind.StaleWords or CauseKind.StackTouched => failure.Cause.Title,
        CauseKind.HostOutOfBounds => "host code",
        CauseKind.ContentsInvisible => failure.Cause.Title + (HasTexts(explained.Case) ? ": texts" : ""),
        CauseKind.WrongOperation => WrongResult.Of(failure.Fail, explained.Case),
        _ when failure.Fail.Evidence.Core is Evidence.NotedOtherwise or Evidence.BlocksMiscounted
            or Evidence.RoomLeft =>
            failure.Cause.Title,
        CauseKind.NoReuse when failure.Fail.Evidence.Core is Evidence.Unlisted => failure.Cause.Title,
        CauseKind.FalsePointer when failure.Fail.Evidence.Core is Evidence.Trapped or Evidence.Overmarked =>
            failure.Cause.Title,
        CauseKind.FalsePointer when failure.Fail.Evidence.Core is Evidence.ContentChanged =>
            $"{failure.Cause.Title}{WordOf(explained.Case)}",
        CauseKind.DataScanned when failure.Fail.Evidence.Core is Evidence.Overmarked => failure.Cause.Title,
        CauseKind.RootNotSeen when SpilledBefore(failure.Victim, explained.Case) is > 0 and var others =>
            $"behind {BitOperations.RoundUpToPowerOf2((uint)others + 1) / 2} others that spilled, or more",
        CauseKind.Headers when failure is { Fail.Evidence.Core: Evidence.Trapped, Import: { } import } =>
            $"read by {import.Split('$')[0]}",
        CauseKind.MarkingLost when failure.Fail.Evidence.Core is Evidence.Trapped trapped =>
            $"the collector trapped: {EvidenceShape.WithoutNumbers(trapped.Why.Text)}",
        CauseKind.PointersNotScanned when Unscanned(failure) is { } block && WasDataBefore(block, explained.History) =>
            "a block that was data once",
        CauseKind.PointersNotScanned when Unscanned(failure) is { PointerFree: true, Site.Import: null } =>
            "a block that the program itself makes",
        _ => null,
    };

    /// <summary>How many roots had spilled when the lost one did.</summary>
    private static int? SpilledBefore(LostBlock? lost, StressCase stressCase) =>
        lost?.Path.Holder.Slot - stressCase.Tables.Shadow;

    /// <summary>Texts alone may be invisible, by the form in which an entry keeps them.</summary>
    private static bool HasTexts(StressCase stressCase) =>
        CaseContainers.First(stressCase)?.Arguments.Any(argument => argument.Kind == TypeKind.String) == true;

    /// <summary>Where the case keeps a word that looks like an address: containers may be to hide theirs.</summary>
    private static string WordOf(StressCase stressCase) => stressCase.Ops
        .SelectMany(op => op.Operand is { } operand ? ParentsOf(operand) : [])
        .FirstOrDefault(parent => parent.Parts.Any(TameNumbers.LooksLikeAddress)) switch
    {
        null => "",
        { Type.IsContainer: true } parent => $", in a container of {parent.Type.First.Kind}",
        _ => ", in another block",
    };

    private static IEnumerable<Expr> ParentsOf(Expr expr) => expr.Parts.SelectMany(ParentsOf).Prepend(expr);

    /// <summary>Whether what was lost is an argument of a tail call.</summary>
    public static bool IsGivenToTail(Explanation explained) =>
        explained.Failure?.Victim?.Path.Holder.Held is { Kind: HolderKind.Local, Number: var local }
        && explained.Case.Ops.OfType<Op.Tail>().Any(tail => tail.Arguments.Contains(local));

    private static string TailOf(LostBlock? lost, StressCase stressCase) =>
        lost?.Path.Holder.Held is { Kind: HolderKind.Local, Number: var local } ? TailUse(local, stressCase) : "";

    private static string? Holder(LostBlock? lost, StressCase stressCase) => lost?.Path.Holder.Held switch
    {
        { Kind: HolderKind.State } => "the State cell",
        { Kind: HolderKind.Local, Number: var local } when BinderOf(local, stressCase) is { } op =>
            $"{Binding(op)}{TailUse(local, stressCase)}",
        { Kind: HolderKind.Temporary, RootedAs: var root } => root ?? "what is not rooted yet",
        _ => null,
    };

    private static Op? BinderOf(int local, StressCase stressCase) =>
        stressCase.Ops.FirstOrDefault(op => op.Binds.Contains(local));

    private static string Binding(Op op) =>
        (op switch
        {
            Op.Match { Destructures: true } => "destructuring",
            Op.Return => "what a callee returned",
            _ => op.GetType().Name,
        }) +
        (op.Operand is Expr.Builtin { Type.Kind: not TypeKind.Closure } applied && IsApplication(applied)
            ? " of what a closure gives"
            : op is Op.Let or Op.Return && op.Operand is { Type: var type } && type.Shape.IsPair() ? " of a pair" : "");

    private static bool IsApplication(Expr.Builtin applied) =>
        applied.Parts is [{ Type.Kind: TypeKind.Closure }, ..];

    /// <summary>What tail calls did with the local.</summary>
    private static string TailUse(int local, StressCase stressCase)
    {
        var tails = stressCase.Ops.OfType<Op.Tail>().ToList();
        return tails.Count == 0 ? ""
            : tails.Exists(tail => tail.Arguments.Contains(local)) ? ", given to a tail call"
            : ", beside a tail call";
    }

    /// <summary>
    /// What host code lost, and of which function if it was not the last that it made there: what comes after that is
    /// the same for all of them, and so are the wrappers that they make.
    /// </summary>
    private static string HostCall(BlockLife lost, History history)
    {
        var by = lost.FreedBy!;
        var import = (by.Site.Import ?? lost.Site.Import ?? "").Split('$')[0];
        var isLast = !history.Blocks.Any(b =>
            b.Site.Import is not null && b.Site.Call == by.Site.Call && b.Allocation > by.Allocation);
        return lost.IsWrapper ? "a wrapper"
            : !isLast && lost.Bytes > ArrayBytesMax ? $"{import} a node"
            : !isLast ? $"{(IsParser(import) ? "a parser" : import)} a short block"
            : IsParser(import) ? "the payload of a result of parsing"
            : $"what {import} returns";
    }

    /// <summary>An operation that the host computes, by what it gives; null for one on a container.</summary>
    private static string? OperationOf(BlockLife lost)
    {
        var name = (lost.FreedBy!.Site.Import ?? lost.Site.Import ?? "").Split('$')[0];
        return OperationCatalogue.All.FirstOrDefault(row => row.Name == name && row.Meaning is not null) is { } row
            ? $"a part of what an operation gives: {row.Result.Kind}"
            : null;
    }

    private static bool IsParser(string import) => import.EndsWith("_parse", StringComparison.Ordinal);

    private static BlockLife? Unscanned(FailureFacts failure)
    {
        var steps = failure.Victim?.Path.Steps;
        var at = failure.Victim?.Path.FirstUnseen ?? -1;
        return at > 0 ? steps![at - 1].Block : null;
    }

    private static bool WasDataBefore(BlockLife block, History history) => !block.PointerFree && history.Blocks.Any(b =>
        b.Payload == block.Payload && b.PointerFree && b.Allocation < block.Allocation);
}
