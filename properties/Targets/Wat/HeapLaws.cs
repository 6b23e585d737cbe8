using System.Collections.Immutable;
using FsCheck.Fluent;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>
/// What every heap must do, and the list of all checks that a planted fault has to fail one of.
/// </summary>
internal static class HeapLaws
{
    /// <summary>Checks by name. The quickest come first: those over scripts run some hundred of them.</summary>
    public static readonly ImmutableArray<(string Name, Action<HeapModule> Check)> All =
    [
        (nameof(VeraLaws.A_block_of_64_KiB_is_swept_and_found_as_one),
            VeraLaws.A_block_of_64_KiB_is_swept_and_found_as_one),
        (nameof(VeraLaws.A_wrapper_dies_before_the_sweep), VeraLaws.A_wrapper_dies_before_the_sweep),
        (nameof(VeraLaws.Pushing_past_the_shadow_stack_is_a_limit), VeraLaws.Pushing_past_the_shadow_stack_is_a_limit),
        (nameof(HardenedLaws.A_wide_tree_survives_a_worklist_of_one),
            HardenedLaws.A_wide_tree_survives_a_worklist_of_one),
        (nameof(HardenedLaws.A_tree_built_from_its_leaves_survives_a_worklist_of_one),
            HardenedLaws.A_tree_built_from_its_leaves_survives_a_worklist_of_one),
        (nameof(The_heap_ends_below_2_GiB), The_heap_ends_below_2_GiB),
        (nameof(The_heap_ends_below_its_ceiling), The_heap_ends_below_its_ceiling),
        (nameof(Memory_grows_no_further_than_it_may), Memory_grows_no_further_than_it_may),
        (nameof(What_nothing_holds_is_collected_at_the_ceiling), What_nothing_holds_is_collected_at_the_ceiling),
        (nameof(Growth_covers_the_shortage), Growth_covers_the_shortage),
        (nameof(HardenedLaws.Collects_exactly),
            module => OnScripts(HeapScript.Tiny(), script => HardenedLaws.Collects_exactly(module, script))),
        (nameof(HardenedLaws.Keeps_pace_with_its_program),
            module => OnScripts(
                HeapScript.Tiny(), script => HardenedLaws.Keeps_pace_with_its_program(module, script))),
        (nameof(HardenedLaws.A_reused_block_is_of_the_lowest_bin_that_fits_and_clear), module => OnScripts(
            HeapScript.Tiny(),
            script => HardenedLaws.A_reused_block_is_of_the_lowest_bin_that_fits_and_clear(module, script))),
        (nameof(VeraLaws.Agrees_with_the_reference),
            module => OnScripts(HeapScript.Any(), script => VeraLaws.Agrees_with_the_reference(module, script))),
    ];

    /// <summary>After growth the heap lies within memory, whatever was asked for.</summary>
    public static void Growth_covers_the_shortage(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        foreach (var collector in Enum.GetValues<CollectorKind>())
        {
            guest.Instance.Reset(
                HeapLayout.Small with { PageBytes = 16 }, GuestHeap.Settings(collector));
            guest.Alloc(1000, false);
            Assert.True(guest.HeapEnd <= guest.Instance.Memory.Length, "a block ends behind memory");
        }
    }

    /// <summary>No HeapSettings go this far: the guest is asked directly.</summary>
    public static void The_heap_ends_below_2_GiB(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        var instance = guest.Instance.Instance;
        instance.GetFunction("reset")!.Invoke(0, 16, 16, 16, 4096, 64, -1, 0, 0, 0, 0, 0, 0, int.MinValue);
        var failure = Assert.ThrowsAny<WasmtimeException>(
            () => instance.GetFunction<int, int>("alloc")!(int.MaxValue - 10));
        Assert.Equal(TrapKind.Ceiling, Assert.IsType<HeapTrap>(guest.Instance.Surface(failure)).Kind);
    }

    /// <summary>The last block ends below the ceiling; the next one traps, and leaves the heap as it was.</summary>
    public static void The_heap_ends_below_its_ceiling(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        foreach (var collector in Enum.GetValues<CollectorKind>())
        {
            var layout = HeapLayout.Small with { Ceiling = (uint)HeapLayout.Small.HeapStart + 10_000 };
            guest.Instance.Reset(layout, GuestHeap.Settings(collector));
            var trap = Assert.Throws<HeapTrap>(() =>
            {
                for (var i = 0; i < 20; i++)
                {
                    guest.Instance.Push(guest.Instance.Alloc(996));
                }
            });
            Assert.Equal(TrapKind.Ceiling, trap.Kind);
            Assert.Equal(layout.HeapStart + 9_000, guest.HeapEnd);
        }
    }

    /// <summary>The last block ends where memory may, or before; the next one traps, and leaves the heap as it was.
    /// </summary>
    public static void Memory_grows_no_further_than_it_may(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        foreach (var collector in Enum.GetValues<CollectorKind>())
        {
            var layout = HeapLayout.Small with { PageBytes = 64 };
            var memoryMax = layout.HeapStart + 10_000;
            guest.Instance.Reset(layout, GuestHeap.Settings(collector) with { MemoryMax = memoryMax });
            var trap = Assert.Throws<HeapTrap>(() =>
            {
                for (var i = 0; i < 20; i++)
                {
                    guest.Instance.Push(guest.Instance.Alloc(996));
                }
            });
            Assert.Equal(TrapKind.Memory, trap.Kind);
            Assert.Equal(layout.HeapStart + 9_000, guest.HeapEnd);
            Assert.InRange(guest.Instance.Limit, guest.HeapEnd, memoryMax);
        }
    }

    /// <summary>A hardened heap with room for ten blocks serves any number of them that nothing holds.</summary>
    public static void What_nothing_holds_is_collected_at_the_ceiling(HeapModule module)
    {
        using var guest = new GuestHeap(module);
        var small = HeapLayout.Small;
        var layout = small with { Ceiling = (uint)small.HeapStart + 10_000, PageBytes = 1 << 18 };
        guest.Instance.Reset(layout, GuestHeap.Settings(CollectorKind.Hardened));
        for (var i = 0; i < 40; i++)
        {
            guest.Instance.Alloc(996);
        }
    }

    private static void OnScripts(FsCheck.Gen<HeapScript> scripts, Action<HeapScript> check)
    {
        foreach (var script in scripts.Sample(300, new FsCheck.Rnd(1), 50))
        {
            check(script);
        }
    }
}
