using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Concludes from what a run showed what most likely went wrong.</summary>
/// <remarks>
/// It looks at the run alone: who held the lost block, which step to it the collector did not take, which word changed
/// by which bit. Names of runtimes and of planted faults have no part in it.
/// </remarks>
internal sealed class CauseFinder(
    StressCase stressCase, Recorder run, Verdict.Fail fail, LostBlock? victim, BlockLife? orphan)
{
    private readonly RootCauses roots = new(stressCase, run);

    public Cause Find()
    {
        if (run.WrittenSlot is { } slot)
        {
            return slot.Slot >= stressCase.Tables.Shadow ? DamageCauses.OfSlot(slot) : StackCauses.Of(slot);
        }

        if (fail.Evidence.Core is Evidence.ShadowPointerMoved moved)
        {
            return StackCauses.Of(moved);
        }

        if (run.AllocationFlaw is { } flaw)
        {
            return AllocationCauses.Of(flaw);
        }

        if (fail.Evidence.Core is Evidence.NotedOtherwise noted)
        {
            return AllocationCauses.Of(noted);
        }

        if (run.Damage is { } damage)
        {
            return DamageCauses.Of(damage);
        }

        if (fail.Evidence.Core is Evidence.Unlisted unlisted)
        {
            return AllocationCauses.Of(unlisted);
        }

        if (fail.Oracle == OracleName.Retention)
        {
            return IsMiscountedAtCeiling ? BeyondCeiling : RetentionCauses.Of(fail, run.Kept, run.Last.HeapStart);
        }

        return victim is not null ? OfVictim(victim)
            : orphan is not null ? RootCauses.OfOrphan(orphan)
            : OfNothingLost();
    }

    private static Cause BeyondCeiling => new(
        CauseKind.Growth, CauseLayer.Allocator, "the heap went on beyond its ceiling",
        ["addresses beyond it look like the handles of wrappers"]);

    /// <summary>Whether blocks are miscounted in a heap that goes on where it should have been full.</summary>
    private bool IsMiscountedAtCeiling => fail.Evidence.Core is Evidence.BlocksMiscounted
        && run.Last.HeapEnd - run.Last.HeapStart >= stressCase.Tables.Ceiling;

    private Cause OfVictim(LostBlock lost)
    {
        if (IsInSpilledSlot(lost.Path))
        {
            return new(CauseKind.RootNotSeen, CauseLayer.ShadowStack,
                "a slot of the shadow stack was not looked at (#464)",
                [$"{lost.Path.Holder} spilled: the stack has {stressCase.Tables.Shadow} slots"]);
        }

        if (run.Lost.Any(l => l.Block.FreedBy == lost.Block.FreedBy && IsRootBelowTop(l)))
        {
            return new(CauseKind.MarkingLost, CauseLayer.MarkSweep, "what marking reaches does not stay marked",
                [$"collection {lost.Block.FreedBy!.Number} freed blocks that root slots name"]);
        }

        var unseen = lost.Path.FirstUnseen;
        return unseen < 0 ? OfMarking(lost) : OfEdge(lost, lost.Path.Steps[unseen], unseen);
    }

    private bool IsInSpilledSlot(HeldPath path) => path.Holder.Slot >= stressCase.Tables.Shadow
        && path.FirstUnseen < 0 && path.Steps.First(step => step.Freed).Kind == EdgeKind.Root;

    private static bool IsRootBelowTop(LostBlock lost) => lost.Path is { Steps.Count: 1, Holder.Slot: >= 0 }
        && lost.Path.Holder.Slot < lost.Block.FreedBy!.RootSlots - 1;

    private static Cause OfMarking(LostBlock lost)
    {
        var step = lost.Path.Steps.First(s => s.Freed);
        return step.Kind == EdgeKind.Root
            ? new(CauseKind.RootNotSeen, CauseLayer.ShadowStack, "a slot of the shadow stack was not looked at (#464)",
                [$"{lost.Path.Holder} names {step.Block}, which was not marked",
                    "it is the slot on top; where it is the only one, a mark that does not stay would look the same"])
            : new(CauseKind.MarkingLost, CauseLayer.MarkSweep, "marking lost a block that a scanned word names (#348)",
                ["every step to it is one that the collector takes: scan, worklist or mark went wrong",
                    $"the word at offset {step.Offset} of the block before it names {step.Block}"]);
    }

    private Cause OfEdge(LostBlock lost, PathStep step, int place)
    {
        var container = place > 0 ? $"{lost.Path.Steps[place - 1].Block}" : $"{lost.Path.Holder}";
        return step.Kind switch
        {
            EdgeKind.Contents => new(
                CauseKind.ContentsInvisible, CauseLayer.Containers,
                "container contents invisible to the collector (#695 Map, #705 Set)",
                [$"{container} was held, and {step.Block} is an entry of it",
                    "no word that the collector scans leads from the container to that entry"]),
            EdgeKind.Disguised => new(
                CauseKind.ContentsInvisible, CauseLayer.Containers,
                "a part of a value invisible to the collector (#695, #705)",
                [$"by its type {container} has {step.Block}, but no word in it is that address"]),
            EdgeKind.PointerFree => new(
                CauseKind.PointersNotScanned, CauseLayer.Conservatism,
                "a block that holds pointers counts as free of them",
                [$"{container} names {step.Block} at offset {step.Offset}",
                    "the collector has it down as a block without pointers, and did not scan it"]),
            _ => roots.OfHolder(lost),
        };
    }

    private Cause OfNothingLost()
    {
        if (fail.Evidence.Core is Evidence.BeyondCeiling)
        {
            return BeyondCeiling;
        }

        if (fail.Evidence.Core is Evidence.RoomLeft or Evidence.OutOfPace)
        {
            return new(
                CauseKind.NoReuse, CauseLayer.Allocator,
                "memory is used up while free memory would do (compare #706)",
                ["what cannot be reached is free after a collection, and in longer stretches than was asked for"]);
        }

        if (fail.Evidence is Evidence.Trapped { Why.Reason: TrapReason.WrapperGone })
        {
            return run.Disorder is { Written: not null } overrun ? DamageCauses.Of(overrun) : new(
                CauseKind.Handles, CauseLayer.Handles, "a wrapper is gone before its death is told (#573)",
                ["the wrap table is walked when blocks have been swept, or names a block that was freed before"]);
        }

        if (fail.Oracle == OracleName.Termination && run.Moment.Collection is { } running)
        {
            return FalsePointers.FirstIn(run.Before, run.Lives) is { } pointer
                ? FalsePointerCauses.Of(pointer, run.Before.HeapStart)
                : new(CauseKind.MarkingLost, CauseLayer.MarkSweep, "the collector itself trapped (#348, #515)",
                [$"collection {running.Number} did not come to its end: {fail.Evidence}"]);
        }

        if (fail.Oracle == OracleName.Termination && run.Moment.Requested is { } bytes)
        {
            return new(CauseKind.Growth, CauseLayer.Allocator, "the allocator itself trapped (#487)",
                [$"an allocation of {bytes} bytes did not come to its end: {fail.Evidence}"]);
        }

        if (run.Moment is { Phase: FailurePhase.Trap, Site.Import: { } import }
            && fail.Evidence is Evidence.Trapped { Why.Reason: TrapReason.OutsideMemory })
        {
            return new(CauseKind.HostOutOfBounds, CauseLayer.HostWalkers,
                $"host code of {import} reaches beyond memory as it knows it (compare #1145)",
                ["no block that anything held was freed"]);
        }

        // A collection that has not ended may have changed the headers of what it frees.
        if (run.Moment.Collection is null && run.Disorder is { } disorder)
        {
            return DamageCauses.Of(disorder);
        }

        return run.Read.MetDeadHandle
            ? new(CauseKind.Handles, CauseLayer.Handles, "the host's value of a live wrapper is gone (#573)",
                ["no block that the read came to was freed; a handle did not lead to its value"])
            : IsCapture()
            ? new(CauseKind.CaptureLost, CauseLayer.Roots, "a closure does not keep all it captured (#535, #615)",
                ["what a closure gives back is wrong, and no block that anything held was freed"])
            : new(CauseKind.WrongOperation, CauseLayer.Containers,
                "a wrong result with no block lost: the operation, not the collector (compare #706)",
                ["no collection freed a block that anything still held, and each block in use has its header"]);
    }

    /// <summary>Whether a value with closures is wrong, by more than the order of what is in it.</summary>
    private bool IsCapture() => fail.Subject is { } type && Has(type, TypeKind.Closure)
        && fail.Evidence.ValueDifference is { } difference
        && difference.Expected.Contains(CanonicalWriter.ClosureBegins, StringComparison.Ordinal)
        && !difference.Expected.Order().SequenceEqual(difference.Seen.Order());

    private static bool Has(VeraType type, TypeKind kind) =>
        type.Kind == kind || type.Arguments.Any(argument => Has(argument, kind));
}
