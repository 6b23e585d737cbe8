using System.Collections.Immutable;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Triage.Remedies;

/// <summary>
/// A case with the fewest collections that a plain Vera can be asked for while it fails: none, or one before each
/// allocation; else as it is. So it is one bug, whichever schedule it was found with.
/// </summary>
/// <param name="Case">The case.</param>
/// <param name="Failure">How it fails then.</param>
/// <param name="IsInPeace">Whether it takes no collection.</param>
internal sealed record PlainestFailure(StressCase Case, Verdict.Fail Failure, bool IsInPeace)
{
    /// <summary>Points that are tried of a case that is not small yet.</summary>
    private const int PointsMax = 128;

    public static PlainestFailure Of(StressCase failing, Verdict.Fail failure, TestRig rig)
    {
        var inPeace = InPeace(failing);
        var eager = failing.With(new CollectionSchedule.Eager());
        rig.Driven.Prefetch([inPeace, eager]);
        return rig.Try(inPeace) is Verdict.Fail always ? new(inPeace, always, IsInPeace: true)
            : rig.Try(eager) is Verdict.Fail fail ? new(eager, fail, IsInPeace: false)
            : new(failing, failure, IsInPeace: false);
    }

    /// <summary>The first thing without which it passes; null: none that is known here.</summary>
    public string? TakesOf(TestRig rig)
    {
        var tried = Things().Select(remedy => (remedy.Thing, Cases: remedy.CasesOf(Case)))
            .Where(remedy => remedy.Cases.Count > 0).ToArray();
        rig.Driven.Prefetch([.. tried.SelectMany(remedy => remedy.Cases)]);
        return Array.Find(tried, remedy => remedy.Cases.All(without => rig.Try(without) is Verdict.Pass)).Thing;
    }

    /// <summary>
    /// The host's function that does not hold what it builds: one collection, which takes a block in the call that made
    /// it, shows a failure as this one's oracle sees it. Null: none does, of the first points.
    /// </summary>
    public string? UnrootedIn(TestRig rig)
    {
        if (IsInPeace || !rig.Driven.CollectsAtPoints)
        {
            return null;
        }

        StressCase[] points = Case.Schedule is CollectionSchedule.Eager
            ? [.. Enumerable.Range(1, Math.Min(rig.Driven.Try(Case).Stats.Allocations, PointsMax))
                .Select(point => Case.With(new CollectionSchedule.At([point])))]
            : Case.Schedule is CollectionSchedule.At { Allocations.Length: 1 } ? [Case]
            : [];
        rig.Driven.Prefetch(points);
        return points.Select(point => rig.Try(point)).OfType<Verdict.Fail>()
            .FirstOrDefault(fail => fail.UnrootedIn.Length > 0 && fail.Oracle == Failure.Oracle)
            ?.UnrootedIn.Split('$')[0];
    }

    /// <summary>Whether it is that no engine takes what a real Vera made of it.</summary>
    public bool HasNoModule => Failure.Evidence.Core is Evidence.Trapped { Why.Reason: TrapReason.InvalidModule };

    private ImmutableArray<Remedy> Things() => HasNoModule ? RemedyTable.OfModules
        : IsInPeace ? RemedyTable.OfValues
        : Case.Schedule is CollectionSchedule.Eager ? RemedyTable.OfRoots
        : [];

    /// <summary>With all the room there is, and with nothing in it that asks for room.</summary>
    private static StressCase InPeace(StressCase failing) => CaseRepair.Repair(new StressCase(
        [.. failing.Ops.Where(op => op is not (Op.Allocate or Op.Churn))],
        new CollectionSchedule.Natural(),
        HeapState.Empty));
}
