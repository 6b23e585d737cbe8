using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Insertions in place of what only allocates.</summary>
public class InsertInsteadTests
{
    [Theory]
    [InlineData("observe 1; $0: Set<Int> = {7}; observe insert($0, 2)",
        "$0: Set<Int> = {7}; observe insert(insert($0, 2), 0)",
        "schedule eager; $0: Set<Int> = {7}; observe insert(insert($0, 2), 0)",
        "$0: Set<Int> = {7}; observe insert(insert($0, 0), 2)",
        "schedule eager; $0: Set<Int> = {7}; observe insert(insert($0, 0), 2)",
        "$0: Set<Int> = insert({7}, 0); observe insert($0, 2)",
        "schedule eager; $0: Set<Int> = insert({7}, 0); observe insert($0, 2)")]
    [InlineData("put 1; allocate 2; churn 3 4; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = {}",
        "put 1; allocate 2; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = insert({}, 0, false)",
        "schedule eager; put 1; allocate 2; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = "
            + "insert({}, 0, false)",
        "put 1; churn 3 4; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = insert({}, 0, false)",
        "schedule eager; put 1; churn 3 4; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = "
            + "insert({}, 0, false)",
        "allocate 2; churn 3 4; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = insert({}, 0, false)",
        "schedule eager; allocate 2; churn 3 4; $0: Int = 5; call; $1: Int = return 6; $2: Map<Int, Bool> = "
            + "insert({}, 0, false)")]
    [InlineData("$0: Set<Int> = {7}; observe 2")]
    [InlineData("observe 1; observe 2; observe ({} : Set<Int>)",
        "observe 1; observe insert(({} : Set<Int>), 0)",
        "schedule eager; observe 1; observe insert(({} : Set<Int>), 0)",
        "observe 2; observe insert(({} : Set<Int>), 0)",
        "schedule eager; observe 2; observe insert(({} : Set<Int>), 0)")]
    public void An_entry_put_into_a_container_that_is_read_later_takes_the_place_of_an_op(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(InsertInstead.Pass, start));
}
