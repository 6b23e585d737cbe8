using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>What collector `hardened` must do, as checks that also run against planted faults.</summary>
internal static class HardenedLaws
{
    /// <summary>
    /// Whatever the words and however small the tables: a collection marks exactly what real pointers reach, frees the
    /// rest, and changes no byte of what it keeps.
    /// </summary>
    public static void Collects_exactly(HeapModule module, HeapScript script)
    {
        using var guest = new GuestHeap(module);
        guest.Reset(script, CollectorKind.Hardened, hooks: true);
        var mutator = new ScriptMutator(guest);
        HashSet<int> live = [];
        byte[] before = [];
        guest.Host.OnCollecting = () =>
        {
            before = guest.Instance.View().Memory.ToArray();
            live = Reachable(guest, mutator);
        };
        guest.Host.OnCollected = () => AssertCollected(guest, live, before);
        try
        {
            foreach (var step in script.Steps)
            {
                mutator.Take(step);
            }
        }
        catch (HeapTrap trap) when (trap.Kind == TrapKind.Memory)
        {
            // The script's data is larger than memory: no table is to blame.
        }
    }

    /// <summary>No more than it takes of a block in the lowest bin that fits, and nothing of its past.</summary>
    public static void A_reused_block_is_of_the_lowest_bin_that_fits_and_clear(HeapModule module, HeapScript script)
    {
        using var guest = new GuestHeap(module);
        guest.Reset(script with { Interval = 0 }, CollectorKind.Hardened);
        var mutator = new ScriptMutator(guest);
        foreach (var step in script.Steps.Where(step => step.Kind != StepKind.Alloc))
        {
            if (TryTake(mutator, step))
            {
                AssertFit(guest, step.A % 1500);
            }
        }
    }

    /// <summary>Collections for want of room come when there is none, and the heap grows after them as it should.
    /// </summary>
    public static void Keeps_pace_with_its_program(HeapModule module, HeapScript script)
    {
        using var guest = new GuestHeap(module);
        guest.Reset(script with { Interval = 0 }, CollectorKind.Hardened, hooks: true);
        var (pacing, mutator) = (new PacingCheck(), new ScriptMutator(guest));
        pacing.Forget();
        guest.Host.OnCollecting = () => Assert.Null(pacing.Flaw(guest.Instance.View(), isCollecting: true));
        guest.Host.OnCollected = () => pacing.Begin(guest.Instance.View());
        foreach (var step in script.Steps)
        {
            if (!TryTake(mutator, step))
            {
                return;
            }
        }

        Assert.Null(pacing.Flaw(guest.Instance.View(), isCollecting: false));
    }

    public static void A_wide_tree_survives_a_worklist_of_one(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        var settings = GuestHeap.Settings(CollectorKind.Hardened);
        guest.Instance.Reset(HeapLayout.Small with { WorklistBytes = 4, PageBytes = 256 }, settings);
        var root = guest.Alloc(4 * 100, false);
        guest.Push(root);
        for (var i = 0; i < 100; i++)
        {
            var child = guest.Alloc(8, false);
            guest.Write(root + (4 * i), (uint)child);
            guest.Write(child + 4, (uint)guest.Alloc(8, false));
        }

        guest.Collect();
        Assert.Equal(201, guest.Blocks().Count(block => guest.Instance.View().IsMarked(block)));
    }

    /// <summary>What a rescan reaches lies below it, so one walk over the map is not enough.</summary>
    public static void A_tree_built_from_its_leaves_survives_a_worklist_of_one(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        guest.Instance.Reset(HeapLayout.Small with { WorklistBytes = 4 }, GuestHeap.Settings(CollectorKind.Hardened));
        var below = new List<int>();
        for (var width = 32; width >= 8; width /= 2)
        {
            var pairs = new List<int>();
            for (var i = 0; i < width; i++)
            {
                pairs.Add(guest.Alloc(8, false));
                guest.Push(pairs[i]);
                if (below.Count > 0)
                {
                    guest.Write(pairs[i], (uint)below[2 * i]);
                    guest.Write(pairs[i] + 4, (uint)below[(2 * i) + 1]);
                }
            }

            below = pairs;
        }

        var root = guest.Alloc(4 * below.Count, false);
        for (var i = 0; i < below.Count; i++)
        {
            guest.Write(root + (4 * i), (uint)below[i]);
        }

        guest.ShadowPointer = guest.Instance.Layout.ShadowStart;
        guest.Push(root);
        guest.Collect();
        Assert.Equal(57, guest.Blocks().Count(block => guest.Instance.View().IsMarked(block)));
    }

    private static HashSet<int> Reachable(GuestHeap guest, ScriptMutator mutator)
    {
        var view = guest.Instance.View();
        var starts = guest.Blocks().Except(guest.FreeList()).ToHashSet();
        var live = new HashSet<int>();
        var work = new Stack<int>(mutator.Roots);
        while (work.TryPop(out var block))
        {
            if (!starts.Contains(block) || !live.Add(block) || mutator.IsPointerFree(block))
            {
                continue;
            }

            for (var at = 0; at < view.PayloadBytes(block); at += 4)
            {
                work.Push(unchecked((int)view.Word(block + at)));
            }
        }

        return live;
    }

    private static void AssertCollected(GuestHeap guest, HashSet<int> live, byte[] before)
    {
        var view = guest.Instance.View();
        var blocks = guest.Blocks();
        var dead = blocks.Except(live).ToHashSet();
        Assert.Equal(dead.Order(), guest.FreeList().Order());
        Assert.DoesNotContain(
            blocks.Zip(blocks.Skip(1)), pair => dead.Contains(pair.First) && dead.Contains(pair.Second));
        Assert.Equal(live.Order(), blocks.Where(block => guest.Instance.View().IsMarked(block)));
        foreach (var block in live)
        {
            var kept = view.PayloadBytes(block);
            Assert.True(view.Memory.Slice(block - 4, kept + 4).SequenceEqual(before.AsSpan(block - 4, kept + 4)));
        }
    }

    private static void AssertFit(GuestHeap guest, int bytes)
    {
        var wanted = (int)HeapView.StrideOf(bytes);
        var strides = guest.FreeList()
            .ToDictionary(b => b, b => HeapView.StrideOf(guest.Instance.View().PayloadBytes(b)));
        var surely = strides.Values.Where(free => FreeBins.MustServe(free, wanted)).DefaultIfEmpty(-1).Min();
        var (end, collections) = (guest.HeapEnd, guest.Instance.Collections);
        var block = TryAlloc(guest, bytes);
        if (guest.Instance.Collections > collections || !strides.TryGetValue(block, out var stride))
        {
            Assert.Equal(-1, surely);
            return;
        }

        Assert.Equal(end, guest.HeapEnd);
        Assert.InRange(FreeBins.Of(stride), FreeBins.Of(wanted), surely < 0 ? FreeBins.Count : FreeBins.Of(surely));
        Assert.Equal((uint)bytes * 2, guest.Read(block - 4));
        Assert.False(guest.Instance.Memory.Slice(block, wanted - 4).ContainsAnyExcept((byte)0));
        Assert.Equal(stride > wanted, guest.FreeList().Contains(block + wanted));
    }

    private static int TryAlloc(GuestHeap guest, int bytes)
    {
        try
        {
            return guest.Alloc(bytes, false);
        }
        catch (HeapTrap trap) when (trap.Kind == TrapKind.Memory)
        {
            return 0;
        }
    }

    private static bool TryTake(ScriptMutator mutator, HeapStep step)
    {
        try
        {
            mutator.Take(step);
            return true;
        }
        catch (HeapTrap trap) when (trap.Kind == TrapKind.Memory)
        {
            return false;
        }
    }
}
