using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Edits;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>What is left when ops go, alone, in runs, in pairs and with their frames.</summary>
public class CutTests
{
    private const string Nested =
        "call; allocate 2; call; allocate 3; $0: Int = return 7; allocate 4; $1: Int = return $0; observe $1";

    [Fact]
    public void Everything_leaves_nothing_under_the_simplest_schedule() =>
        Assert.Equal([""], Proposals.Of(CutOps.Everything, "heap full; schedule eager; allocate 1"));

    [Theory]
    [InlineData("allocate 1; allocate 2")]
    [InlineData(Nested, "observe 0", "call; allocate 2; allocate 4; $1: Int = return 0; observe $1")]
    [InlineData("call; allocate 1; $0: Int = return 1; call; $1: Int = return $0; observe $1",
        "call; allocate 1; $0: Int = return 1; observe $0", "call; $1: Int = return 0; observe $1")]
    public void Frames_go_from_the_call_to_the_return(string start, params string[] without) =>
        Assert.Equal(without, Proposals.Of(CutOps.Frames, start));

    [Fact]
    public void Runs_of_ops_go_from_the_end()
    {
        for (var count = 0; count < 10; count++)
        {
            for (var length = 1; length < 12; length++)
            {
                var proposed = Proposals.Of(CutOps.Runs(length), Numbered(Enumerable.Range(1, count)));
                var expected = length > 1 && length >= count ? [] : Enumerable.Range(0, count)
                    .Where(turn => turn * length < count)
                    .Select(turn => count - (turn * length))
                    .Select(end => Without(count, at => at > end - length && at <= end));
                Assert.Equal(expected, proposed);
            }
        }
    }

    [Fact]
    public void Every_pair_of_at_most_twelve_ops_goes()
    {
        for (var count = 0; count < 14; count++)
        {
            var proposed = Proposals.Of(CutOps.Pairs, Numbered(Enumerable.Range(1, count)));
            var expected = Enumerable.Range(1, count)
                .SelectMany(second => Enumerable.Range(1, second - 1).Select(first => (first, second)))
                .Select(pair => Without(count, at => at == pair.first || at == pair.second))
                .Reverse();
            Assert.Equal(count <= 12 ? expected : [], proposed);
        }
    }

    [Theory]
    [InlineData(Nested, 0, "allocate 2; call; allocate 3; $0: Int = return 7; allocate 4; $1: Int = $0; observe $1")]
    [InlineData(Nested, 6, "allocate 2; call; allocate 3; $0: Int = return 7; allocate 4; $1: Int = $0; observe $1")]
    [InlineData(Nested, 2, "call; allocate 2; allocate 3; $0: Int = 7; allocate 4; $1: Int = return $0; observe $1")]
    [InlineData(Nested, 4, "call; allocate 2; allocate 3; $0: Int = 7; allocate 4; $1: Int = return $0; observe $1")]
    [InlineData(Nested, 1, "call; call; allocate 3; $0: Int = return 7; allocate 4; $1: Int = return $0; observe $1")]
    public void A_frame_of_which_one_end_goes_is_unwrapped(string start, int at, string left) =>
        Assert.Equal(left, WithoutOp(start, at));

    [Theory]
    [InlineData("$0: Int = 5; observe $0", "observe 0")]
    [InlineData("$0: Set<Int> = {1}; $1: Set<Int> = insert($0, 2); $2: Set<Int> = $1; observe $2",
        "$0: Set<Int> = {1}; $2: Set<Int> = $0; observe $2", 1)]
    [InlineData("$0: Int = 3; $1: Set<Int> = {4}; $2: Set<Int> = insert($1, $0); observe $2",
        "$0: Int = 3; $1: Set<Int> = {4}; observe $1", 2)]
    [InlineData("$0: String = \"a\"; $1: Int = 3; $2: Int = size(({$0} : Set<String>)); observe $2",
        "$0: String = \"a\"; $1: Int = 3; observe 0", 2)]
    [InlineData("match MkRecord($0, $1) = MkRecord(1, \"a\"); observe $0; observe $1", "observe 0; observe \"\"")]
    public void What_read_a_local_that_goes_reads_what_it_was_made_from_or_the_default(
        string start, string left, int at = 0) => Assert.Equal(left, WithoutOp(start, at));

    private static string WithoutOp(string start, int at) =>
        Proposals.Line(Cut.Range(Proposals.Case(start), at, at + 1));

    private static string Without(int count, Func<int, bool> goes) =>
        Numbered(Enumerable.Range(1, count).Where(at => !goes(at)));

    private static string Numbered(IEnumerable<int> numbers) => string.Join("; ", numbers.Select(n => $"allocate {n}"));
}
