using FsCheck.Xunit;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class OtherSchedulesTests
{
    private const string Short = """
        $0: Set<Array<Int>> = call({[1], [2]})
        churn 3 8
        observe $0
        """;

    /// <summary>A real Vera cannot be told when to collect, whatever a case asks for.</summary>
    [Fact]
    public void Where_points_cannot_be_chosen_a_case_runs_by_itself_everywhere_and_nearly_full()
    {
        var asked = CaseText.Parse("heap full\nschedule at 2\nobserve 0\n");
        var variants = InvisibilityJudge.VariantsWithoutPoints(asked);
        Assert.All(variants, variant => Assert.Equal(asked.Ops, variant.Ops));
        Assert.Contains(variants, variant => variant.Schedule is CollectionSchedule.Natural);
        Assert.Contains(variants, variant => variant.Schedule is CollectionSchedule.Eager);
        Assert.Contains(variants, variant => variant.Heap == HeapState.AlmostFull);
        Assert.DoesNotContain(variants, variant => variant.Schedule is CollectionSchedule.At);
    }

    [Property]
    public void A_sweep_has_every_single_point_and_every_pair_once(byte allocations)
    {
        var n = allocations % 65;
        var schedules = SchedulePoints.UpTo(n, 2).Select(s => $"{s}").ToHashSet();
        Assert.Equal(n + (n * (n - 1) / 2), schedules.Count);
        Assert.Equal(n, SchedulePoints.UpTo(n, 1).Count());
    }

    [Property(MaxTest = 15)]
    public void Collections_are_invisible(byte[] script)
    {
        using var target = new DrivenTarget(WatOptions.Default, (_, _) => null);
        var seen = InvisibilityJudge.Try(NewJudge(target), ScriptedCases.From(script));
        Assert.IsType<Verdict.Pass>(seen.Verdict);
        Assert.Equal(4, seen.Runs);
    }

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(65, 64, false)]
    [InlineData(65, 100, true)]
    public void Cases_of_up_to_64_allocations_are_swept_or_as_many_as_one_asks_for(
        int allocations, int most, bool isSwept)
    {
        using var target = new DrivenTarget(WatOptions.Default, (_, _) => null);
        var seen = ScheduleSweep.Try(
            NewJudge(target), CaseText.Parse($"churn {allocations} 8"), 1, allocationsMax: most);
        Assert.Equal(isSwept ? 1 + allocations : null, seen?.Runs);
    }

    [Fact]
    public void A_run_that_depends_on_its_schedule_is_seen()
    {
        var target = new Whimsical(s => s is CollectionSchedule.Eager ? "2" : "1");
        var judge = new Judge(target, ModelRun.NewModel(), OracleSet.Termination);
        var seen = InvisibilityJudge.Try(judge, CaseText.Parse(Short));
        Assert.Equal(OracleName.Invisibility, Assert.IsType<Verdict.Fail>(seen.Verdict).Oracle);
        Assert.IsType<CollectionSchedule.Eager>(seen.Variant.Schedule);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sweep_passes_on_the_fix_and_fails_on_the_bug(int points)
    {
        using var sound = new DrivenTarget(WatOptions.Default, (_, _) => null);
        Assert.IsType<Verdict.Pass>(ScheduleSweep.Try(NewJudge(sound), CaseText.Parse(Short), points)?.Verdict);
        using var broken = new DrivenTarget(
            WatOptions.Default with { Runtime = RuntimeKind.HostStore }, (_, _) => null);
        var seen = ScheduleSweep.Try(NewJudge(broken), CaseText.Parse(Short), points);
        Assert.IsType<Verdict.Fail>(seen?.Verdict);
        Assert.IsType<Verdict.Fail>(NewJudge(broken).Try(seen.Variant).Verdict);
    }

    [Fact]
    public void A_failure_that_takes_two_collections_is_found_by_pairs_alone()
    {
        var target = new Whimsical(s => s is CollectionSchedule.At { Allocations: [2, 5] } ? null : "1");
        var judge = new Judge(target, ModelRun.NewModel(), OracleSet.Termination);
        Assert.IsType<Verdict.Pass>(ScheduleSweep.Try(judge, CaseText.Parse(Short), 1)?.Verdict);
        var seen = ScheduleSweep.Try(judge, CaseText.Parse(Short), 2);
        Assert.IsType<Verdict.Fail>(seen?.Verdict);
        Assert.Equal("at 2 5", $"{seen.Variant.Schedule}");
    }

    [Fact]
    public void A_long_case_is_not_swept()
    {
        using var target = new DrivenTarget(WatOptions.Default, (_, _) => null);
        Assert.Null(ScheduleSweep.Try(NewJudge(target), CaseText.Parse($"{Short}\nchurn 80 8\n"), 2));
    }

    [Fact]
    public void A_sample_shows_one_failure_of_each_kind_at_its_first_point()
    {
        var whims = new Dictionary<string, string?> { ["at 2"] = "one", ["at 4"] = "other", ["at 5"] = "one" };
        var judge = NewJudge(new Whimsical(schedule => whims.GetValueOrDefault($"{schedule}", "{[1], [2]}")));
        var kinds = new HashSet<string>();
        var seen = ScheduleSample.Try(
            judge, CaseText.Parse(Short), 6, 256, (_, failure) => kinds.Add($"{failure.Evidence}"));
        Assert.Equal(["at 2", "at 4"], seen.Failures.Select(failure => $"{failure.Variant.Schedule}"));
        Assert.Equal(15, seen.Runs);
    }

    [Fact]
    public void The_end_of_a_sample_moves_the_heap_by_each_number_of_bytes_over_the_cases()
    {
        var starts = Enumerable.Range(1, 14).SelectMany(allocations => Moved(Short, allocations)).ToArray();
        Assert.Equal(Enumerable.Range(1, 7), starts.Distinct().Order());
        Assert.Equal(0, Moved($"{Short}\nobserve (addr(3) : Int)", 6).Max());
        Assert.Equal(0, Moved($"heap full\n{Short}", 6).Max());

        static List<int> Moved(string text, int allocations)
        {
            var starts = new List<int>();
            var judge = NewJudge(new Whimsical(tried => null));
            ScheduleSample.Try(
                judge, CaseText.Parse(text), allocations, 256,
                (variant, _) => { starts.Add(variant.Tables.Start); return false; });
            return [.. starts.Where(start => start > 0).DefaultIfEmpty()];
        }
    }

    private static Judge NewJudge(ITarget target) => new(target, ModelRun.NewModel(), OracleSet.All);

    /// <summary>Six allocations, and an observation that depends on the schedule; null is a trap.</summary>
    private sealed class Whimsical(Func<CollectionSchedule, string?> saw) : ITarget
    {
        public int HeapStart => HandMadeHeap.Start;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null)
        {
            var text = saw(stressCase.Schedule);
            watcher?.Observed(2, System.Text.Encoding.ASCII.GetBytes(text ?? ""));
            return new(
                text is null ? new Outcome.Trapped(2, new(TrapReason.Guest, "whim")) : new Outcome.Completed(),
                new Transcript(), new Transcript(), new RunStats(6, 0, 0, 0, 0));
        }
    }
}
