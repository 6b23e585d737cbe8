using FsCheck.Xunit;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Xunit;

namespace Vera.GcStress.Properties.Generation;

public class CaseGeneratorTests
{
    private const int Cases = 800;

    private static readonly int[] Bounds = [16, 32, 64, 128, 256, 512, 1024];

    [Fact]
    public void A_seed_and_options_name_one_case()
    {
        var once = DrawnCases.Of(DrawnCases.Options, 300).Select(c => c.ToString()).ToList();
        var again = DrawnCases.Of(DrawnCases.Options, 300).Select(c => c.ToString()).ToList();
        Assert.Equal(once, again);
        Assert.Equal(once.Count, once.Distinct().Count());
    }

    [Fact]
    public void A_drawn_case_is_nearly_always_its_own_repair()
    {
        var repaired = 0;
        for (ulong seed = 0; seed < Cases; seed++)
        {
            var drawn = CaseGenerator.Drawn(seed, DrawnCases.Options);
            repaired += ReferenceEquals(drawn, CaseRepair.Repair(drawn)) ? 0 : 1;
        }

        Assert.True(repaired * 50 < Cases, $"{repaired} of {Cases} drawn cases had to be repaired");
    }

    [Property(MaxTest = 200)]
    public bool A_drawn_case_reads_back_from_its_text(ulong seed)
    {
        var drawn = CaseGenerator.FromSeed(seed, DrawnCases.Options);
        return CaseText.Parse(drawn.ToString()).Equals(drawn);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(30)]
    [InlineData(80)]
    public void The_mean_number_of_ops_is_the_one_asked_for(int mean)
    {
        var options = DrawnCases.Options with { OpsMean = mean };
        Assert.InRange(DrawnCases.Of(options, Cases).Average(c => c.Ops.Length), mean * 0.85, mean * 1.15);
    }

    [Fact]
    public void Forced_allocation_is_bounded_and_mostly_small()
    {
        var bytes = DrawnCases.Of(DrawnCases.Options, Cases).Select(DrawnCases.ForcedBytes).ToList();
        Assert.InRange(bytes.Max(), 0, GenerationLimits.ForcedBytesMax);
        Assert.InRange(bytes.Average(), 8 * 1024, 32 * 1024);
    }

    [Fact]
    public void A_case_ends_with_a_look_at_what_it_made() => Assert.All(
        DrawnCases.Of(DrawnCases.Options, Cases),
        drawn =>
        {
            Assert.IsType<Op.Observe>(drawn.Ops[^1]);
            Assert.Contains(drawn.Ops, op => op is Op.Allocate or Op.Churn || Collects(drawn));
        });

    [Fact]
    public void Without_hostile_values_no_value_is_odd()
    {
        const ValueAxis Tame = ValueAxis.Ordinary | ValueAxis.Duplicate | ValueAxis.Alias | ValueAxis.Argument;
        foreach (var drawn in DrawnCases.Of(DrawnCases.Options with { HostileValues = false }, Cases))
        {
            Assert.Equal(ValueAxis.None, Axes.AxesOf(drawn).Values & ~Tame);
            Assert.All(DrawnCases.Expressions(drawn).OfType<Expr.Int>(), AssertOrdinary);
        }
    }

    [Fact]
    public void A_schedule_that_is_asked_for_is_kept()
    {
        var options = DrawnCases.Options with { Schedule = new CollectionSchedule.Every(7) };
        Assert.All(DrawnCases.Of(options, 50), drawn => Assert.Same(options.Schedule, drawn.Schedule));
    }

    [Fact]
    public void Drawn_collection_points_lie_among_the_expected_allocations()
    {
        var options = DrawnCases.Options with { AllocationsExpected = 9 };
        var points = DrawnCases.Of(options, Cases).Select(c => c.Schedule).OfType<CollectionSchedule.At>()
            .SelectMany(at => at.Allocations).ToHashSet();
        Assert.Equal(Enumerable.Range(1, 9), points.Order());
    }

    [Fact]
    public void Big_cases_have_as_many_entries_as_each_bound_one_more_or_less_and_let_go_of_them_again()
    {
        var options = DrawnCases.Options with { BigPercent = 100, Schedule = new CollectionSchedule.Natural() };
        var exprs = DrawnCases.Of(options, Cases).SelectMany(DrawnCases.Expressions).ToList();
        var built = exprs.OfType<Expr.Fold>().Where(fold => fold.Into is Expr.Container { Entries.IsEmpty: true })
            .Select(fold => fold.Count).ToHashSet();
        var removed = exprs.OfType<Expr.Applied>()
            .Where(reduce => reduce.Body is Expr.Builtin { Operation.Use: ContainerUse.Remove })
            .Select(reduce => reduce.Count).ToHashSet();
        var around = Bounds.SelectMany(bound => Enumerable.Range(bound - 1, 3)).ToArray();
        Assert.Empty(around.Except(built));
        Assert.Empty(around.Except(removed));
    }

    private static bool Collects(StressCase drawn) => drawn.Schedule is not CollectionSchedule.Natural;

    private static void AssertOrdinary(Expr.Int number) =>
        Assert.InRange(number.Value, -GenerationLimits.OrdinaryIntMax, GenerationLimits.OrdinaryIntMax);
}
