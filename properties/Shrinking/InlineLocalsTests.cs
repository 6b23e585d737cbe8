using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Definitions that move to where they are read.</summary>
public class InlineLocalsTests
{
    [Theory]
    [InlineData("$0: Int = 5; put 6; $1: Set<Int> = {$0}; allocate 3; observe (state : Int); observe "
                    + "insert($1, 2)",
        "$0: Int = 5; put 6; allocate 3; observe state; observe insert(({$0} : Set<Int>), 2)",
        "$0: Int = 5; $1: Set<Int> = {$0}; allocate 3; observe 6; observe insert($1, 2)",
        "put 6; $1: Set<Int> = {5}; allocate 3; observe state; observe insert($1, 2)")]
    [InlineData("match MkRecord($0, $1) = MkRecord(7, \"a\"); match Some($2) = (None : Option<Int>); observe "
                    + "$0; observe $1",
        "match Some($2) = (None : Option<Int>); observe 7; observe \"a\"")]
    public void A_definition_replaces_what_reads_it_and_its_op_goes(
        string start, params string[] proposed) =>
        Assert.Equal(proposed, Proposals.Of(InlineLocals.Pass, start));
}
