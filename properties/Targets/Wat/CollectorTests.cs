using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class CollectorTests
{
    /// <summary>Draws scripts for the properties below.</summary>
    public static class AnyScript
    {
        public static Arbitrary<HeapScript> Script() => Arb.From(HeapScript.Any());
    }

    /// <summary>Draws scripts on tiny tables.</summary>
    public static class TinyScript
    {
        public static Arbitrary<HeapScript> Script() => Arb.From(HeapScript.Tiny());
    }

    [Property(Arbitrary = [typeof(AnyScript)], MaxTest = 300)]
    public void Vera_does_step_by_step_what_its_reference_does(HeapScript script) =>
        VeraLaws.Agrees_with_the_reference(HeapModule.Load(), script);

    [Property(Arbitrary = [typeof(TinyScript)], MaxTest = 300)]
    public void Hardened_keeps_exactly_what_real_pointers_reach(HeapScript script) =>
        HardenedLaws.Collects_exactly(HeapModule.Load(), script);

    [Property(Arbitrary = [typeof(TinyScript)], MaxTest = 200)]
    public void Hardened_reuses_a_block_of_the_lowest_bin_that_fits_and_clears_it(HeapScript script) =>
        HardenedLaws.A_reused_block_is_of_the_lowest_bin_that_fits_and_clear(HeapModule.Load(), script);

    /// <summary>
    /// #1382: the hazard that Vera has, and that hardened exists to rule out.
    /// </summary>
    [Theory]
    [InlineData(CollectorKind.Vera, 3)]
    [InlineData(CollectorKind.Hardened, 2)]
    public void A_false_pointer_into_a_payload_sets_a_bit_there_under_vera_alone(CollectorKind collector, int expected)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector));
        var victim = guest.Alloc(16, false);
        guest.Push(victim);
        guest.Write(victim + 4, 2);
        guest.Push(victim + 8);
        guest.Collect();
        Assert.Equal((uint)expected, guest.Read(victim + 4));
    }

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void A_word_with_bit_31_keeps_nothing_alive(CollectorKind collector)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector));
        var block = guest.Alloc(8, false);
        guest.Push(block | int.MinValue);
        guest.Collect();
        Assert.Equal([block], guest.FreeList());
    }

    [Theory]
    [InlineData(CollectorKind.Vera, false)]
    [InlineData(CollectorKind.Hardened, true)]
    public void Only_hardened_leaves_pointer_free_blocks_unscanned(CollectorKind collector, bool isFreed)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector));
        var data = guest.Alloc(8, true);
        guest.Push(data);
        var block = guest.Alloc(8, false);
        guest.Write(data, (uint)block);
        guest.Collect();
        Assert.Equal(isFreed, guest.FreeList().Contains(block));
    }

    /// <summary>One collection an allocation would make every program quadratic.</summary>
    [Fact]
    public void Hardened_collects_rarely_even_when_each_collection_frees_one_block()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(CollectorKind.Hardened) with { MemoryMax = 1 << 24 });
        for (var i = 0; i < 4000; i++)
        {
            guest.Push(guest.Alloc(16, false));
        }

        var before = guest.Instance.Collections;
        for (var i = 0; i < 4000; i++)
        {
            guest.Alloc(16, false);
        }

        Assert.InRange(guest.Instance.Collections - before, 0, 4);
        Assert.InRange(guest.HeapEnd - guest.HeapStart, 4000 * 24, 4000 * 24 * 3);
    }
}
