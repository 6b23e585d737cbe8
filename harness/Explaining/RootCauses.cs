using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Causes of blocks that no root slot leads to, though the program or its host needs them.</summary>
internal sealed class RootCauses(StressCase stressCase, Recorder run)
{
    /// <summary>What should have been a root is none.</summary>
    public Cause OfHolder(LostBlock lost)
    {
        var (held, by) = (lost.Path.Holder.Held, lost.Block.FreedBy!);
        if (IsRegistering(by))
        {
            return OfRegistration(lost.Path.Steps[0].Block);
        }

        if (held.Kind == HolderKind.Local && TailBetween(held.Number, by.Op) is { } tail)
        {
            return OfTail(held.Number, tail);
        }

        if (held.Kind == HolderKind.Temporary && IsOfThisCall(lost.Path.Steps[0].Block, by))
        {
            return OfHostCall(lost.Path.Steps[0].Block, by);
        }

        var holder = held.Kind switch
        {
            HolderKind.Local => $"local ${held.Number}",
            HolderKind.State => "the State cell",
            _ => held.RootedAs ?? "an intermediate result",
        };
        if (held.WasPushed)
        {
            return Popped($"{holder} was pushed on the shadow stack, and has no slot there now");
        }

        return new(CauseKind.RootMissing, CauseLayer.Roots,
            $"a root is missing: {holder} (#705, #847)",
            [$"{holder} holds {lost.Path.Steps[0].Block}, and no slot of the shadow stack does"]);
    }

    private static Cause Popped(string why) => new(
        CauseKind.RootPopped, CauseLayer.ShadowStack,
        "a root was popped or overwritten while its frame still needs it (#593, #549, #464)", [why]);

    /// <summary>
    /// The last tail call between the binding of a local and an op; null where the local outlived it as a root.
    /// </summary>
    private Op.Tail? TailBetween(int local, int op)
    {
        for (var i = Math.Min(op, stressCase.Ops.Length - 1); i >= 0; i--)
        {
            if (stressCase.Ops[i] is Op.Tail tail)
            {
                return run.Rooted.WasRootedAfter(local, i) ? null : tail;
            }

            // A return evaluates what it returns while its frame still stands.
            if (stressCase.Ops[i].Binds.Contains(local) || (i < op && stressCase.Ops[i] is Op.Return))
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
            && type.Shape.IsPair();
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

    /// <summary>A block was lost that nothing is known to have held.</summary>
    public static Cause OfOrphan(BlockLife lost)
    {
        var by = lost.FreedBy!;
        return IsOfThisCall(lost, by) ? OfHostCall(lost, by)
            : IsRegistering(by) ? OfRegistration(lost)
            : new(CauseKind.RootMissing, CauseLayer.Roots,
                "a root is missing: nothing that is known held the block (#705, #847)",
                [$"{lost} was freed by collection {by.Number} ({by.Site}), and read later"]);
    }

    private static bool IsRegistering(CollectionRecord by) =>
        by.Site.Step == RunSite.Registration && by.Site.Import is null;

    private static Cause OfRegistration(BlockLife wrapper) => new(
        CauseKind.WrapperUnrooted, CauseLayer.Handles,
        "a wrapper is not rooted while the full wrap table collects (#579)",
        [$"{wrapper} was being registered"]);

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
                $"the walker of {import} holds what it made in host variables only (#692, #708, #743, #744)", why),
            "map_get" or "set_to_array" or "map_keys" or "map_values" => new(
                CauseKind.HostUnrooted, CauseLayer.HostWalkers,
                $"the builder of what {import} returns does not root its payload (#706, #743)", why),
            _ => new(
                CauseKind.UpdateUnrooted, CauseLayer.Containers,
                $"{import} does not root what it builds while it allocates more (#705, #706)", why),
        };
    }
}
