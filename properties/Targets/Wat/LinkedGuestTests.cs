using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>A module of its own that links to the heap, as compiled cases do.</summary>
public class LinkedGuestTests
{
    private const string Text =
        """
        (module
          (import "heap" "memory" (memory 1))
          (import "heap" "alloc" (func $alloc (param i32) (result i32)))
          (import "heap" "shadow_push" (func $push (param i32)))
          (import "heap" "gc_sp" (global $gc_sp (mut i32)))
          (func $list (export "list") (param $count i32) (param $tail i32) (result i32)
            (local $sp i32)
            (local $cell i32)
            (if (i32.eqz (local.get $count)) (then (return (local.get $tail))))
            (local.set $sp (global.get $gc_sp))
            (call $push (local.get $tail))
            (local.set $cell (call $alloc (i32.const 8)))
            (i32.store (local.get $cell) (local.get $tail))
            (i32.store offset=4 (local.get $cell) (local.get $count))
            (global.set $gc_sp (local.get $sp))
            (return_call $list (i32.sub (local.get $count) (i32.const 1)) (local.get $cell)))
          (func (export "trap") (unreachable)))
        """;

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void A_linked_guest_allocates_on_the_heap_and_calls_in_tail_position(CollectorKind collector)
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, GuestHeap.Settings(collector, interval: 50));
        var list = Linked(guest).GetFunction<int, int, int>("list")!;
        var cell = list(500, 0);
        guest.Instance.SyncFromGuest();
        for (var count = 1; count <= 500; count++)
        {
            Assert.Equal((uint)count, guest.Read(cell + 4));
            cell = (int)guest.Read(cell);
        }

        Assert.Equal(0, cell);
        Assert.Equal(500, guest.Instance.Stats.Allocations);
        Assert.True(guest.Instance.ScheduleHeld());
    }

    [Fact]
    public void A_trap_of_a_linked_guest_is_no_limit()
    {
        using var guest = new GuestHeap(HeapModule.Load());
        guest.Instance.Reset(HeapLayout.Small, HeapSettings.Default);
        var failure = Assert.ThrowsAny<WasmtimeException>(Linked(guest).GetAction("trap")!);
        var trap = Assert.IsType<HeapTrap>(guest.Instance.Surface(failure));
        Assert.Equal((TrapKind.Unreachable, false), (trap.Kind, trap.IsLimit));
    }

    private static Instance Linked(GuestHeap guest)
    {
        using var module = Module.FromText(HeapModule.Engine, "linked", Text);
        using var linker = new Linker(HeapModule.Engine);
        linker.DefineInstance(guest.Instance.Store, "heap", guest.Instance.Instance);
        return linker.Instantiate(guest.Instance.Store, module);
    }
}
