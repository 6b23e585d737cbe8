using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Modules;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Lowering;

/// <summary>What is needed, and what a function takes, follow from one table of reads and writes.</summary>
public class LivenessTests
{
    [Fact]
    public void Every_instruction_has_its_place_in_the_table()
    {
        var lowered = new LoweredCase();
        lowered.ImportNumber(HostImport.Of(HostFunction.SetNew));
        foreach (var code in Enum.GetValues<Code>())
        {
            RegisterUse.Of(lowered, new(code, SlotShape.I32, 1, 2, 3, 4, 0), new HashSet<int>(), new HashSet<int>());
        }
    }

    [Fact]
    public void Before_a_case_begins_it_needs_nothing()
    {
        foreach (var lowered in Lowered(300))
        {
            Assert.Equal(lowered.GlobalRegisters.Order(), Liveness.Needed(lowered, 0));
        }
    }

    [Fact]
    public void What_a_function_takes_is_needed_where_it_begins()
    {
        // A handler that nothing throws to needs nothing, and takes its parameters all the same.
        var taken = 0;
        foreach (var lowered in Lowered(300).Where(l => l.Instructions.TrueForAll(i => i.Code != Code.Try)))
        {
            var functions = GuestFunction.Split(lowered);
            var number = 0;
            for (var at = 0; at < lowered.Instructions.Count; at++)
            {
                // A function that is a value is given its closure by whoever applies it.
                number += lowered.Instructions[at].Code == Code.Function ? 1 : 0;
                if (lowered.Instructions[at].Code is Code.Frame or Code.TailFrame)
                {
                    var parameters = functions[++number].Parameters;
                    Assert.Subset(Liveness.Needed(lowered, at), parameters.ToHashSet());
                    taken += parameters.Count;
                }
            }
        }

        Assert.True(taken > 100, $"{taken} parameters show little");
    }

    /// <summary>One arm writes the register, the other goes on with what was there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_write_in_one_arm_ends_no_need_of_the_other(bool isFirstArm)
    {
        var lowered = new LoweredCase();
        var (tag, value) = (lowered.Register(SlotShape.I32), lowered.Register(SlotShape.I32));
        lowered.Add(Code.IfTag, tag, imm: 1);
        WriteIf(isFirstArm);
        lowered.Add(Code.Else);
        WriteIf(!isFirstArm);
        lowered.Add(Code.End);
        lowered.Add(Code.Push, value);
        Assert.Equal([tag, value], Liveness.Needed(lowered, 0));
        Assert.Equal(isFirstArm ? [] : [value], Liveness.Needed(lowered, 1));

        void WriteIf(bool writes) => lowered.Add(writes ? Code.Const : Code.Churn, value, b: 8);
    }

    /// <summary>What the next turn begins with is needed behind its last use in this one.</summary>
    [Fact]
    public void What_the_next_turn_needs_is_needed_to_the_end_of_this_one()
    {
        var lowered = new LoweredCase();
        var (length, carried) = (lowered.Register(SlotShape.I32), lowered.Register(SlotShape.I32));
        var turn = lowered.BeginTurns(length, 2);
        lowered.Add(Code.Push, carried);
        lowered.Add(Code.Churn, b: 8);
        var behind = lowered.Instructions.Count - 1;
        lowered.EndTurns(turn);
        Assert.Equal([length, carried, turn], Liveness.Needed(lowered, behind));
        Assert.Equal([length, carried], Liveness.Needed(lowered, 0));
    }

    [Fact]
    public void Loops_in_loops_are_walked_in_a_moment()
    {
        var lowered = new LoweredCase();
        var (length, carried) = (lowered.Register(SlotShape.I32), lowered.Register(SlotShape.I32));
        var turns = Enumerable.Range(0, 100).Select(_ => lowered.BeginTurns(length, 2)).ToArray();
        var inside = lowered.Instructions.Count;
        lowered.Add(Code.Churn, b: 8);
        lowered.Add(Code.Push, carried);
        Array.ForEach([.. turns.Reverse()], lowered.EndTurns);
        Assert.Equal([length, carried, .. turns], Liveness.Needed(lowered, inside));
    }

    private static IEnumerable<LoweredCase> Lowered(int count)
    {
        using var target = Lanes.Driven(WatOptions.Default);
        var lowerer = new Lowerer(target.HeapStart, target.Session.Host.Containers.Shape);
        foreach (var stressCase in Lanes.Cases(BuiltInSource.AllElements, 21, count))
        {
            yield return lowerer.Lower(stressCase);
        }
    }
}
