using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>Small functions are written out where they are called, and modules do what they did.</summary>
public class InlinedCallsLaws
{
    private const string Small =
        """
        (func $next (param $at i32) (result i32) (i32.add (local.get $at) (i32.const 1)))
        (func $twice (param $at i32) (result i32) (i32.add (local.get $at) (local.get $at)))
        (func $old (param $at i32) (result i32) (i32.add (global.get $g) (local.get $at)))
        (func $less (param $a i32) (param $b i32) (result i32) (i32.sub (local.get $b) (local.get $a)))
        (func $set (param $at i32) (global.set $g (local.get $at)) (global.set $h (local.get $at)))
        (func $bump (result i32) (global.set $g (call $next (global.get $g))) (global.get $g))
        (func $down (param $at i32) (result i32)
          (if (i32.eqz (local.get $at)) (then (return (i32.const 7))))
          (call $down (i32.sub (local.get $at) (i32.const 1))))
        """;

    [Theory]
    [InlineData(
        "(call $next (call $next (i32.const 5)))", "(i32.add (i32.add (i32.const 5) (i32.const 1)) (i32.const 1))")]
    [InlineData("(call $twice (i32.const 5))", "(i32.add (i32.const 5) (i32.const 5))")]
    [InlineData("(call $twice (call $bump))", null)]
    [InlineData("(call $old (call $bump))", null)]
    [InlineData("(call $less (call $bump) (call $bump))", null)]
    [InlineData("(call $less (i32.const 1) (call $bump))", "(i32.sub (call $bump) (i32.const 1))")]
    [InlineData("(call $next ;; (call $next\n (i32.const 5))", null)]
    [InlineData("(call $down (i32.const 5))", null)]
    [InlineData("(block (result i32) (call $set (call $bump)) (global.get $h))", null)]
    public void A_call_is_spared_where_nothing_can_tell(string call, string? expected)
    {
        var text = $"""
            (module (global $g (mut i32) (i32.const 3)) (global $h (mut i32) (i32.const 0))
            {Small}
            (func (export "run") (result i32) {call}))
            """;
        var inlined = InlinedCalls.InModule(text);
        Assert.Contains($"(result i32) {expected ?? call})", inlined, StringComparison.Ordinal);
        Assert.Equal(Run(text), Run(inlined));
    }

    [Fact]
    public void A_heap_has_fewer_calls()
    {
        var inlined = InlinedCalls.InModule(HeapModule.Text);
        Assert.InRange(Calls(inlined), 1, Calls(HeapModule.Text) - 20);

        static int Calls(string text) => text.Split("(call $").Length;
    }

    private static int Run(string text)
    {
        using var module = Module.FromText(HeapModule.Engine, "small", text);
        using var store = new Store(HeapModule.Engine) { Fuel = 10_000 };
        return new Instance(store, module).GetFunction<int>("run")!();
    }
}
