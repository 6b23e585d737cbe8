using System.Diagnostics;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>What collector `vera` must do, as checks that also run against planted faults.</summary>
internal static class VeraLaws
{
    /// <summary>
    /// Every step leaves the same bytes, list, table, decrefs and traps behind as the reference does.
    /// </summary>
    public static void Agrees_with_the_reference(HeapModule module, HeapScript script)
    {
        using var guest = new GuestHeap(module);
        guest.Reset(script, CollectorKind.Vera);
        Agrees(guest, script);
    }

    /// <summary>The same, on a heap that other scripts may have used before.</summary>
    public static void Agrees(GuestHeap guest, HeapScript script)
    {
        var reference = new ReferenceHeap(script.Layout, HeapScript.MemoryMax, script.Poison, script.Interval);
        var (ours, theirs) = (new ScriptMutator(guest), new ScriptMutator(reference));
        foreach (var step in script.Steps)
        {
            var expected = TrapOf(() => theirs.Take(step));
            Assert.Equal(expected, TrapOf(() => ours.Take(step)));
            if (expected is not null)
            {
                return;
            }

            AssertSame(guest, reference);
        }

        Assert.True(guest.Instance.ScheduleHeld());
    }

    public static void A_block_of_64_KiB_is_swept_and_found_as_one(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        foreach (var collector in Enum.GetValues<CollectorKind>())
        {
            guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector));
            var big = guest.Alloc(70_000, false);
            guest.Push(big);
            var after = guest.Alloc(8, false);
            guest.Collect();
            Assert.Equal([after], guest.FreeList());
            guest.ShadowPointer -= 4;
            guest.Collect();
            Assert.Equal(collector == CollectorKind.Vera ? [after, big] : [big], guest.FreeList());
            Assert.Equal(big, guest.Alloc(69_000, false));
        }
    }

    /// <summary>When the host is told that a wrapper died, its payload is still what it was.</summary>
    public static void A_wrapper_dies_before_the_sweep(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        foreach (var collector in Enum.GetValues<CollectorKind>())
        {
            guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector, poison: true));
            var wrapper = guest.Alloc(12, false);
            guest.Write(wrapper, 0xFEED_C002);
            guest.Register(wrapper, 2, 7);
            uint atDeath = 0;
            guest.Host.OnDecref = () => atDeath = guest.Read(wrapper);
            guest.Collect();
            Assert.Equal((2, 7), guest.Host.Decrefs[^1]);
            Assert.Equal(0xFEED_C002, atDeath);
        }
    }

    /// <summary>A guest's own pushes obey the limit too.</summary>
    public static void Pushing_past_the_shadow_stack_is_a_limit(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        guest.Instance.Reset(
            HeapLayout.Small with { ShadowBytes = 8 }, GuestHeap.Settings(CollectorKind.Vera));
        var push = guest.Instance.Instance.GetAction<int>("shadow_push")!;
        push(4);
        push(4);
        var failure = Assert.ThrowsAny<Wasmtime.WasmtimeException>(() => push(4));
        Assert.Equal(TrapKind.ShadowStack, Assert.IsType<HeapTrap>(guest.Instance.Surface(failure)).Kind);
    }

    private static void AssertSame(GuestHeap guest, ReferenceHeap reference)
    {
        var view = guest.Instance.View();
        Assert.Equal(reference.HeapEnd, view.HeapEnd);
        Assert.Equal([reference.FreeHead], view.FreeHeads.ToArray());
        Assert.Equal(reference.Collections, view.Collection);
        Assert.True(
            reference.Blocks.SequenceEqual(view.Memory[view.HeapStart..view.HeapEnd]), "the blocks differ");
        Assert.Equal(reference.Decrefs, guest.Host.Decrefs);
        Assert.Equal(reference.Wrappers, WrapTable(guest));
    }

    private static IEnumerable<(int Pointer, int Kind, int Handle)> WrapTable(GuestHeap guest)
    {
        var end = guest.Global("gc_wrap_ptr");
        for (var at = guest.Instance.Layout.WrapStart; at < end; at += 16)
        {
            Assert.Equal(0u, guest.Read(at + 12));
            yield return ((int)guest.Read(at), (int)guest.Read(at + 4), (int)guest.Read(at + 8));
        }
    }

    private static TrapKind? TrapOf(Action step)
    {
        try
        {
            step();
            return null;
        }
        catch (HeapTrap trap)
        {
            return trap.Kind;
        }
    }
}
