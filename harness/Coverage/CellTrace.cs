using System.Numerics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>What the ops of one case do with containers, and from that and its collections the cells it hits.</summary>
/// <remarks>Belongs to one thread and is used for one case after the other; a hit costs some nanoseconds.</remarks>
internal sealed class CellTrace
{
    private readonly List<Step> steps = new(64);
    private readonly List<(TypeKind Kind, OriginAxis Origin)> stored = new(64);
    private readonly ulong[] hits = new ulong[(Cells.Count + 63) / 64];
    private int op;

    /// <summary>The cells that the case hit, one bit a cell's number.</summary>
    public ReadOnlySpan<ulong> Hits => hits;

    public void Clear()
    {
        steps.Clear();
        stored.Clear();
        Array.Clear(hits);
        op = 0;
    }

    /// <summary>What follows happens in the next op.</summary>
    public void NextOp() => op++;

    public void Did(OperationAxis operation, VeraType container)
    {
        var facts = TypeFacts.Of(container);
        steps.Add(new(op, facts.Form, (uint)facts.Direct, BitOperations.TrailingZeroCount((int)operation)));
    }

    public void Stored(VeraType type, OriginAxis origin) => stored.Add((type.Kind, origin));

    /// <summary>Works out the hits of a case that has run.</summary>
    /// <param name="values">Where the case lies on the axes.</param>
    /// <param name="opsRun">How many ops ended.</param>
    /// <param name="collected">The ops in which collections took place, ascending.</param>
    public void Settle(in AxisValues values, int opsRun, ReadOnlySpan<int> collected)
    {
        var next = 0;
        foreach (var step in steps)
        {
            if (step.Op > opsRun)
            {
                break;
            }

            var place = step.Op - 1;
            while (next < collected.Length && collected[next] < place)
            {
                next++;
            }

            Operated(
                step,
                before: next > 0,
                during: next < collected.Length && collected[next] == place,
                after: collected.Length > 0 && collected[^1] > place);
        }

        if (opsRun > 0)
        {
            Pairs(values);
        }
    }

    private void Operated(in Step step, bool before, bool during, bool after)
    {
        for (var kinds = step.Kinds; kinds != 0; kinds &= kinds - 1)
        {
            var first = Cells.OfOperation(step.Form, BitOperations.TrailingZeroCount(kinds), step.Operation);
            HitIf(before, first + (int)Moment.Before);
            HitIf(during, first + (int)Moment.During);
            HitIf(after, first + (int)Moment.After);
        }
    }

    private void Pairs(in AxisValues values)
    {
        foreach (var (kind, origin) in stored)
        {
            HitIf(true, Cells.OfOrigin((int)kind, BitOperations.TrailingZeroCount((int)origin)));
        }

        for (var kinds = (uint)values.Elements; kinds != 0; kinds &= kinds - 1)
        {
            var kind = BitOperations.TrailingZeroCount(kinds);
            HitIf(true, Cells.OfHeap(kind, BitOperations.TrailingZeroCount((int)values.Heap)));
            for (var holders = (uint)values.Holders; holders != 0; holders &= holders - 1)
            {
                HitIf(true, Cells.OfHolder(kind, BitOperations.TrailingZeroCount(holders)));
            }
        }
    }

    private void HitIf(bool condition, int cell) => hits[cell >> 6] |= condition ? 1UL << (cell & 63) : 0;

    /// <param name="Op">The op's place, from 1.</param>
    /// <param name="Form">The container.</param>
    /// <param name="Kinds">Its element, or key and value: one bit a type kind.</param>
    /// <param name="Operation">The place of the operation's flag.</param>
    private readonly record struct Step(int Op, ContainerForm Form, uint Kinds, int Operation);
}
