using FsCheck;
using FsCheck.Xunit;
using Vera.GcStress.Benchmarks;
using Xunit;

namespace Vera.GcStress.Properties.Benchmarks;

public class MeasureTests
{
    [Property]
    public void A_power_law_is_fitted_by_its_exponent(NormalFloat exponent, PositiveInt factor)
    {
        var power = Math.Clamp(exponent.Get, -5, 5);
        var points = new[] { 10.0, 100, 1000, 5000 }.Select(size => (size, factor.Get * Math.Pow(size, power)));
        Assert.Equal(power, GrowthFit.Exponent(points)!.Value, 6);
    }

    [Fact]
    public void One_point_has_no_growth() => Assert.Null(GrowthFit.Exponent([(10, 3), (0, 5)]));

    [Property]
    public void A_median_lies_between_the_least_and_the_most(NonEmptyArray<PositiveInt> rounds)
    {
        var sample = Sample.Of(rounds.Get.Select(r => (double)r.Get));
        Assert.InRange(sample.Median, sample.Low, sample.High);
        Assert.Equal(sample, Sample.Of(rounds.Get.Reverse().Select(r => (double)r.Get)));
    }

    [Fact]
    public void A_plan_for_less_time_measures_no_more()
    {
        var (usual, brief) = (BenchPlan.Of(BenchPlan.Usual), BenchPlan.Of(BenchPlan.Usual / 10));
        Assert.True(brief.Lanes.Cases < usual.Lanes.Cases);
        Assert.True(brief.Containers.SecondsPerSize < usual.Containers.SecondsPerSize);
        Assert.True(brief.Collections.LiveBytes.Length < usual.Collections.LiveBytes.Length);
    }
}
