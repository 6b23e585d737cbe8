using Vera.GcStress.Benchmarks;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>What the runtime under test costs, counted in bytes and in the guest's instructions: never timed.</summary>
public class ContainerGrowthTests
{
    private static readonly int[] Sizes = [1000, 2000, 4000, 8000, 16_000, 32_000];

    public static TheoryData<TypeKind> Elements => [TypeKind.Int, TypeKind.String, TypeKind.Json];

    [Theory, MemberData(nameof(Elements))]
    public void A_chain_of_insertions_needs_a_linear_heap_and_nearly_linear_work(TypeKind element)
    {
        using var chain = new SetChain(RuntimeKind.Container, element);
        var (peaks, bytes, fuel) = (
            new List<(double, double)>(), new List<(double, double)>(), new List<(double, double)>());
        foreach (var size in Sizes)
        {
            chain.Begin(size);
            chain.Insert(size);
            peaks.Add((size, chain.Heap.Stats.HeapBytes));
            bytes.Add((size, chain.Heap.AllocatedBytes));
            fuel.Add((size, chain.Heap.FuelUsed));
            Assert.InRange(chain.Heap.Stats.HeapBytes, 1, 3 * chain.LiveBytes());
        }

        Assert.InRange(GrowthFit.Exponent(peaks)!.Value, 0.9, 1.05);
        Assert.InRange(GrowthFit.Exponent(bytes)!.Value, 1, 1.15);
        Assert.InRange(GrowthFit.Exponent(fuel)!.Value, 0.9, 1.15);
    }

    /// <summary>A step leaves a path of small nodes behind, whatever the size.</summary>
    [Theory, MemberData(nameof(Elements))]
    public void No_step_allocates_more_than_a_path(TypeKind element)
    {
        using var chain = new SetChain(RuntimeKind.Container, element);
        chain.Begin(20_000);
        chain.Insert(20_000);
        Assert.InRange(chain.Heap.AllocatedBytes / 20_000, 1, 400);
        var before = chain.Heap.AllocatedBytes;
        chain.RemoveAll(20_000);
        Assert.InRange((chain.Heap.AllocatedBytes - before) / 20_000, 1, 400);
    }

    [Theory, MemberData(nameof(Elements))]
    public void Looking_allocates_nothing(TypeKind element)
    {
        using var chain = new SetChain(RuntimeKind.Container, element);
        chain.Begin(500);
        chain.Insert(500);
        var before = chain.Heap.Stats.Allocations;
        Assert.Equal(500, chain.Contains(500));
        Assert.Equal(500, chain.Iterate());
        Assert.Equal(500, chain.Size());
        Assert.Equal(before, chain.Heap.Stats.Allocations);
    }

    [Fact]
    public void An_array_of_all_elements_is_the_only_thing_that_is_allocated_for_it()
    {
        using var chain = new SetChain(RuntimeKind.Container, TypeKind.Int);
        chain.Begin(500);
        chain.Insert(500);
        var (allocations, bytes) = (chain.Heap.Stats.Allocations, chain.Heap.AllocatedBytes);
        Assert.Equal(500, chain.ToArray());
        Assert.Equal(allocations + 1, chain.Heap.Stats.Allocations);
        Assert.Equal(HeapView.StrideOf(500 * 8), chain.Heap.AllocatedBytes - bytes);
    }

    /// <summary>100 MB, and a worklist of 64 KiB; the guest's instructions are counted.</summary>
    [Theory]
    [InlineData(HeapShape.PointerRich)]
    [InlineData(HeapShape.ScalarRich)]
    public void A_large_heap_is_collected_in_work_linear_in_what_lives(HeapShape shape)
    {
        using var small = new BigHeap(CollectorKind.Hardened, shape, 10_000_000);
        using var large = new BigHeap(CollectorKind.Hardened, shape, 100_000_000);
        Assert.InRange((double)large.FuelOfCollection() / small.FuelOfCollection(), 8, 12.5);
    }

    [Fact]
    public void Hardened_does_less_work_than_Vera_where_much_is_scalar()
    {
        using var ours = new BigHeap(CollectorKind.Hardened, HeapShape.ScalarRich, 1_000_000);
        using var theirs = new BigHeap(CollectorKind.Vera, HeapShape.ScalarRich, 1_000_000);
        Assert.True(theirs.FuelOfCollection() > 3 * ours.FuelOfCollection(), "not several times less");
    }
}
