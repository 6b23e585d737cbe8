using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>
/// The slots that a step may leave on the shadow stack: one for each pointer that it holds on its way.
/// </summary>
public class RootBudgetTests
{
    /// <summary>Counted by hand: what is allocated, and what a container or a read holds besides.</summary>
    [Theory]
    [InlineData("observe 5", 0, 0)]
    [InlineData("observe ({} : Set<Int>)", 1, 1)]
    [InlineData("$0: Set<Int> = {}", 2, 2)]
    [InlineData("$0: Int = 5", 0, 0)]
    [InlineData("observe ({1, 2} : Set<Int>)", 3, 3)]
    [InlineData("observe ({\"a\"} : Set<String>)", 3, 3)]
    [InlineData("observe ([1, 2] : Array<Int>)", 1, 1)]
    [InlineData("observe (Some(1) : Option<Int>)", 1, 1)]
    [InlineData("observe size(({1} : Set<Int>))", 2, 2)]
    [InlineData("observe contains(({1} : Set<Int>), 2)", 2, 2)]
    [InlineData("observe elements(({1} : Set<Int>))", 3, 3)]
    [InlineData("observe item(elements(({\"a\"} : Set<String>)), 0)", 5, 6)]
    [InlineData("observe item(elements(({1} : Set<Int>)), 0)", 3, 3)]
    [InlineData("observe parse(Json, \"1\")", 2, 3)]
    public void A_step_may_leave_a_slot_for_each_pointer_and_more_where_a_default_stands_in(
        string op, int usual, int most)
    {
        var step = CaseText.Parse(op).Ops[0];
        Assert.Equal((usual, most), (new RootBudget(false).Of(step), new RootBudget(true).Of(step)));
    }
}
