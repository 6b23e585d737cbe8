using Vera.GcStress.Generation;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>Marking through the host: what wrappers point to behind the collector's back.</summary>
public class TracingTests
{
    private static readonly CollectionSchedule LateAndNever = new CollectionSchedule.At([90, 10_000, 20_000]);

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void What_marked_wrappers_reach_is_kept_and_the_rest_is_freed(CollectorKind collector)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        for (ulong seed = 0; seed < 100; seed++)
        {
            var draw = new Draw(seed);
            var wrappers = Wrappers(guest, Settings(collector), HeapLayout.Small, 2 + draw.Below(60));
            var behind = guest.Host.Behind;
            for (var handle = 1; handle <= wrappers.Length; handle++)
            {
                behind[handle] = [.. Enumerable.Range(0, draw.Below(4)).Select(_ => draw.Of<uint>(wrappers))];
            }

            var roots = Enumerable.Range(0, 1 + draw.Below(3)).Select(_ => draw.Of<uint>(wrappers)).ToArray();
            Array.ForEach(roots, root => guest.Push((int)root));
            AssertKeepsExactly(guest, wrappers, Reachable(wrappers, behind, roots));
            AssertKeepsExactly(guest, wrappers, Reachable(wrappers, behind, roots));
        }
    }

    [Theory]
    [InlineData(CollectorKind.Vera, false)]
    [InlineData(CollectorKind.Vera, true)]
    [InlineData(CollectorKind.Hardened, false)]
    [InlineData(CollectorKind.Hardened, true)]
    public void A_chain_of_containers_is_followed_to_its_end_in_either_direction(CollectorKind collector, bool forward)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var wrappers = Wrappers(guest, Settings(collector), HeapLayout.Small, 500);
        for (var i = 1; i < wrappers.Length; i++)
        {
            guest.Host.Behind[forward ? i : i + 1] = [wrappers[forward ? i : i - 1]];
        }

        guest.Push((int)wrappers[forward ? 0 : ^1]);
        AssertKeepsExactly(guest, wrappers, [.. wrappers]);
    }

    [Fact]
    public void A_full_worklist_loses_nothing_that_the_host_names()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var layout = HeapLayout.Small with { WorklistBytes = 4 };
        var wrappers = Wrappers(guest, Settings(CollectorKind.Hardened), layout, 1);
        guest.Push((int)wrappers[0]);
        var wide = guest.Alloc(4 * 50, false);
        guest.Host.Behind[1] = [(uint)wide];
        for (var i = 0; i < 50; i++)
        {
            var child = guest.Alloc(8, false);
            guest.Write(wide + (4 * i), (uint)child);
            guest.Write(child, (uint)guest.Alloc(4, false));
        }

        guest.Collect();
        Assert.Equal(102, guest.Blocks().Count(block => guest.Instance.View().IsMarked(block)));
    }

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void Words_that_are_no_blocks_are_no_pointers_either(CollectorKind collector)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var wrappers = Wrappers(guest, Settings(collector), HeapLayout.Small, 2);
        guest.Host.Behind[1] = [0, 1, 255, uint.MaxValue, wrappers[1] + 1, wrappers[1] - 4, int.MaxValue];
        guest.Push((int)wrappers[0]);
        AssertKeepsExactly(guest, wrappers, [wrappers[0]]);
    }

    [Fact]
    public void A_long_answer_overwrites_no_point_of_the_schedule()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var settings = Settings(CollectorKind.Hardened) with { Schedule = LateAndNever };
        var wrappers = Wrappers(guest, settings, HeapLayout.Small, 80);
        guest.Host.Behind[1] = [.. Enumerable.Repeat(wrappers[1], 100_000)];
        guest.Push((int)wrappers[0]);
        for (var i = 0; i < 40; i++)
        {
            guest.Alloc(8, false);
        }

        Assert.Equal([90], guest.Instance.ForcedPoints.ToArray());
        Assert.True(guest.Instance.ScheduleHeld());
    }

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void No_host_is_asked_unless_the_settings_say_so(CollectorKind collector)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        var wrappers = Wrappers(guest, GuestHeap.Settings(collector), HeapLayout.Small, 3);
        guest.Push((int)wrappers[0]);
        guest.Collect();
        Assert.Empty(guest.Host.Asked);
    }

    private static HeapSettings Settings(CollectorKind collector) =>
        GuestHeap.Settings(collector) with { Traced = true };

    /// <summary>Registered wrappers with handles from 1, none of them rooted, on a fresh heap.</summary>
    private static uint[] Wrappers(GuestHeap guest, HeapSettings settings, HeapLayout layout, int count)
    {
        guest.Host.Asked.Clear();
        guest.Host.Decrefs.Clear();
        guest.Host.Behind.Clear();
        // Room for all, so that nothing is collected while they are made.
        guest.Instance.Reset(layout with { InitialLimit = layout.HeapStart + 16_384 }, settings);
        var wrappers = new uint[count];
        for (var i = 0; i < count; i++)
        {
            var wrapper = guest.Alloc(8, false);
            guest.Register(wrapper, 1 + (i % 2), i + 1);
            wrappers[i] = (uint)wrapper;
        }

        return wrappers;
    }

    /// <summary>Collects; each of these is marked and was asked once, and all other handles are given back.</summary>
    private static void AssertKeepsExactly(GuestHeap guest, uint[] wrappers, HashSet<uint> expected)
    {
        guest.Host.Asked.Clear();
        guest.Collect();
        var view = guest.Instance.View();
        var marked = new HashSet<uint>();
        foreach (var block in guest.Blocks())
        {
            if (view.IsMarked(block))
            {
                marked.Add((uint)block);
            }
        }

        Assert.Equal(expected.Order(), marked.Order());
        Assert.Equal(expected.Order(), guest.Host.Asked.Select(a => wrappers[a.Handle - 1]).Order());
        Assert.Equal(wrappers.Except(expected).Order(), guest.Host.Decrefs.Select(d => wrappers[d.Handle - 1]).Order());
    }

    private static HashSet<uint> Reachable(uint[] wrappers, Dictionary<int, uint[]> behind, uint[] roots)
    {
        var reached = new HashSet<uint>();
        var work = new Stack<uint>(roots);
        while (work.TryPop(out var wrapper))
        {
            if (reached.Add(wrapper))
            {
                Array.ForEach(behind[Array.IndexOf(wrappers, wrapper) + 1], work.Push);
            }
        }

        return reached;
    }
}
