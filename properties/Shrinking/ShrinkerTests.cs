using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Order;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class ShrinkerTests(ITestOutputHelper output)
{
    private const int Starts = 100;

    public static TheoryData<string> Bugs => [.. SyntheticBugs.All.Select(bug => bug.Name)];

    [Theory, MemberData(nameof(Bugs))]
    public void Equal_bugs_end_in_the_same_text_within_1500_attempts(string name)
    {
        var bug = Bug(name);
        var results = bug.Starts(Starts).Select(start => Shrink(bug, start)).ToArray();
        var forms = results.GroupBy(r => r.Smallest.ToString()).OrderByDescending(group => group.Count()).ToArray();
        output.WriteLine($"{name}: attempts mean {results.Average(r => r.Attempts):0}, "
            + $"max {results.Max(r => r.Attempts)}; {forms[0].Count()} of {Starts} starts end in one text");

        Assert.All(results, result => Assert.True(result.IsMinimal && !result.LimitHit));
        Assert.InRange(results.Max(r => r.Attempts), 1, 1500);
        Assert.True(forms.Length == 1, string.Join('\n', forms.Select(form => $"{form.Count()} times\n{form.Key}")));
    }

    [Theory, MemberData(nameof(Bugs))]
    public void The_result_fails_is_no_larger_than_the_start_and_is_the_same_each_time(string name)
    {
        var bug = Bug(name);
        foreach (var start in bug.Starts(5))
        {
            var result = Shrink(bug, start);
            Assert.True(bug.Fails(result.Smallest));
            Assert.True(CaseOrder.Compare(result.Smallest, start) <= 0);
            Assert.Equal(result, Shrink(bug, start));
        }
    }

    [Theory, MemberData(nameof(Bugs))]
    public void Nothing_can_be_left_out_of_a_minimal_case(string name)
    {
        var bug = Bug(name);
        foreach (var start in bug.Starts(5))
        {
            var smallest = Shrink(bug, start).Smallest;
            Assert.DoesNotContain(SmallerNeighbours.Of(smallest), neighbour => bug.Fails(neighbour));
        }
    }

    /// <summary>
    /// Two ops fail whenever it collects; one of them does with a collection everywhere, and three do not.
    /// </summary>
    [Fact]
    public void What_is_small_is_tried_with_all_collections_once_more()
    {
        static StressCase Of(params int[] observed) => new(
            [.. observed.Select(n => new Op.Observe(new Expr.Int(n)))],
            new CollectionSchedule.Eager(),
            HeapState.Empty);
        var (one, two) = (Of(7), Of(7, 8));
        bool Fails(StressCase c) => c.Schedule is CollectionSchedule.Eager
            ? c.Ops.Length <= 2 && c.Ops.Contains(one.Ops[0])
            : c.Ops.Contains(two.Ops[0]) && c.Ops.Contains(two.Ops[1]);

        var start = Of(7, 9, 8).With(new CollectionSchedule.At([5]));
        var result = new Shrinker(Fails, new ShrinkOptions { SmallCasesMax = 0 }).Shrink(start);
        Assert.Equal(one, result.Smallest);
    }

    [Theory, MemberData(nameof(Bugs))]
    public void No_text_is_tried_twice_and_each_new_best_is_smaller(string name)
    {
        var tried = new HashSet<string>();
        var bug = Bug(name);
        foreach (var start in bug.Starts(3))
        {
            tried.Clear();
            var best = start;
            var options = new ShrinkOptions
            {
                Progress = (smaller, _) =>
                {
                    Assert.True(CaseOrder.Compare(smaller, best) < 0);
                    best = smaller;
                },
            };
            bool FailsOnce(StressCase c)
            {
                Assert.True(tried.Add(c.ToString()));
                return bug.Fails(c);
            }

            var result = new Shrinker(FailsOnce, options).Shrink(start);
            Assert.Equal(result.Smallest, best);
            Assert.Equal(result.Attempts, tried.Count);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(20)]
    public void A_limit_ends_the_search_with_the_best_so_far(int attemptsMax)
    {
        foreach (var bug in SyntheticBugs.All)
        {
            var start = bug.Starts(1).Single();
            var result = new Shrinker(bug.Fails, new() { AttemptsMax = attemptsMax }).Shrink(start);
            Assert.Equal((attemptsMax, true, false), (result.Attempts, result.LimitHit, result.IsMinimal));
            Assert.True(bug.Fails(result.Smallest) && CaseOrder.Compare(result.Smallest, start) <= 0);
        }
    }

    [Fact]
    public void A_deadline_ends_the_search_between_two_attempts()
    {
        using var deadline = new CancellationTokenSource();
        var attempts = 0;
        bool FailsAndCancels(StressCase tried)
        {
            if (++attempts == 5)
            {
                deadline.Cancel();
            }

            return tried.Ops.Length > 3;
        }

        var result = new Shrinker(FailsAndCancels, new() { Deadline = deadline.Token }).Shrink(DrawnCases.Draw(1, 30));
        Assert.Equal((5, 5, true, false), (attempts, result.Attempts, result.LimitHit, result.IsMinimal));
    }

    [Fact]
    public void Documents_are_made_smaller_by_whoever_knows_their_format()
    {
        var start = new StressCase(
            [new Op.Observe(new Expr.Parse(VeraType.Json, "[[1], [2, 3]]"))],
            new CollectionSchedule.Eager(),
            HeapState.Full);
        var options = new ShrinkOptions
        {
            SmallerDocuments = (type, document) => type == VeraType.Json && document.Length > 4 ? ["[", "[[]]"] : [],
        };
        var result = new Shrinker(c => c.ToString().Contains("[["), options).Shrink(start);
        Assert.Equal("observe parse(Json, \"[[]]\")\n", result.Smallest.ToString());
    }

    [Fact]
    public void A_case_of_300_ops_is_shrunk_within_500_attempts()
    {
        var bug = SyntheticBugs.All[0];
        var start = DrawnCases.Draw(3, 300, bug.Planted);
        Assert.InRange(Shrink(bug, start).Attempts, 1, 500);
    }

    [Fact]
    public void A_start_that_repair_would_change_is_refused()
    {
        ImmutableArray<Op> unopened = [new Op.Return(3, new Expr.Int(0))];
        var careless = new StressCase(unopened, new CollectionSchedule.Natural(), HeapState.Empty);
        Assert.Throws<ArgumentException>(() => new Shrinker(_ => true, new()).Shrink(careless));
    }

    [Fact]
    public void A_start_that_passes_is_an_error() =>
        Assert.Throws<StartPassesException>(() => new Shrinker(_ => false, new()).Shrink(DrawnCases.Draw(1, 10)));

    [Fact]
    public void What_always_fails_shrinks_to_the_empty_case_at_once()
    {
        var result = new Shrinker(_ => true, new()).Shrink(DrawnCases.Draw(1, 40));
        Assert.Empty(result.Smallest.Ops);
        Assert.True(result.IsMinimal);
        Assert.InRange(result.Attempts, 1, 4);
    }

    [Fact]
    public void What_only_the_start_shows_stays_as_it_is()
    {
        var start = DrawnCases.Draw(7, 12);
        var result = new Shrinker(start.Equals, new()).Shrink(start);
        Assert.Equal(start, result.Smallest);
        Assert.True(result.IsMinimal);
    }

    private static SyntheticBug Bug(string name) => SyntheticBugs.All.Single(bug => bug.Name == name);

    private static ShrinkResult Shrink(SyntheticBug bug, StressCase start) =>
        new Shrinker(bug.Fails, new()).Shrink(start);
}
