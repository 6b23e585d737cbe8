using System.Runtime.InteropServices;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Which registers of a lowered case are still needed at some instruction.</summary>
/// <remarks>
/// A register is needed if the instruction itself or a later one may read what is in it. Branches jump forward and
/// nest, so one walk from the end finds that out: what is needed before a branch is what either arm needs, before a
/// throw what its handler needs. Only loops go back: what is needed behind a turn is what the next one needs too. That
/// makes no difference but in the loop itself: if it has the instruction in it, a walk through it comes first. What
/// lies within the body of a function is of no other's concern.
/// </remarks>
internal static class Liveness
{
    /// <summary>The registers that are needed while the instruction at a place is being carried out.</summary>
    public static SortedSet<int> Needed(LoweredCase lowered, int place)
    {
        var needed = Before(lowered, EndOf(lowered, place), place, [], []);
        needed.UnionWith(lowered.GlobalRegisters);
        return needed;
    }

    /// <summary>What is needed at a place, if this is needed behind the last instruction.</summary>
    private static SortedSet<int> Before(
        LoweredCase lowered, int end, int place, SortedSet<int> after, Dictionary<long, SortedSet<int>> handlers)
    {
        SortedSet<int> needed = [.. after];
        var arms = new Stack<SortedSet<int>>();
        var (reads, writes) = (new HashSet<int>(), new HashSet<int>());
        var instructions = CollectionsMarshal.AsSpan(lowered.Instructions);
        for (var at = end - 1; at >= place; at--)
        {
            if (instructions[at].Code == Code.EndFunction
                && lowered.Functions[(int)instructions[at].Imm]!.Start is var start && start >= place)
            {
                at = start;
                continue;
            }

            reads.Clear();
            writes.Clear();
            RegisterUse.Of(lowered, instructions[at], reads, writes);
            switch (instructions[at].Code)
            {
                case Code.End or Code.EndTry:
                    arms.Push([.. needed]); // What the other arm goes on with.
                    break;
                case Code.EndTurns when instructions[at].Imm < place:
                    needed.UnionWith(Before(lowered, at, (int)instructions[at].Imm + 1, needed, handlers));
                    break;
                case Code.EndTurns:
                    arms.Push([.. needed]);
                    break;
                case Code.Else:
                    (var other, needed) = (needed, arms.Pop());
                    arms.Push(other);
                    break;
                case Code.Catch:
                    handlers[instructions[at].Imm] = needed;
                    needed = arms.Pop();
                    break;
                case Code.Throw:
                    needed = [.. handlers[instructions[at].Imm]];
                    break;
                case Code.If or Code.IfTag or Code.IfLonger or Code.Turns:
                    needed.UnionWith(arms.Pop());
                    break;
            }

            needed.ExceptWith(writes);
            needed.UnionWith(reads);
        }

        return needed;
    }

    /// <summary>The place behind the innermost function around a place.</summary>
    private static int EndOf(LoweredCase lowered, int place) => lowered.Functions
        .Where(code => code is not null && code.Start < place && place <= code.End)
        .Select(code => code!.End + 1)
        .DefaultIfEmpty(lowered.Instructions.Count)
        .Min();
}
