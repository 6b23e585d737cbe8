using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>What is tried in place of expressions.</summary>
public class SmallerExpressionsTests
{
    [Theory]
    [InlineData("observe ([1, 2, 3, 4, 5] : Array<Int>)",
        "observe ([] : Array<Int>)", "observe ([1, 2, 3] : Array<Int>)", "observe ([1, 4, 5] : Array<Int>)",
        "observe ([2, 3, 4, 5] : Array<Int>)", "observe ([1, 2, 3, 4] : Array<Int>)",
        "observe ([1, 2, 3, 5] : Array<Int>)", "observe ([1, 2, 4, 5] : Array<Int>)",
        "observe ([1, 3, 4, 5] : Array<Int>)", "observe ([2, 3, 4, 5] : Array<Int>)")]
    [InlineData("observe ({1: 2, 3: 4, 5: 6} : Map<Int, Int>)",
        "observe ({} : Map<Int, Int>)", "observe ({1: 2, 3: 4} : Map<Int, Int>)",
        "observe ({1: 2, 5: 6} : Map<Int, Int>)", "observe ({3: 4, 5: 6} : Map<Int, Int>)")]
    [InlineData("observe ({[1, 2], [3]} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({[1, 2]} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({[3]} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({[], [3]} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({[1], [3]} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({[2], [3]} : Set<Array<Int>>); observe ([] : Array<Int>)",
        "observe ({[1, 2], []} : Set<Array<Int>>); observe ([] : Array<Int>)")]
    public void Runs_of_items_and_of_whole_entries_are_left_out(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(SmallerExpressions.CutLists, start));

    [Theory]
    [InlineData("$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe insert(call($0), 4); "
                    + "observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe ({} : Set<Int>); observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe call($0); observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe $2; observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe $1; observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe insert(({} : Set<Int>), 4); observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe insert($0, 4); observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe insert($2, 4); observe 7",
        "$0: Set<Int> = {1}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe insert($1, 4); observe 7",
        "$0: Set<Int> = {}; $1: Set<Int> = $0; $2: Set<Int> = $0; observe insert(call($0), 4); observe 7")]
    [InlineData("observe insert(({1} : Set<Int>), 2); observe insert(({1: 2} : Map<Int, Int>), 3, 4)",
        "observe insert(({1} : Set<Int>), 2); observe ({} : Map<Int, Int>)",
        "observe insert(({1} : Set<Int>), 2); observe ({1: 2} : Map<Int, Int>)",
        "observe insert(({1} : Set<Int>), 2); observe ({1: 2, 3: 4} : Map<Int, Int>)",
        "observe insert(({1} : Set<Int>), 2); observe insert(({} : Map<Int, Int>), 3, 4)",
        "observe ({} : Set<Int>); observe insert(({1: 2} : Map<Int, Int>), 3, 4)",
        "observe ({1} : Set<Int>); observe insert(({1: 2} : Map<Int, Int>), 3, 4)",
        "observe ({1, 2} : Set<Int>); observe insert(({1: 2} : Map<Int, Int>), 3, 4)",
        "observe insert(({} : Set<Int>), 2); observe insert(({1: 2} : Map<Int, Int>), 3, 4)")]
    [InlineData("observe remove(({1} : Set<Int>), 2); observe remove(({1: true} : Map<Int, Bool>), 3)",
        "observe remove(({1} : Set<Int>), 2); observe ({} : Map<Int, Bool>)",
        "observe remove(({1} : Set<Int>), 2); observe ({1: true} : Map<Int, Bool>)",
        "observe remove(({1} : Set<Int>), 2); observe ({1: true, 3: false} : Map<Int, Bool>)",
        "observe remove(({1} : Set<Int>), 2); observe remove(({} : Map<Int, Bool>), 3)",
        "observe ({} : Set<Int>); observe remove(({1: true} : Map<Int, Bool>), 3)",
        "observe ({1} : Set<Int>); observe remove(({1: true} : Map<Int, Bool>), 3)",
        "observe ({1, 2} : Set<Int>); observe remove(({1: true} : Map<Int, Bool>), 3)",
        "observe remove(({} : Set<Int>), 2); observe remove(({1: true} : Map<Int, Bool>), 3)")]
    [InlineData("observe fold(({1} : Set<Int>), 5, 2); $0: Map<Int, Int> = {}; observe fold($0, 5, 2, 6)",
        "observe fold(({1} : Set<Int>), 5, 2); $0: Map<Int, Int> = {}; observe ({} : Map<Int, Int>)",
        "observe fold(({1} : Set<Int>), 5, 2); $0: Map<Int, Int> = {}; observe $0",
        "observe fold(({1} : Set<Int>), 5, 2); $0: Map<Int, Int> = {}; observe insert($0, 2, 6)",
        "observe fold(({1} : Set<Int>), 5, 2); $0: Map<Int, Int> = {}; observe $0",
        "observe ({} : Set<Int>); $0: Map<Int, Int> = {}; observe fold($0, 5, 2, 6)",
        "observe ({1} : Set<Int>); $0: Map<Int, Int> = {}; observe fold($0, 5, 2, 6)",
        "observe ({1, 2, 2} : Set<Int>); $0: Map<Int, Int> = {}; observe fold($0, 5, 2, 6)",
        "observe insert(({1} : Set<Int>), 2); $0: Map<Int, Int> = {}; observe fold($0, 5, 2, 6)",
        "observe fold(({} : Set<Int>), 5, 2); $0: Map<Int, Int> = {}; observe fold($0, 5, 2, 6)")]
    [InlineData("observe fold(({1: 2} : Map<Int, Int>), 5, 3, 4)",
        "observe ({} : Map<Int, Int>)", "observe ({1: 2} : Map<Int, Int>)",
        "observe ({1: 2, 3: 4, 3: 4} : Map<Int, Int>)", "observe insert(({1: 2} : Map<Int, Int>), 3, 4)",
        "observe fold(({} : Map<Int, Int>), 5, 3, 4)")]
    [InlineData("$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], [item(([2] : "
                    + "Array<Int>), 1)]] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[], [item(([2] : Array<Int>), 1)]] "
            + ": Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], []] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], [2]] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], [0]] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], [2]] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], [$0]] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[1]} : Set<Array<Int>>)); observe ([[1], [item(([] : Array<Int>), 1)]] "
            + ": Array<Array<Int>>)",
        "$0: Int = 3; observe 0; observe ([[1], [item(([2] : Array<Int>), 1)]] : Array<Array<Int>>)",
        "$0: Int = 3; observe 1; observe ([[1], [item(([2] : Array<Int>), 1)]] : Array<Array<Int>>)",
        "$0: Int = 3; observe $0; observe ([[1], [item(([2] : Array<Int>), 1)]] : Array<Array<Int>>)",
        "$0: Int = 3; observe size(({} : Set<Array<Int>>)); observe ([[1], [item(([2] : Array<Int>), 1)]] : "
            + "Array<Array<Int>>)",
        "$0: Int = 3; observe size(({[]} : Set<Array<Int>>)); observe ([[1], [item(([2] : Array<Int>), 1)]] "
            + ": Array<Array<Int>>)")]
    public void A_default_a_part_a_simpler_operation_and_the_two_latest_locals_stand_in_for_a_node(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(SmallerExpressions.Replace, start));

    [Theory]
    [InlineData("observe contains(({1} : Set<Int>), 2); observe contains(({1: true} : Map<Int, Bool>), 2)",
        "observe contains(({1} : Set<Int>), 2); observe 0",
        "observe contains(({1} : Set<Int>), 2); observe contains(({1: true} : Map<Int, Bool>), 2)",
        "observe contains(({1} : Set<Int>), 2); observe ({1: true} : Map<Int, Bool>)",
        "observe contains(({1} : Set<Int>), 2); observe 2",
        "observe contains(({1} : Set<Int>), 2); observe ({1: true, 2: false} : Map<Int, Bool>)",
        "observe 0; observe contains(({1: true} : Map<Int, Bool>), 2)",
        "observe contains(({1} : Set<Int>), 2); observe contains(({1: true} : Map<Int, Bool>), 2)",
        "observe ({1} : Set<Int>); observe contains(({1: true} : Map<Int, Bool>), 2)",
        "observe 2; observe contains(({1: true} : Map<Int, Bool>), 2)",
        "observe ({1, 2} : Set<Int>); observe contains(({1: true} : Map<Int, Bool>), 2)")]
    [InlineData("$0: Int = 3; $1: Int = $0; put 4; allocate 3; call; $2: Int = return 1",
        "$0: Int = 3; $1: Int = $0; observe 0; allocate 3; call; $2: Int = return 1",
        "$0: Int = 3; $1: Int = $0; observe 4; allocate 3; call; $2: Int = return 1",
        "$0: Int = 3; observe 0; put 4; allocate 3; call; $2: Int = return 1",
        "$0: Int = 3; observe $0; put 4; allocate 3; call; $2: Int = return 1")]
    [InlineData("match MkRecord($0, $1) = MkRecord(1, \"a\"); match Some($2) = (None : Option<Int>); observe $0",
        "match MkRecord($0, $1) = MkRecord(1, \"a\"); match Some($2) = (None : Option<Int>); observe 0",
        "match MkRecord($0, $1) = MkRecord(1, \"a\"); match Some($2) = (None : Option<Int>); observe $0",
        "match MkRecord($0, $1) = MkRecord(1, \"a\"); observe 0; observe $0",
        "match MkRecord($0, $1) = MkRecord(1, \"a\"); observe (None : Option<Int>); observe $0")]
    [InlineData("observe get(({1: true} : Map<Int, Bool>), 2)",
        "observe 0", "observe get(({1: true} : Map<Int, Bool>), 2)", "observe ({1: true} : Map<Int, Bool>)",
        "observe 2", "observe contains(({1: true} : Map<Int, Bool>), 2)")]
    public void What_is_only_looked_at_becomes_an_observe_of_less(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(SmallerExpressions.ObserveParts, start));
}
