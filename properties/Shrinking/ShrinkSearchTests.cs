using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class ShrinkSearchTests
{
    private readonly List<int> ran = [];
    private readonly List<string> progress = [];

    [Fact]
    public void Only_what_is_smaller_and_new_is_run_and_only_what_fails_is_gone_to()
    {
        var search = Search(9, size => size != 5, new() { Progress = Note });
        Assert.Equal((1, 9, false), (search.Attempts, Of(search.Smallest), search.LimitHit));
        Assert.False(search.Try(Allocating(9)) || search.Try(Allocating(12)) || search.Try(Allocating(5)));
        Assert.False(search.Try(Allocating(5)));
        Assert.Equal((2, 9), (search.Attempts, Of(search.Current)));
        Assert.True(search.Try(Allocating(7)));
        Assert.False(search.Try(Allocating(7)) || search.Try(Allocating(8)));
        Assert.True(search.Try(Allocating(6)));
        Assert.Equal((4, 6, 6), (search.Attempts, Of(search.Current), Of(search.Smallest)));
        Assert.Equal([5, 7, 6], ran);
        Assert.Equal(["7 3", "6 4"], progress);
    }

    [Fact]
    public void Nothing_is_run_once_the_limit_of_attempts_is_hit_or_the_deadline_is_over()
    {
        using var deadline = new CancellationTokenSource();
        var search = Search(9, _ => true, new() { AttemptsMax = 3, Deadline = deadline.Token });
        Assert.True(search.Try(Allocating(8)) && !search.LimitHit && search.Try(Allocating(7)) && search.LimitHit);
        Assert.False(search.Try(Allocating(6)));

        search = Search(9, _ => true, new() { Deadline = deadline.Token });
        Assert.True(search.Try(Allocating(8)) && !search.LimitHit);
        deadline.Cancel();
        Assert.True(search.LimitHit && !search.Try(Allocating(7)));
        Assert.Equal([8, 7, 8], ran);
    }

    [Fact]
    public void A_detour_collects_everywhere_in_an_empty_heap_and_ends_at_the_smallest_case()
    {
        var start = Proposals.Case("heap full; allocate 9");
        var search = new ShrinkSearch(Fails(_ => true), new() { Progress = Note }, start);
        Assert.True(search.TakeDetour());
        Assert.Equal("schedule eager; allocate 9", Proposals.Line(search.Current));
        Assert.Equal(search.Current, search.Smallest.With(HeapState.Empty).With(new CollectionSchedule.Eager()));

        search = Search(9, _ => true, new() { Progress = Note });
        progress.Clear();
        Assert.True(search.TakeDetour());
        Assert.Equal(("schedule eager; allocate 9", "allocate 9"), Lines(search));
        Assert.True(search.TakeDetour());
        Assert.Equal(("allocate 9", "allocate 9"), Lines(search));
        Assert.False(search.TakeDetour());
        Assert.Empty(progress);

        search = Search(9, _ => false, new());
        Assert.False(search.TakeDetour());
        Assert.Equal(("allocate 9", "allocate 9"), Lines(search));
    }

    [Fact]
    public void The_empty_case_takes_no_detour()
    {
        var search = new ShrinkSearch(Fails(_ => true), new(), Proposals.Case("schedule eager"));
        Assert.False(search.TakeDetour());
        Assert.Equal(1, search.Attempts);
    }

    /// <summary>
    /// 4 new and smaller ones at first, then twice as many each time, up to the most that are wanted.
    /// </summary>
    [Theory]
    [InlineData(20, 99, "4 8 6")]
    [InlineData(20, 6, "4 6 6 2")]
    [InlineData(20, 4, "4 4 4 4 2")]
    [InlineData(8, 2, "2 2 2")]
    [InlineData(14, 99, "4 8")]
    [InlineData(1, 99, "")]
    public void What_will_be_tried_is_announced_in_growing_numbers(int size, int most, string announced)
    {
        var seen = new List<int>();
        var numbers = new List<int>();
        var options = new ShrinkOptions
        {
            AheadMax = most,
            Ahead = cases =>
            {
                numbers.Add(cases.Count);
                seen.AddRange(cases.Select(Of));
            },
        };
        var search = Search(size, _ => false, options);

        // Every second one is no smaller.
        var proposals = Enumerable.Range(1, size).SelectMany(n => new[] { n, size + n })
            .Select(Allocating).ToArray();
        var yielded = new List<(int At, int Size)>();
        foreach (var (at, proposed) in search.LookingAhead(proposals, 1))
        {
            Assert.True(Of(proposed) >= size || seen.Contains(Of(proposed)));
            yielded.Add((at, Of(proposed)));
        }

        Assert.Equal(proposals.Select((proposed, at) => (at, Of(proposed))).Skip(1), yielded);
        Assert.Equal(Enumerable.Range(2, Math.Max(0, size - 2)), seen);
        Assert.Equal(announced, string.Join(' ', numbers));
    }

    [Fact]
    public void What_was_tried_is_not_announced_and_nothing_is_without_a_listener()
    {
        var announced = new List<int>();
        var listening = new ShrinkOptions { AheadMax = 5, Ahead = cases => announced.AddRange(cases.Select(Of)) };
        var search = Search(9, _ => false, listening);
        search.Try(Allocating(3));
        Assert.Equal(4, search.LookingAhead([.. Enumerable.Range(1, 4).Select(Allocating)], 0).Count());
        Assert.Equal([1, 2, 4], announced);

        search = Search(9, _ => false, new() { AheadMax = 0, Ahead = cases => announced.Clear() });
        Assert.Equal([1, 2], search.LookingAhead([.. Enumerable.Range(1, 3).Select(Allocating)], 1).Select(p => p.At));
        search = Search(9, _ => false, new() { AheadMax = 5 });
        Assert.Equal([2], search.LookingAhead([.. Enumerable.Range(1, 3).Select(Allocating)], 2).Select(p => p.At));
        Assert.Equal(3, announced.Count);
    }

    [Fact]
    public void While_some_are_tried_those_after_them_are_told_of_and_a_success_tells_of_no_more()
    {
        var told = new List<string>();
        var search = Search(30, size => size == 6, new()
        {
            AheadMax = 8,
            Ahead = cases => told.Add($"now {string.Join(' ', cases.Select(Of))}"),
            Then = cases => told.Add($"then {string.Join(' ', cases.Select(Of))}"),
        });
        foreach (var (_, proposed) in search.LookingAhead(Enumerable.Range(1, 29).Select(Allocating), 0))
        {
            told.Add($"{Of(proposed)}");
            if (search.Try(proposed))
            {
                break;
            }
        }

        Assert.Equal(
            [
                "now 1 2 3 4", "then 5 6 7 8 9 10 11 12", "1", "2", "3", "4",
                "now 5 6 7 8 9 10 11 12", "then 13 14 15 16 17 18 19 20", "5", "6",
            ],
            told);
    }

    private static StressCase Allocating(int bytes) => Proposals.Case($"allocate {bytes}");

    private static int Of(StressCase stressCase) => ((Op.Allocate)stressCase.Ops.Single()).Bytes;

    private static (string Current, string Smallest) Lines(ShrinkSearch search) =>
        (Proposals.Line(search.Current), Proposals.Line(search.Smallest));

    private ShrinkSearch Search(int size, Func<int, bool> fails, ShrinkOptions options) =>
        new(Fails(fails), options, Allocating(size));

    private Func<StressCase, bool> Fails(Func<int, bool> fails) => tried =>
    {
        ran.Add(Of(tried));
        return fails(Of(tried));
    };

    private void Note(StressCase best, int attempts) => progress.Add($"{Of(best)} {attempts}");
}
