using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Own;

/// <summary>A module of Vera's in this process: what it shows, how it ends, and what it cannot do to us.</summary>
public class OwnModuleTests
{
    private static readonly (string, string) Print = ("print", "(param i32 i32)");

    [Fact]
    public void A_run_prints_and_returns_and_leaves_nothing_to_the_next()
    {
        using var module = HandMadeGuest.Module("""
            (data (i32.const 0) "hello ")
            (global $n (mut i64) (i64.const 0))
            (func (export "run") (result i64)
              (call $print (i32.const 0) (i32.const 6))
              (drop (call $alloc (i32.const 12)))
              (call $state_put_Int (i64.add (call $state_get_Int) (i64.const 1)))
              (global.set $n (i64.add (global.get $n) (call $state_get_Int)))
              (global.get $n))
            """, Print, ("state_get_Int", "(result i64)"), ("state_put_Int", "(param i64)"));
        for (var time = 0; time < 3; time++)
        {
            var outcome = module.Run(new("run"));
            Assert.Equal(1, HandMadeGuest.Number(outcome));
            Assert.Equal("hello ", outcome.Output);
            Assert.Equal(HandMadeGuest.HeapStart + 16, outcome.PeakHeap);
        }
    }

    [Theory]
    [InlineData((1L << 53) + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue + 1)]
    public void A_host_answers_whole_numbers_to_the_last_bit(long number) => Assert.Equal(
        number,
        HandMadeGuest.Number(HandMadeGuest.Run(
            $"(func (export \"run\") (result i64) (call $state_put_Int (i64.const {number})) (call $state_get_Int))",
            ("state_get_Int", "(result i64)"), ("state_put_Int", "(param i64)"))));

    [Theory]
    [InlineData("unreachable", "unreachable")]
    [InlineData("(drop (i64.div_s (i64.const 1) (i64.const 0)))", "divide_by_zero")]
    [InlineData("(drop (i64.div_s (i64.const -9223372036854775808) (i64.const -1)))", "overflow")]
    [InlineData("(drop (i32.load (i32.const -4)))", "out_of_bounds")]
    [InlineData("(call $run)", "stack_exhausted")]
    [InlineData("(drop (i32.trunc_f64_s (f64.const nan)))", "unknown")]
    [InlineData("(call $overflow_trap) unreachable", "overflow")]
    [InlineData("(call $contract_fail (i32.const 0) (i32.const 2)) unreachable", "contract_violation")]
    [InlineData("(call $print (i32.const 65530) (i32.const 7))", "out_of_bounds")]
    [InlineData("(call $print (i32.const 0) (i32.const -1))", "out_of_bounds")]
    [InlineData("(call $print (i32.const -1) (i32.const 1))", "out_of_bounds")]
    public void Traps_are_named_as_Vera_names_them(string body, string kind) => Assert.Equal(kind, HandMadeGuest.Trap(
        HandMadeGuest.Run(
            $"(func $run (export \"run\") {body})",
            Print, ("overflow_trap", ""), ("contract_fail", "(param i32 i32)"))));

    [Theory]
    [InlineData("(loop $again (br $again))", "fuel")]
    [InlineData("(loop $again (call $print (i32.const 0) (i32.const 60000)) (br $again))", "output")]
    [InlineData("(loop $again (drop (call $alloc (i32.const 1000000))) (br $again))", "memory")]
    [InlineData("(loop $again (call $state_push_Int) (br $again))", "fuel")]
    public void Every_bound_of_a_request_ends_a_run(string body, string limit)
    {
        using var module = HandMadeGuest.Module(
            $"(func (export \"run\") {body})", Print, ("state_push_Int", ""));
        var outcome = module.Run(new("run") { FuelMax = 30_000_000, MemoryMax = 4 << 20, OutputMax = 100_000 });
        Assert.Equal(limit, Assert.IsType<ModuleEnding.LimitHit>(outcome.Ending).Limit);
        Assert.True(outcome.MemoryBytes <= 4 << 20 && outcome.Output.Length <= 100_000);
    }

    /// <summary>A program that never asks for what we lack runs all the same.</summary>
    [Theory]
    [InlineData("http_get", "(param i32 i32) (result i32)", "(drop (call $http_get (i32.const 0) (i32.const 0)))")]
    [InlineData("print", "(param i64)", "(call $print (i64.const 0))")]
    public void An_import_that_we_do_not_offer_is_named_once_it_is_called(string name, string type, string call)
    {
        using var module = HandMadeGuest.Module(
            $"(func (export \"run\") {call}) (func (export \"quiet\") (result i64) (i64.const 7))", (name, type));
        Assert.Equal(7, HandMadeGuest.Number(module.Run(new("quiet"))));
        Assert.Equal(name, Assert.IsType<ModuleEnding.Unsupported>(module.Run(new("run")).Ending).Import);
    }

    [Fact]
    public void Exit_time_chance_arguments_and_input_are_those_of_the_request()
    {
        using var module = HandMadeGuest.Module("""
            (func (export "run") (param $text i32) (param $length i32) (param i64) (result i64)
              (local $line i32)
              (call $print (local.get $text) (local.get $length))
              (call $print (call $read_line))
              (call $print (call $read_line))
              (i64.xor (call $random_int (i64.const 0) (i64.const 1000000)) (call $time)))
            (func (export "leave") (call $exit (i64.const 3)))
            """,
            Print, ("read_line", "(result i32 i32)"), ("time", "(result i64)"), ("exit", "(param i64)"),
            ("random_int", "(param i64 i64) (result i64)"));
        RunOutcome Run(ulong seed) => module.Run(new("run")
        {
            Arguments = [new RunArgument.Text("é"), new RunArgument.Integer(-1)],
            Input = "one\ntwo",
            Seed = seed,
        });

        Assert.Equal("éonetwo", Run(1).Output);
        Assert.Equal(HandMadeGuest.Number(Run(1)), HandMadeGuest.Number(Run(1)));
        Assert.NotEqual(HandMadeGuest.Number(Run(1)), HandMadeGuest.Number(Run(2)));
        Assert.Equal(new ModuleEnding.Exited(3), module.Run(new("leave")).Ending);
    }

    [Fact]
    public void Hooks_are_asked_and_told_and_what_they_throw_ends_the_run()
    {
        using var module = HandMadeGuest.Module("""
            (func (export "run") (result i32) (call $allocating (call $alloc (i32.const 5))))
            """);
        var asked = new List<string>();
        var outcome = module.Run(new("run") { Hooks = memory => new Listener(memory, asked) });
        Assert.Equal(1, HandMadeGuest.Number(outcome));
        Assert.Equal(["5 at 4096 of 65536", "4100 at 4112 of 65536"], asked);
        Assert.Throws<NotSupportedException>(() => module.Run(new("run") { Hooks = _ => new Thrower() }));
    }

    [Theory]
    [InlineData("(module", "does not compile")]
    [InlineData("(module (import \"vera\" \"memory\" (memory 1)))", "is no function")]
    [InlineData("(module (memory (export \"memory\") 60000) (func (export \"run\")))", "cannot be started")]
    [InlineData("(module (func (export \"other\")))", "exports no function 'run'")]
    [InlineData("(module (func (export \"run\") (param i64)))", "takes 1 words of WebAssembly, not 0")]
    public void What_cannot_be_run_is_refused_in_one_line(string text, string reason)
    {
        var refused = Assert.Throws<WasmException>(() =>
        {
            using var module = OwnModule.Compile(text);
            module.Run(new("run"));
        });
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    /// <summary>Data that does not fit traps before the first instruction.</summary>
    [Fact]
    public void A_module_that_traps_as_it_starts_has_trapped()
    {
        using var module = OwnModule.Compile(
            "(module (memory (export \"memory\") 1) (data (i32.const 70000) \"x\") (func (export \"run\")))");
        Assert.Equal("out_of_bounds", HandMadeGuest.Trap(module.Run(new("run"))));
    }

    private sealed class Listener(IModuleMemory memory, List<string> asked) : IModuleHooks
    {
        public bool Allocating(int size)
        {
            asked.Add($"{size} at {memory.Global("heap_ptr")} of {memory.Bytes.Length}");
            return size > 1000;
        }

        public void Collecting()
        {
        }

        public void Collected()
        {
        }

        public void Entered(int function, int sp)
        {
        }

        public void Left(int function, int sp)
        {
        }
    }

    private sealed class Thrower : IModuleHooks
    {
        public bool Allocating(int size) => throw new NotSupportedException();

        public void Collecting()
        {
        }

        public void Collected()
        {
        }

        public void Entered(int function, int sp)
        {
        }

        public void Left(int function, int sp)
        {
        }
    }
}
