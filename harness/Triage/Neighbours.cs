using System.Collections.Immutable;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage;

/// <summary>
/// How the cases next to a simplest one fare. Bugs that meet in their simplest case part in larger ones: one loses a
/// node of every tree, say, and the other the topmost only.
/// </summary>
internal static class Neighbours
{
    /// <summary>Entries of a container that is grown: enough for a tree of several nodes.</summary>
    private const int Entries = 20;

    /// <summary>Allocations before which each neighbour collects once.</summary>
    private const int PointsMax = 40;

    /// <summary>A number that is the same if all of them fare the same.</summary>
    public static string Of(StressCase simplest, TestRig rig)
    {
        var hash = 14695981039346656037UL;
        foreach (var neighbour in All(simplest))
        {
            foreach (var letter in Answers(neighbour, rig))
            {
                hash = unchecked((hash ^ letter) * 1099511628211UL);
            }
        }

        return $"{hash:x16}";
    }

    private static IEnumerable<StressCase> All(StressCase simplest)
    {
        yield return simplest.With(HeapState.Full);
        yield return simplest.With(HeapState.Empty);
        yield return Repaired(simplest.With(HeapState.Empty), [.. Rooted, .. simplest.Ops]);
        yield return Repeated(simplest);
        yield return Grown(simplest, 1);
        yield return Grown(simplest, Entries);
    }

    /// <summary>The case, and all that it observes once more.</summary>
    internal static StressCase Repeated(StressCase simplest) =>
        Repaired(simplest, [.. simplest.Ops, .. simplest.Ops.Where(op => op is Op.Observe)]);

    /// <summary>Locals that root slots hold, below all others.</summary>
    private static ImmutableArray<Op> Rooted =>
    [
        new Op.Let(1000, new Expr.ArrayOf(VeraType.Array(VeraType.Int), [.. Numbers])),
        new Op.Let(1001, new Expr.Container(VeraType.Set(VeraType.String), [new Expr.Text("b")])),
    ];

    /// <summary>More than any block of a simplest case has: the size of what is lost tells which one it is.</summary>
    private static IEnumerable<Expr> Numbers => Enumerable.Range(0, 7).Select(number => new Expr.Int(number));

    private static StressCase Repaired(StressCase simplest, ImmutableArray<Op> ops) =>
        CaseRepair.Repair(simplest.With(ops));

    /// <summary>The case with more entries in each container of plain values.</summary>
    internal static StressCase Grown(StressCase simplest, int more)
    {
        return CaseRepair.Repair(Rewrite.ReplaceAll(simplest, Larger));

        Expr? Larger(Expr expr) => expr is Expr.Container { Of: var type } container && type.Arguments.All(IsPlain)
            ? new Expr.Container(type, [.. container.Entries, .. Enumerable.Range(1, more).SelectMany(
                n => type.Arguments.Select(argument => PlainOf(argument, n)))])
            : null;
    }

    internal static bool IsPlain(VeraType type) =>
        type.Kind is TypeKind.Int or TypeKind.Nat or TypeKind.Float64 or TypeKind.Decimal or TypeKind.String;

    internal static Expr PlainOf(VeraType type, int number) => type.Kind switch
    {
        TypeKind.Nat => new Expr.Nat(number),
        TypeKind.Float64 => Expr.Float64.From(number),
        TypeKind.String => new Expr.Text($"n{number}"),
        TypeKind.Decimal => new Expr.Decimal(4 * number),
        _ => new Expr.Int(number),
    };

    private static IEnumerable<char> Answers(StressCase neighbour, TestRig rig)
    {
        var natural = rig.Driven.Try(neighbour.With(new CollectionSchedule.Natural()));
        var points = (int)Math.Min(PointsMax, natural.Stats.Allocations);
        return Answer(natural.Verdict).Concat(Enumerable.Range(1, points).SelectMany(
            point => Answer(rig.Driven.Try(neighbour.With(new CollectionSchedule.At([point]))).Verdict)));
    }

    private static string Answer(Verdict verdict) => verdict switch
    {
        Verdict.Fail { Evidence.Core: Evidence.HostValuesKept kept } => $"{kept.Count},",
        Verdict.Fail { Evidence.Core: Evidence.Unmarked lost } => $"unmarked {lost.Bytes},",
        Verdict.Fail fail => $"{EvidenceShape.Of(fail)},",
        _ => $"{verdict.GetType().Name},",
    };
}
