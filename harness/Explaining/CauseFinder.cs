using System.Text.RegularExpressions;
using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Concludes from what a run showed what most likely went wrong.</summary>
/// <remarks>
/// It looks at the run alone: who held the lost block, which step to it the collector did not take, which word changed
/// by which bit. Names of runtimes and of planted faults have no part in it.
/// </remarks>
internal sealed partial class CauseFinder(
    StressCase stressCase, Recorder run, Verdict.Fail fail, LostBlock? victim, BlockLife? orphan)
{
    private const string PointerFreeBlocks = "blocks that hold no pointers are not scanned";

    public Cause Find()
    {
        if (run.AllocationFlaw is { } flaw)
        {
            return AllocationCauses.Of(flaw);
        }

        if (run.Damage is { } damage)
        {
            return DamageCauses.Of(damage);
        }

        if (fail.Oracle == "retention")
        {
            return RetentionCauses.Of(fail, run.Kept);
        }

        return victim is not null ? OfVictim(victim)
            : orphan is not null ? OfOrphan(orphan)
            : OfNothingLost();
    }

    private Cause OfVictim(LostBlock lost)
    {
        if (run.Lost.Any(l => l.Block.FreedBy == lost.Block.FreedBy && IsRootBelowTop(l)))
        {
            return new(CauseKind.MarkingLost, CauseLayer.MarkSweep, "what marking reaches does not stay marked",
                [$"collection {lost.Block.FreedBy!.Number} freed blocks that root slots name"]);
        }

        var unseen = lost.Path.FirstUnseen;
        return unseen < 0 ? OfMarking(lost) : OfEdge(lost, lost.Path.Steps[unseen], unseen);
    }

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
                [$"{container} names {step.Block} at offset {step.Offset}", $"it was not scanned: {PointerFreeBlocks}"]),
            _ => OfHolder(lost),
        };
    }

    /// <summary>What should have been a root is none.</summary>
    private Cause OfHolder(LostBlock lost)
    {
        var (held, by) = (lost.Path.Holder.Held, lost.Block.FreedBy!);
        if (by.Site.Step == RunSite.Registration && by.Site.Import is null)
        {
            return new(CauseKind.WrapperUnrooted, CauseLayer.Handles,
                "a wrapper is not rooted while the full wrap table collects (#579)",
                [$"{lost.Path.Steps[0].Block} was being registered"]);
        }

        if (held.Kind == HolderKind.Local && TailBetween(held.Number, by.Op) is { } tail)
        {
            return OfTail(held.Number, tail);
        }

        if (held.Kind == HolderKind.Local && run.Rooted.WasRooted(held.Number))
        {
            return new(CauseKind.RootPopped, CauseLayer.ShadowStack,
                "a root was popped or overwritten while its frame still needs it (#593, #549, #464)",
                [$"local ${held.Number} had a slot on the shadow stack once, and has none now"]);
        }

        if (held.Kind == HolderKind.Temporary && IsOfThisCall(lost.Path.Steps[0].Block, by))
        {
            return OfHostCall(lost.Path.Steps[0].Block, by);
        }

        var holder = held.Kind switch
        {
            HolderKind.Local => $"local ${held.Number}",
            HolderKind.State => "the State cell",
            _ => "an operand or intermediate result",
        };
        return new(CauseKind.RootMissing, CauseLayer.Roots,
            $"a root is missing: {holder} (#705, #847)",
            [$"{holder} holds {lost.Path.Steps[0].Block}, and no slot of the shadow stack does"]);
    }

    /// <summary>The last tail call between the binding of a local and an op.</summary>
    private Op.Tail? TailBetween(int local, int op)
    {
        for (var i = Math.Min(op, stressCase.Ops.Length - 1); i >= 0; i--)
        {
            if (stressCase.Ops[i] is Op.Tail tail)
            {
                return tail;
            }

            if (stressCase.Ops[i].Binds.Contains(local) || stressCase.Ops[i] is Op.Return)
            {
                return null;
            }
        }

        return null;
    }

    private Cause OfTail(int local, Op.Tail tail)
    {
        var isArgument = tail.Arguments.Contains(local);
        var isPair = stressCase.Ops.FirstOrDefault(op => op.Binds.Contains(local)) is { Operand.Type: var type }
            && type.Shape == SlotShape.Pair;
        string[] why =
        [
            $"local ${local} is {(isArgument ? "an argument" : "of the caller")} of the tail call before the loss",
            "no slot of the shadow stack holds it any more",
        ];
        return isArgument && isPair
            ? new(CauseKind.RootMissing, CauseLayer.Roots,
                "a root is missing: a (pointer, length) argument of a tail call (#464, #549)", why)
            : new(CauseKind.RootPopped, CauseLayer.ShadowStack,
                "a tail call resets the shadow pointer and loses roots that are still needed (#549)", why);
    }

    private static Cause OfOrphan(BlockLife lost)
    {
        var by = lost.FreedBy!;
        return IsOfThisCall(lost, by)
            ? OfHostCall(lost, by)
            : new(CauseKind.RootMissing, CauseLayer.Roots,
                "a root is missing: nothing that is known held the block (#705, #847)",
                [$"{lost} was freed by collection {by.Number} ({by.Site}), and read later"]);
    }

    private static bool IsOfThisCall(BlockLife block, CollectionRecord by) =>
        block.Site.Import is not null && by.Site.Import is not null && block.Site.Call == by.Site.Call;

    private static Cause OfHostCall(BlockLife lost, CollectionRecord by)
    {
        var import = by.Site.Import ?? lost.Site.Import!;
        string[] why = [$"{lost} was made and freed within one call of {import}: only host code can have held it"];
        return import.Split('$')[0] switch
        {
            "json_parse" or "html_parse" or "md_parse" => new(
                CauseKind.HostUnrooted, CauseLayer.HostWalkers,
                $"the walker of {import} holds finished nodes in host variables only (#692, #708, #744)", why),
            "map_get" or "set_to_array" or "map_keys" or "map_values" => new(
                CauseKind.HostUnrooted, CauseLayer.HostWalkers,
                $"the builder of what {import} returns does not root its payload (#706, #743)", why),
            _ => new(
                CauseKind.UpdateUnrooted, CauseLayer.Containers,
                $"{import} does not root what it builds while it allocates more (#705, #706)", why),
        };
    }

    private Cause OfNothingLost()
    {
        if (fail.Oracle == "termination" && run.Moment.Collection is { } running)
        {
            return new(CauseKind.MarkingLost, CauseLayer.MarkSweep, "the collector itself trapped (#348, #515)",
                [$"collection {running.Number} did not come to its end: {fail.Evidence}"]);
        }

        if (fail.Oracle == "termination" && run.Moment.Requested is { } bytes)
        {
            return new(CauseKind.Growth, CauseLayer.Allocator, "the allocator itself trapped (#487)",
                [$"an allocation of {bytes} bytes did not come to its end: {fail.Evidence}"]);
        }

        return fail.Evidence.Contains("handle", StringComparison.Ordinal)
            ? new(CauseKind.Handles, CauseLayer.Handles, "the host's value of a live wrapper is gone (#573)",
                ["no block that the read came to was freed; a handle did not lead to its value"])
            : IsCapture()
            ? new(CauseKind.CaptureLost, CauseLayer.Roots, "a closure does not keep all it captured (#535, #615)",
                ["what a closure gives back is wrong, and no block that anything held was freed"])
            : new(CauseKind.WrongOperation, CauseLayer.Containers,
                "a wrong result with no block lost: the operation, not the collector (compare #706)",
                ["no collection freed a block that anything still held, and the heap is in order"]);
    }

    /// <summary>Whether a value with closures is wrong, by more than the order of what is in it.</summary>
    private bool IsCapture() => fail.Subject is { } type && Has(type, TypeKind.Closure)
        && Difference().Match(fail.Evidence) is { Success: true } match
        && match.Groups[1].Value.Contains("closure(", StringComparison.Ordinal)
        && !match.Groups[1].Value.Order().SequenceEqual(match.Groups[2].Value.Order());

    private static bool Has(VeraType type, TypeKind kind) =>
        type.Kind == kind || type.Arguments.Any(argument => Has(argument, kind));

    [GeneratedRegex("expected (.*), saw (.*)$", RegexOptions.Singleline)]
    private static partial Regex Difference();
}
