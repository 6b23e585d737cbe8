using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class HeapInstanceTests
{
    [Property(Arbitrary = [typeof(CollectorTests.AnyScript)], MaxTest = 100)]
    public void A_reset_instance_behaves_like_a_fresh_one(
        HeapScript used, HeapScript script, bool vera, HeapState state)
    {
        var collector = vera ? CollectorKind.Vera : CollectorKind.Hardened;
        using var fresh = new GuestHeap(HeapModule.Load());
        using var reused = new GuestHeap(HeapModule.Load());
        Run(reused, used, vera ? CollectorKind.Hardened : CollectorKind.Vera, HeapState.Fragmented);
        Assert.Equal(Run(fresh, script, collector, state), Run(reused, script, collector, state));
        Assert.True(fresh.Instance.View().Map.SequenceEqual(reused.Instance.View().Map));
        var heap = fresh.Instance.Memory[fresh.HeapStart..];
        Assert.True(reused.Instance.Memory[fresh.HeapStart..].SequenceEqual(heap), "memory differs");
    }

    /// <summary>Or a case would fail after another one, and pass when it is replayed.</summary>
    [Fact]
    public void Nothing_that_a_broken_run_wrote_outlives_a_reset()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(CollectorKind.Hardened));
        foreach (var name in new[] { "memory", "map" })
        {
            Everything(name).Fill(0xA5);
        }

        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(CollectorKind.Hardened));
        Assert.True(Everything("memory").IndexOfAnyExcept((byte)0) < 0, "something is left in memory");
        Assert.True(Everything("map").IndexOfAnyExcept((byte)0) < 0, "something is left in the map");

        Span<byte> Everything(string name) => guest.Instance.Instance.GetMemory(name)!.GetSpan<byte>(0);
    }

    [Property(MaxTest = 100)]
    public void Forced_collections_take_place_exactly_where_the_schedule_says(
        byte[] gaps, PositiveInt interval, bool exact, bool vera)
    {
        var points = gaps.Aggregate(ImmutableArray<int>.Empty, (p, gap) => p.Add(p.LastOrDefault() + 1 + (gap % 16)));
        CollectionSchedule schedule =
            exact ? new CollectionSchedule.At(points) : new CollectionSchedule.Every(interval.Get);
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(
            HeapLayout.Small,
            GuestHeap.Settings(vera ? CollectorKind.Vera : CollectorKind.Hardened) with { Schedule = schedule });
        guest.Instance.Prepare(HeapState.Fragmented);
        for (var i = 0; i < 200; i++)
        {
            guest.Alloc(8, false);
        }

        var expected = Enumerable.Range(1, 200).Where(n => exact ? points.Contains(n) : n % interval.Get == 0);
        Assert.Equal(expected, guest.Instance.ForcedPoints.ToArray());
        Assert.True(guest.Instance.ScheduleHeld());
        Assert.Equal(200, guest.Instance.Stats.Allocations);
    }

    [Theory]
    [InlineData(new[] { 0 })]
    [InlineData(new[] { 3, 3 })]
    [InlineData(new[] { 5, 4 })]
    public void Points_that_do_not_ascend_are_refused(int[] points)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var schedule = new CollectionSchedule.At([.. points]);
        Assert.Throws<ArgumentException>(
            () => guest.Instance.Reset(HeapLayout.Small, HeapSettings.Default with { Schedule = schedule }));
    }

    [Property(MaxTest = 50)]
    public void The_numbers_of_heap_wat_are_those_of_the_layout(byte data, byte shadow, byte worklist, byte wrap)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var layout = new HeapLayout(data, shadow * 4, worklist * 4, wrap * 16, 4096, 65_536);
        guest.Instance.Reset(layout, HeapSettings.Default);
        Assert.Equal(layout.ShadowStart, guest.Global("gc_stack_base"));
        Assert.Equal(layout.ShadowStart, guest.Global("gc_sp"));
        Assert.Equal(layout.WorklistStart, guest.Global("gc_stack_limit"));
        Assert.Equal(layout.WrapStart, guest.Global("gc_worklist_end"));
        Assert.Equal(layout.HeapStart, guest.Global("gc_heap_start"));
        Assert.Equal(layout.HeapStart, guest.Global("heap_ptr"));
    }

    [Fact]
    public void The_real_layout_is_Veras() => Assert.Equal(147_456, HeapLayout.Real.HeapStart);

    [Theory]
    [InlineData(-1, 8, 4)]
    [InlineData(0, 6, 4)]
    [InlineData(0, 8, 0)]
    [InlineData(int.MaxValue, 8, 4)]
    public void An_impossible_layout_is_refused(int data, int shadow, int page) => Assert.Throws<ArgumentException>(
        () => (HeapLayout.Real with { DataBytes = data, ShadowBytes = shadow, PageBytes = page }).Checked());

    public static TheoryData<CollectorKind, HeapState> States => new(
        from collector in Enum.GetValues<CollectorKind>()
        from state in Enum.GetValues<HeapState>()
        select (collector, state));

    [Theory, MemberData(nameof(States))]
    public void A_prepared_heap_is_what_its_state_says(CollectorKind collector, HeapState state)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(
            HeapLayout.Small with { DataBytes = 3 },
            GuestHeap.Settings(collector) with { Schedule = new CollectionSchedule.Eager() });
        guest.Instance.Prepare(state);
        var room = guest.Instance.Memory.Length - guest.HeapEnd;
        switch (state)
        {
            case HeapState.Full:
                Assert.InRange(room, 0, 7);
                break;
            case HeapState.AlmostFull:
                Assert.InRange(room, 256, 263);
                break;
            case HeapState.Fragmented:
                Assert.Equal(24, guest.FreeList().Count);
                Assert.Equal(49, guest.Blocks().Count);
                break;
            default:
                Assert.Equal(guest.HeapStart, guest.HeapEnd);
                break;
        }

        Assert.Equal(0, guest.Instance.Stats.Allocations);
        Assert.Equal(0, guest.Instance.Stats.Forced);
    }

    [Fact]
    public void An_exception_of_the_host_reaches_the_caller_unchanged()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(CollectorKind.Vera, hooks: true));
        var thrown = new TimeoutException("enough");
        guest.Host.OnCollecting = () => throw thrown;
        Assert.Same(thrown, Assert.Throws<TimeoutException>(guest.Collect));
        Assert.Same(thrown, Assert.Throws<TimeoutException>(() => guest.Alloc(8, false)));
    }

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void Fuel_memory_and_size_are_limits(CollectorKind collector)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var settings = GuestHeap.Settings(collector);
        Assert.Equal(TrapKind.BadSize, TrapAfterReset(guest, settings, -1));
        Assert.Equal(TrapKind.Memory, TrapAfterReset(guest, settings, 1 << 20));
        Assert.Equal(TrapKind.Fuel, TrapAfterReset(guest, settings with { FuelMax = 20 }, 8));
        Assert.Equal(1, guest.Instance.Stats.Allocations);
    }

    [Fact]
    public void Roots_past_the_limit_live_on_under_hardened()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(
            HeapLayout.Small with { ShadowBytes = 4 },
            GuestHeap.Settings(CollectorKind.Hardened) with { MemoryMax = 1 << 24 });
        for (var i = 0; i < 20_000; i++)
        {
            guest.Push(guest.Alloc(4, false));
        }

        guest.Collect();
        Assert.Empty(guest.FreeList());
        guest.ShadowPointer = guest.Instance.Layout.ShadowStart + 4;
        guest.Collect();
        Assert.Equal(
            19_999 * 8, HeapView.StrideOf(guest.Instance.View().PayloadBytes(Assert.Single(guest.FreeList()))));
    }

    /// <summary>A linked guest moves the shadow pointer itself.</summary>
    [Fact]
    public void Host_and_guest_agree_on_the_shadow_pointer_after_a_sync()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, HeapSettings.Default);
        guest.Push(4);
        guest.Instance.SyncToGuest();
        guest.Instance.Instance.GetAction<int>("shadow_push")!(8);
        guest.Instance.SyncFromGuest();
        Assert.Equal(8, guest.ShadowPointer);
        Assert.Equal((4u, 8u), (guest.Read(0), guest.Read(4)));
    }

    private static (RunStats Stats, string End) Run(
        GuestHeap guest, HeapScript script, CollectorKind collector, HeapState state)
    {
        guest.Reset(script, collector);
        try
        {
            guest.Instance.Prepare(state);
            var mutator = new ScriptMutator(guest);
            foreach (var step in script.Steps)
            {
                mutator.Take(step);
            }

            return (guest.Instance.Stats, "");
        }
        catch (HeapTrap trap)
        {
            return (guest.Instance.Stats, trap.Message);
        }
    }

    private static TrapKind TrapAfterReset(GuestHeap guest, HeapSettings settings, int bytes)
    {
        guest.Instance.Reset(HeapLayout.Small, settings);
        var trap = Assert.Throws<HeapTrap>(() => guest.Alloc(bytes, false));
        Assert.True(trap.IsLimit);
        return trap.Kind;
    }
}
