using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>The fix under test survives everything, for every type.</summary>
public class ContainerOnHardenedTests
{
    public static TheoryData<TypeKind> Kinds => [.. Enum.GetValues<TypeKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void It_passes_with_each_kind_of_element_alone(TypeKind element) =>
        AssertPasses(BuiltInSource.AllElements with { Elements = [element] }, cases: 24, (ulong)element);

    [Fact]
    public void It_passes_with_all_kinds_of_elements() => AssertPasses(BuiltInSource.AllElements, cases: 200, 100);

    public static TheoryData<string> Schedules => ["natural", "eager", "every 1", "every 3", "at 1 2 3 20 21 90"];

    [Theory, MemberData(nameof(Schedules))]
    public void It_passes_under_every_schedule(string schedule) => AssertPasses(
        BuiltInSource.AllElements with { Schedule = ScheduleOf(schedule) }, cases: 60, 101);

    private static CollectionSchedule ScheduleOf(string schedule) => schedule.Split(' ') switch
    {
        ["natural"] => new CollectionSchedule.Natural(),
        ["eager"] => new CollectionSchedule.Eager(),
        ["every", var interval] => new CollectionSchedule.Every(int.Parse(interval)),
        [_, .. var points] => new CollectionSchedule.At([.. points.Select(int.Parse)]),
        _ => throw new ArgumentException(schedule),
    };

    /// <summary>In each layout, from all states of the heap in turn.</summary>
    private static void AssertPasses(GenerationOptions options, int cases, ulong campaign)
    {
        foreach (var layout in (ReadOnlySpan<HeapLayout>)[HeapLayout.Small, Lanes.Tiny])
        {
            using var target = Lanes.Driven(WatOptions.Default with { Layout = layout });
            var judge = Lanes.JudgeOf(target);
            var (number, judged) = (0, 0);
            foreach (var drawn in Lanes.Cases(options, campaign, cases))
            {
                var started = drawn.With((HeapState)(number++ % 4));
                var verdict = judge.Try(started).Verdict;
                Assert.True(verdict is Verdict.Pass or Verdict.Inconclusive, $"{verdict}, {layout}:\n{started}");
                judged += verdict is Verdict.Pass ? 1 : 0;
            }

            Assert.True(judged >= cases * 9 / 10, $"{judged} of {cases} were judged, {layout}");
        }
    }
}
