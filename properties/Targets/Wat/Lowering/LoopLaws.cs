using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Lowering;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Lowering;

/// <summary>A loop saves instructions, and nothing else.</summary>
public class LoopLaws
{
    private const int Cases = 200;

    /// <summary>Down to the bytes of the heap around each collection.</summary>
    [Theory]
    [InlineData(CollectorKind.Hardened)]
    [InlineData(CollectorKind.Vera)]
    public void A_loop_does_what_its_turns_do_one_after_the_other(CollectorKind collector)
    {
        using var target = Lanes.Driven(WatOptions.Default with { Collector = collector });
        var looped = 0;
        foreach (var drawn in Lanes.Cases(BuiltInSource.AllElements, 31, Cases))
        {
            // Bodies of functions are called where they stand.
            var instructions = target.Lowered(drawn).Instructions;
            if (!instructions.Exists(step => step.Code == Code.Turns)
                || instructions.Exists(step => step.Code == Code.Function))
            {
                continue;
            }

            looped++;
            var (first, second) = (new RunLog(), new RunLog());
            var expected = target.Run(drawn, first);
            Unroll(target.Lowered(drawn).Instructions);
            var seen = target.Run(drawn, second);
            Assert.Equal(expected.Outcome, seen.Outcome);
            Assert.Equal(expected.Stats, seen.Stats);
            Assert.Equal(first.Lines, second.Lines);
        }

        Assert.True(looped > Cases / 20, $"only {looped} of {Cases} cases have a loop");
    }

    /// <summary>It is a root there, and none in the first turn.</summary>
    [Fact]
    public void What_is_to_be_a_root_at_the_end_of_a_turn_is_one_in_the_next()
    {
        var lowered = new LoweredCase();
        var (length, made) = (lowered.Constant(SlotShape.I32, 3), lowered.Constant(SlotShape.I32, 0));
        var turn = lowered.BeginTurns(length, 2);
        lowered.Add(Code.Alloc, made, imm: 8);
        var inside = lowered.Instructions.Count - 1;
        new Rooting(lowered).Push(RootPlace.Reduced, made);
        lowered.EndTurns(turn);

        Assert.Null(Asked(inside, turns: 0));
        Assert.Equal((RootPlace.Reduced, true), Asked(inside, turns: 1));
        Assert.Equal((RootPlace.Reduced, true), Asked(lowered.Instructions.Count - 1, turns: 0));

        (RootPlace, bool)? Asked(int at, int turns) =>
            lowered.RootAsks.Of(register => register == made, at, lowered.Instructions, _ => turns > 0);
    }

    private static void Unroll(List<Instruction> instructions)
    {
        while (instructions.FindIndex(step => step.Code == Code.EndTurns) is >= 0 and var end)
        {
            var begin = instructions.FindLastIndex(end, step => step.Code == Code.Turns);
            var (loop, body) = (instructions[begin], instructions[(begin + 1)..end]);
            instructions.RemoveRange(begin, end + 1 - begin);
            instructions.InsertRange(begin, Enumerable.Range(0, (int)loop.Imm).SelectMany(turn => (Instruction[])
            [
                new(Code.IfLonger, SlotShape.None, loop.B, -1, -1, -1, turn),
                new(Code.Const, SlotShape.I32, loop.A, -1, -1, -1, turn),
                .. body,
                new(Code.End, SlotShape.None, -1, -1, -1, -1, 0),
            ]));
        }
    }
}
