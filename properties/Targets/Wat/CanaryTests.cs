using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>What is known to be broken fails, where it is known to be broken and nowhere else.</summary>
public class CanaryTests
{
    private static readonly TypeKind[] Safe =
        [TypeKind.Int, TypeKind.Nat, TypeKind.Bool, TypeKind.Byte, TypeKind.Float64, TypeKind.String];

    public static TheoryData<TypeKind, ContainerChoice> Vulnerable => new(
        from kind in Enum.GetValues<TypeKind>().Except(Safe)
        from container in (ContainerChoice[])[ContainerChoice.Set, ContainerChoice.Map]
        select (kind, container));

    [Theory, MemberData(nameof(Vulnerable))]
    public void A_host_store_loses_what_lies_on_the_heap(TypeKind element, ContainerChoice container)
    {
        var drawn = BuiltInSource.AllElements with { Elements = [element], Containers = container };
        var failure = FirstFailure(RuntimeKind.HostStore, CollectorKind.Hardened, drawn, 50);
        Assert.True(failure is { Oracle: OracleName.Agreement or OracleName.Reachability }, $"{failure}");
    }

    [Fact]
    public void A_host_store_keeps_scalars_and_strings()
    {
        foreach (var kind in Safe)
        {
            var drawn = BuiltInSource.AllElements with { Elements = [kind] };
            Assert.Null(FirstFailure(RuntimeKind.HostStore, CollectorKind.Hardened, drawn, 300));
        }
    }

    /// <summary>Vera's #1382: a scalar that looks like an interior address.</summary>
    [Theory]
    [InlineData(TypeKind.Int)]
    [InlineData(TypeKind.Nat)]
    [InlineData(TypeKind.Float64)]
    [InlineData(TypeKind.String)]
    public void Vera_takes_scalars_for_pointers_and_hardened_does_not(TypeKind kind)
    {
        var drawn = BuiltInSource.AllElements with { Elements = [kind] };
        var failure = FirstFailure(RuntimeKind.Container, CollectorKind.Vera, drawn, 300);
        Assert.Equal(OracleName.Integrity, failure?.Oracle);
        Assert.Null(FirstFailure(RuntimeKind.Container, CollectorKind.Hardened, drawn, 300));
    }

    private static Verdict.Fail? FirstFailure(
        RuntimeKind runtime, CollectorKind collector, GenerationOptions drawn, int cases)
    {
        using var target = Lanes.Driven(WatOptions.Default with { Runtime = runtime, Collector = collector });
        var judge = Lanes.JudgeOf(target);
        return Lanes.Cases(drawn, 7, cases).Select(one => judge.Try(one).Verdict).OfType<Verdict.Fail>()
            .FirstOrDefault();
    }
}
