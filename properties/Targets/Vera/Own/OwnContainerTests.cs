using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Own;

/// <summary>Sets and Maps of every line of releases: contents, order, and what they allocate.</summary>
public class OwnContainerTests
{
    private static readonly (string, string)[] Ints =
    [
        ("set_new", "(result i32)"), ("set_add$ei", "(param i32 i64) (result i32)"),
        ("set_remove$ei", "(param i32 i64) (result i32)"), ("set_contains$ei", "(param i32 i64) (result i32)"),
        ("set_size", "(param i32) (result i64)"), ("set_to_array$ei", "(param i32) (result i32 i32)"),
    ];

    private static readonly (string, string)[] Texts =
    [
        ("map_new", "(result i32)"), ("map_insert$ks_vs", "(param i32 i32 i32 i32 i32) (result i32)"),
        ("map_get$ks_vs", "(param i32 i32 i32) (result i32)"), ("map_size", "(param i32) (result i64)"),
        ("map_keys$ks", "(param i32) (result i32 i32)"),
    ];

    /// <summary>What makes a module one of the older lines: the guest wraps handles, and is told of the dead.</summary>
    private static readonly (string, string) Deaths = ("host_decref_handle", "(param i32 i32)");

    private static readonly (string, string) Buckets = ("attach_bucket_to_wrapper", "(param i32 i32 i32)");

    private const string Added = """
        (call $set_add_ei (call $set_add_ei (call $set_add_ei (call $set_add_ei (call $set_add_ei
          (call $set_new) (i64.const 50)) (i64.const 3)) (i64.const -1)) (i64.const 7)) (i64.const 1000))
        """;

    /// <summary>Digits of 3, 7, 1000, 50, -1 as CPython iterates them: its own order, in every line.</summary>
    [Theory]
    [InlineData(ContainerAbi.Bucket)]
    [InlineData(ContainerAbi.Mirror)]
    [InlineData(ContainerAbi.Wrappers)]
    [InlineData(ContainerAbi.Handles)]
    public void A_set_iterates_as_CPythons_does(ContainerAbi line)
    {
        var text = $$"""
            (global $sum (mut i64) (i64.const 0))
            (func (export "run") (result i64)
              (local $at i32) (local $left i32)
              (call $set_to_array_ei {{Added}})
              (local.set $left)
              (local.set $at)
              (loop $next
                (global.set $sum (i64.add (i64.mul (global.get $sum) (i64.const 10000)) (i64.load (local.get $at))))
                (local.set $at (i32.add (local.get $at) (i32.const 8)))
                (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
              (global.get $sum))
            """;
        using var module = OwnModule.Compile(HandMadeGuest.Text(text, Ints), line);
        Assert.Equal(3_0007_1000_0050_0000 - 1, HandMadeGuest.Number(module.Run(new("run"))));
    }

    [Fact]
    public void A_bucket_is_written_anew_at_every_update_in_the_order_of_Veras_host()
    {
        using var ints = HandMadeGuest.Module("""
            (func (export "run") (result i32)
              (local $set i32)
              (local.set $set (call $set_add_ei (call $set_new) (i64.const 5)))
              (drop (call $set_contains_ei (local.get $set) (i64.const 5)))
              (drop (call $set_remove_ei (local.get $set) (i64.const 6)))
              (call $set_to_array_ei (local.get $set)) drop)
            """, Ints);
        Assert.Equal([12, 12, 168, 12, 168, 8], HandMadeGuest.Sizes(ints));

        using var texts = HandMadeGuest.Module("""
            (data (i32.const 0) "keyvalue")
            (func (export "run") (result i32)
              (local $map i32)
              (local.set $map (call $map_insert_ks_vs
                (call $map_new) (i32.const 0) (i32.const 3) (i32.const 3) (i32.const 5)))
              (drop (call $map_get_ks_vs (local.get $map) (i32.const 0) (i32.const 3)))
              (drop (call $map_get_ks_vs (local.get $map) (i32.const 0) (i32.const 2)))
              (call $map_keys_ks (local.get $map)) drop)
            """, Texts);
        Assert.Equal([12, 12, 168, 5, 3, 5, 12, 4, 8, 3], HandMadeGuest.Sizes(texts));
    }

    [Fact]
    public void Older_lines_keep_contents_in_the_host_until_the_collector_says_that_a_wrapper_is_dead()
    {
        using var module = HandMadeGuest.Module("""
            (func (export "run") (result i64)
              (local $set i32)
              (local.set $set (call $set_add_ei (call $set_new) (i64.const 5)))
              (call $host_decref_handle (i32.const 2) (i32.const 1))
              (call $set_size (local.get $set)))
            (func (export "stale") (result i64)
              (local $set i32)
              (local.set $set (call $set_add_ei (call $set_new) (i64.const 5)))
              (call $host_decref_handle (i32.const 2) (local.get $set))
              (call $set_size (local.get $set)))
            """, [.. Ints, Deaths]);
        Assert.Equal(ContainerAbi.Wrappers, module.Shape.Containers);
        var outcome = module.Run(new("run"));
        Assert.Equal(1, HandMadeGuest.Number(outcome));
        Assert.Equal(1, outcome.HostStores["set"]);
        Assert.Empty(HandMadeGuest.Sizes(module));

        // A dead handle is an empty container, silently.
        Assert.Equal(0, HandMadeGuest.Number(module.Run(new("stale"))));
    }

    [Fact]
    public void A_mirror_hangs_the_contents_on_the_wrapper_for_the_collector()
    {
        using var module = HandMadeGuest.Module("""
            ;; The tag of a Set's wrapper: 0xFEEDC002.
            (func (export "run") (result i64)
              (local $wrapper i32)
              (local.set $wrapper (call $alloc (i32.const 12)))
              (call $attach_bucket_to_wrapper (local.get $wrapper) (i32.const 2)
                (call $set_add_ei (call $set_new) (i64.const 77)))
              (i64.load (i32.load offset=8 (local.get $wrapper))))
            """, [.. Ints, Deaths, Buckets]);
        Assert.Equal(ContainerAbi.Mirror, module.Shape.Containers);
        Assert.Equal(77, HandMadeGuest.Number(module.Run(new("run"))));
        Assert.Equal([12, 96], HandMadeGuest.Sizes(module));
    }

    /// <summary>Nothing that a guest writes into a wrapper or a bucket makes the host read or build without bound.
    /// </summary>
    [Theory]
    [InlineData("i32.const -8", 0, 0)]
    [InlineData("call $bucket", int.MaxValue, 1)]
    [InlineData("call $bucket", -1, 1)]
    [InlineData("call $bucket", 200_000, 200_000)]
    public void Wrappers_and_buckets_that_lie_trap(string wrapper, int capacity, int count) =>
        Assert.Equal("out_of_bounds", HandMadeGuest.Trap(HandMadeGuest.Run($$"""
            (func $bucket (result i32)
              (i32.store (i32.const 8) (i32.const 100))
              (i32.store (i32.const 100) (i32.const {{capacity}}))
              (i32.store (i32.const 104) (i32.const {{count}}))
              (i32.const 0))
            (func (export "run") (result i32)
              (call $set_add_ei ({{wrapper}}) (i64.const 1)))
            """, Ints)));

    [Fact]
    public void Counts_that_lie_are_read_as_they_stand()
    {
        var outcome = HandMadeGuest.Run("""
            (func (export "run") (result i64)
              (i32.store (i32.const 8) (i32.const 100))
              (i32.store (i32.const 104) (i32.const -1))
              (call $set_size (call $set_add_ei (i32.const 0) (i64.const 1))))
            """, Ints);
        Assert.Equal(1, HandMadeGuest.Number(outcome));
    }
}
