using FsCheck;
using FsCheck.Xunit;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Microscope;

/// <summary>Hooks leave a sound program alone, and see each bug that is planted in a module's text.</summary>
public sealed class HeapWatchTests
{
    private const int Allocations = 5;
    private const long Seven = 7;

    private static readonly Instruments Poisoned = new(true, false, 0);

    [Fact]
    public void A_sound_program_gives_the_same_in_every_way_and_nothing_is_seen()
    {
        foreach (var plan in Plans())
        {
            for (var shift = 0; shift < 16; shift++)
            {
                var (value, watch) = Miniature.Run(Miniature.Text, plan, new(true, true, shift));
                Assert.Equal((Seven, null), (value, watch.Damage));
                Assert.Equal(Allocations, watch.Allocations);
            }
        }
    }

    [Fact]
    public void What_is_read_of_a_new_block_and_was_never_written_is_zero_where_blocks_are_cleared()
    {
        const string Allocates = "i32.const 40\n    call $alloc\n    drop";
        var reads = Miniature.With(
            Allocates, "i32.const 24 call $alloc i64.load offset=8 i64.eqz i32.eqz if unreachable end");
        Assert.Equal(Seven, Miniature.Run(reads, CollectionPlan.Natural).Value);
        Assert.Null(Miniature.Run(reads, CollectionPlan.At(4), Poisoned).Value);
        Assert.Equal(Seven, Miniature.Run(reads, CollectionPlan.At(4), Poisoned with { Clears = true }).Value);
    }

    /// <summary>Without that it is the header of the next block.</summary>
    [Fact]
    public void What_is_read_behind_a_block_is_zero_where_blocks_are_cleared()
    {
        var reads = Miniature.With(
            "i32.const 40\n    call $alloc\n    drop",
            "i32.const 24 call $alloc i32.const 24 call $alloc drop " +
            "i64.load offset=24 i64.eqz i32.eqz if unreachable end");
        Assert.Null(Miniature.Run(reads, CollectionPlan.Natural, Poisoned).Value);
        Assert.Equal(Seven, Miniature.Run(reads, CollectionPlan.Natural, Poisoned with { Clears = true }).Value);
    }

    [Fact]
    public void Collections_come_where_the_plan_says_and_nowhere_else()
    {
        Assert.Equal(0, Miniature.Run(Miniature.Text, CollectionPlan.Natural).Watch.Collections);
        Assert.Equal(Allocations, Miniature.Run(Miniature.Text, CollectionPlan.Eager).Watch.Collections);
        Assert.Equal(2, Miniature.Run(Miniature.Text, CollectionPlan.At(2, 4, 99)).Watch.Collections);
        Assert.Equal(2, Miniature.Run(Miniature.Text, CollectionPlan.Natural with { Every = 2 }).Watch.Collections);
    }

    /// <summary>188 is the address of the second half of the first pair, where its heap starts at 176.</summary>
    [Fact]
    public void A_number_that_looks_like_an_address_is_damage_and_only_at_its_heap_start()
    {
        for (var shift = 0; shift < 8; shift++)
        {
            var text = Miniature.With("i64.const 3 ;; a number", $"i64.const {188 + 5}");
            var (value, watch) = Miniature.Run(text, CollectionPlan.At(3), new(true, true, shift));
            Assert.Equal(Seven, value);
            var damage = new HeapDamage(BrokenRule.Payload, 180 + 5, 16, 4, 0, 1) { Collection = 1, Allocation = 3 };
            Assert.Equal(shift == 5 ? damage : null, watch.Damage);
        }
    }

    [Fact]
    public void A_root_that_is_missing_is_seen_by_the_poison_and_by_nothing_else()
    {
        var text = Miniature.With("local.get $sp\n    i32.const 4\n    i32.add\n    global.set $gc_sp\n", "");
        Assert.Equal(Seven, Miniature.Run(text, CollectionPlan.At(4)).Value);
        Assert.Equal(unchecked((long)0xDBDBDBDBDBDBDBDB), Miniature.Run(text, CollectionPlan.At(4), Poisoned).Value);
    }

    [Fact]
    public void A_host_that_does_not_hold_what_it_builds_is_named_and_one_that_does_is_not()
    {
        var parses = Miniature.With("\"(func $alloc \\\" (; $gc_collect ;;\"", "\"[[1],[\\\"a\\\"]]\"")
            .Replace("\"print\" (func $vera.print (param i32 i32))",
                "\"json_parse\" (func $vera.print (param i32 i32) (result i32))", StringComparison.Ordinal)
            .Replace("i32.const 56\n    call $alloc\n", "(call $vera.print (i32.const 0) (i32.const 11))\n",
                StringComparison.Ordinal);
        var holds = parses.Replace(
            "(global $gc_stack_limit", "(global $gc_stack_limit (export \"gc_stack_limit\")", StringComparison.Ordinal);
        Assert.Contains("json_parse", UnrootedIn(parses));
        Assert.Equal([""], UnrootedIn(holds));
        Assert.Equal([""], UnrootedIn(holds.Replace(
            "local.get $sp\n    i32.const 4\n    i32.add\n    global.set $gc_sp\n", "", StringComparison.Ordinal)));

        static IEnumerable<string> UnrootedIn(string text)
        {
            using var module = OwnModule.Compile(new InstrumentedModule(text).With(Poisoned));
            return Enumerable.Range(1, 20).Select(point =>
            {
                var watch = new HeapWatch(CollectionPlan.At(point), new());
                module.Run(new("main")
                {
                    Hooks = memory =>
                    {
                        watch.Memory = memory;
                        return watch;
                    },
                });
                return watch.UnrootedIn;
            }).ToHashSet();
        }
    }

    [Fact]
    public void Our_own_collector_cures_what_the_collector_did_and_not_a_missing_root()
    {
        var hardened = new Instruments(true, true, 0) { Hardened = true };
        foreach (var plan in Plans())
        {
            var sound = Miniature.Run(Miniature.Text, plan, hardened);
            Assert.Equal((Seven, null), (sound.Value, sound.Watch.Damage));
            Assert.Equal(Miniature.Run(Miniature.Text, plan).Watch.Collections, sound.Watch.Collections);
        }

        var alike = Miniature.With("i64.const 3 ;; a number", "i64.const 188");
        Assert.NotNull(Miniature.Run(alike, CollectionPlan.Eager).Watch.Damage);
        Assert.Null(Miniature.Run(alike, CollectionPlan.Eager, hardened).Watch.Damage);
        var rootless = Miniature.With("local.get $sp\n    i32.const 4\n    i32.add\n    global.set $gc_sp\n", "");
        Assert.NotEqual(Seven, Miniature.Run(rootless, CollectionPlan.At(4), hardened).Value);
    }

    [Theory]
    [InlineData("(call $set_header (local.get $at) (i32.shl (call $size_of (local.get $at)) (i32.const 1)))",
        "(call $set_header (local.get $at) (i32.const 32))", BrokenRule.Header)]
    [InlineData("(i32.store (global.get $heap_ptr) (i32.shl (local.get $size) (i32.const 1))) ;; header",
        "(i32.store (global.get $heap_ptr) (i32.const 2000))", BrokenRule.Tiling)]
    [InlineData("(global.set $gc_free_head (i32.const 0))\n", "\n", BrokenRule.FreeList)]
    [InlineData("(i32.store (local.get $at) (global.get $gc_free_head))", "(i32.store (local.get $at) (local.get $at))",
        BrokenRule.FreeList)]
    [InlineData("(if (i32.eqz (i32.and (i32.load (i32.sub (local.get $at) (i32.const 4))) (i32.const 1)))",
        "(if (i32.const 1)", BrokenRule.FreeList)]
    [InlineData("local.get $sp\n    global.set $gc_sp\n    return)", "return)", BrokenRule.Balance)]
    public void Every_bug_that_is_planted_is_seen(string part, string replacement, BrokenRule kind)
    {
        var (_, watch) = Miniature.Run(Miniature.With(part, replacement), CollectionPlan.Eager, new(true, true, 0));
        Assert.Equal(kind, watch.Damage?.Kind);
    }

    [Fact]
    public void A_root_that_is_left_hides_no_damage_of_a_block()
    {
        var text = Miniature.With("i64.const 3 ;; a number", "i64.const 188")
            .Replace("local.get $sp\n    global.set $gc_sp\n    return)", "return)", StringComparison.Ordinal);
        var (_, watch) = Miniature.Run(text, CollectionPlan.Eager, new(true, true, 0));
        Assert.Equal(BrokenRule.Payload, watch.Damage?.Kind);
    }

    /// <summary>Turns that end in a tail call each leave a root, and whoever called the first is left with all of them.
    /// </summary>
    [Property]
    public void What_callees_left_is_put_down_to_them(PositiveInt turns, bool deep)
    {
        const int Caller = 2, Turn = 4, Bytes = GuestFunction.RootBytes;
        var watch = new HeapWatch(CollectionPlan.Natural, new());
        watch.Entered(Caller, 0);
        for (var turn = 0; turn < turns.Get; turn++)
        {
            watch.Entered(Turn, deep ? 0 : turn * Bytes);
            if (!deep)
            {
                watch.Left(Turn, (turn + 1) * Bytes);
            }
        }

        for (var turn = 0; deep && turn < turns.Get; turn++)
        {
            watch.Left(Turn, (turn + 1) * Bytes);
        }

        watch.Left(Caller, turns.Get * Bytes);
        Assert.Equal((Turn, (uint)(turns.Get * Bytes)), (watch.Damage!.Function, watch.Damage.After));

        watch.Entered(Caller, 0);
        watch.Left(Caller, (turns.Get + 1) * Bytes);
        Assert.Equal(Caller, watch.Damage.Function);
    }

    /// <summary>
    /// Each leaves little, and it is put down to the one that leaves it, whoever comes last, though the caller pops
    /// what is left.
    /// </summary>
    [Property]
    public void What_functions_that_call_each_other_last_leave_adds_up(PositiveInt turns, bool leaves, bool hands)
    {
        const int Caller = 2, Turn = 4, Other = 6, Last = 8;
        var bytes = leaves ? GuestFunction.RootBytes : 0;
        var watch = new HeapWatch(CollectionPlan.Natural, new());
        watch.Entered(Caller, 0);
        for (var turn = 1; turn <= turns.Get; turn++)
        {
            watch.Entered(Turn, (turn - 1) * bytes);
            watch.Left(hands || turn < turns.Get ? GuestFunction.HandsOver(Turn) : Turn, turn * bytes);
        }

        if (hands)
        {
            watch.Entered(Last, turns.Get * bytes);
            watch.Left(Last, turns.Get * bytes);
        }

        watch.Entered(Other, turns.Get * bytes);
        watch.Left(Other, turns.Get * bytes);
        watch.Left(Caller, 0);
        Assert.Equal(
            leaves ? (Turn, (uint)(turns.Get * bytes)) : null,
            watch.Damage is { } damage ? (damage.Function, damage.After) : ((int, uint)?)null);
    }

    [Fact]
    public void What_a_function_pops_before_it_calls_another_one_last_is_forgotten()
    {
        const int Caller = 2, First = 4, Callee = 6, Second = 8, Bytes = GuestFunction.RootBytes;
        var watch = new HeapWatch(CollectionPlan.Natural, new());
        watch.Entered(Caller, 0);
        watch.Entered(First, 0);
        watch.Entered(Callee, 0);
        watch.Left(Callee, Bytes);
        watch.Left(GuestFunction.HandsOver(First), 0);
        watch.Entered(Second, 0);
        watch.Left(Second, 2 * Bytes);
        Assert.Equal((Second, 2u * Bytes), (watch.Damage!.Function, watch.Damage.After));
    }

    private static IEnumerable<CollectionPlan> Plans() =>
    [
        CollectionPlan.Natural, CollectionPlan.Eager,
        .. Enumerable.Range(1, Allocations).Select(point => CollectionPlan.At(point)),
        .. from first in Enumerable.Range(1, Allocations)
           from second in Enumerable.Range(first + 1, Allocations - first)
           select CollectionPlan.At(first, second),
    ];
}
