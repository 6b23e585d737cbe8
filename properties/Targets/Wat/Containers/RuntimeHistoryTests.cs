using System.Collections.Immutable;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Generation;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>What holds and what fails, runtime by runtime and collector by collector, as history has it.</summary>
public class RuntimeHistoryTests
{
    private const int Cases = 150;

    public static TheoryData<RuntimeKind> Sound => RuntimeLaws.Sound;

    [Theory, MemberData(nameof(Sound))]
    public void Every_element_type_holds_on_the_hardened_collector(RuntimeKind runtime)
    {
        using var judged = new JudgedRuntime(runtime, CollectorKind.Hardened);
        var (passed, failed) = judged.Campaign(Cases, DrawnCases.Options, compiledEvery: 50);
        Assert.Empty(failed.Select(f => $"{f.Failure.Evidence}\n{f.Case}"));
        Assert.InRange(passed, Cases * 9 / 10, Cases);
    }

    /// <summary>
    /// Without values made to look like addresses there are few mark bits in data: short strings over stale links.
    /// </summary>
    [Theory, MemberData(nameof(Sound))]
    public void Veras_collector_spoils_data_but_loses_no_element(RuntimeKind runtime)
    {
        using var judged = new JudgedRuntime(runtime, CollectorKind.Vera);
        var (passed, failed) = judged.Campaign(Cases, DrawnCases.Options with { HostileValues = false });
        Assert.All(failed, f => Assert.Contains(" survived, but ", $"{f.Failure.Evidence}", StringComparison.Ordinal));
        Assert.InRange(passed, Cases * 9 / 10, Cases);
    }

    [Fact]
    public void The_host_store_loses_what_lies_on_the_heap_and_keeps_scalars()
    {
        using var judged = new JudgedRuntime(RuntimeKind.HostStore, CollectorKind.Hardened);
        GenerationOptions Of(TypeKind kind) => DrawnCases.Options with { Elements = [kind] };
        Assert.InRange(judged.Campaign(50, Of(TypeKind.Json)).Failed.Count, 25, 50);
        Assert.Empty(judged.Campaign(50, Of(TypeKind.Int)).Failed);
    }

    [Theory]
    [InlineData(RuntimeKind.HostStore, false)]
    [InlineData(RuntimeKind.Mirror, true)]
    [InlineData(RuntimeKind.Bucket, true)]
    [InlineData(RuntimeKind.Traced, false)]
    [InlineData(RuntimeKind.Serialised, false)]
    public void Numbers_in_scanned_memory_are_taken_for_pointers_by_Veras_collector(RuntimeKind runtime, bool fails)
    {
        var set = VeraType.Set(VeraType.Int);
        ImmutableArray<Expr> addresses =
            [.. Enumerable.Range(0, 60).Select(i => new Expr.Address(VeraType.Int, 3 * i, -1))];
        var stressCase = new StressCase(
            [
                new Op.Let(0, new Expr.Container(set, addresses)),
                new Op.Allocate(100_000),
                new Op.Observe(new Expr.Local(0, set)),
            ],
            new CollectionSchedule.Natural(),
            HeapState.Empty);
        using var onVera = new JudgedRuntime(runtime, CollectorKind.Vera);
        using var onHardened = new JudgedRuntime(runtime, CollectorKind.Hardened);
        Assert.Equal(fails, onVera.Try(stressCase) is Verdict.Fail);
        Assert.IsType<Verdict.Pass>(onHardened.TryBothWays(stressCase));
    }

    [Fact]
    public void Serialised_containers_compare_what_is_in_a_value_and_others_which_one_it_is()
    {
        var option = VeraType.Option(VeraType.Float64);
        Expr Some(long bits) => new Expr.Construct(option, 1, [new Expr.Float64(bits)]);
        Expr.Container Set(params Expr[] elements) => new(VeraType.Set(option), [.. elements]);
        var nan = BitConverter.DoubleToInt64Bits(double.NaN);
        var nested = new Expr.Container(VeraType.Set(VeraType.Set(option)), [Set(Some(1)), Set(Some(1)), Set()]);
        var stressCase = new StressCase(
            [
                new Op.Observe(Set(Some(nan), Some(nan | 1), Some(0), Some(long.MinValue), Some(0))),
                new Op.Observe(nested),
                new Op.Observe(new Expr.Item(ContainerExprs.Keys(nested), 1)),
                new Op.Observe(ContainerExprs.Contains(nested, Set(Some(1)))),
            ],
            new CollectionSchedule.Eager(),
            HeapState.Empty);
        foreach (var runtime in Enum.GetValues<RuntimeKind>().Where(r => r != RuntimeKind.HostStore))
        {
            using var judged = new JudgedRuntime(runtime, CollectorKind.Hardened);
            Assert.IsType<Verdict.Pass>(judged.TryBothWays(stressCase));
            Assert.Equal(
                runtime == RuntimeKind.Serialised
                    ? ["{Some(nan), Some(0), Some(-0)}", "{{Some(5E-324)}, {}}", "{}", "true"]
                    : ["{Some(nan), Some(nan), Some(0), Some(-0), Some(0)}",
                        "{{Some(5E-324)}, {Some(5E-324)}, {}}", "{Some(5E-324)}", "false"],
                judged.Observations(stressCase));
        }
    }
}
