using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Own;

/// <summary>Small modules of our own: a heap that only grows, and whatever a law puts beside it.</summary>
internal static class HandMadeGuest
{
    /// <summary>The first block of a heap lies behind one header.</summary>
    public const int HeapStart = 4096;

    /// <summary>A heap with the exports of Vera's; its allocator tells sizes to the hooks.</summary>
    private const string Heap = """
          (memory (export "memory") 1)
          (global $heap_ptr (export "heap_ptr") (mut i32) (i32.const 4096))
          (global $gc_sp (export "gc_sp") (mut i32) (i32.const 1024))
          (global (export "gc_stack_limit") i32 (i32.const 3072))
          (func $alloc (export "alloc") (param $size i32) (result i32)
            (local $block i32)
            (drop (call $allocating (local.get $size)))
            (local.set $block (i32.add (global.get $heap_ptr) (i32.const 4)))
            (global.set $heap_ptr (i32.add (global.get $heap_ptr)
              (i32.and (i32.add (local.get $size) (i32.const 11)) (i32.const -8))))
            (if (i32.gt_u (global.get $heap_ptr) (i32.mul (memory.size) (i32.const 65536)))
              (then (if (i32.lt_s (memory.grow (i32.add (i32.shr_u (local.get $size) (i32.const 16)) (i32.const 1)))
                  (i32.const 0))
                (then unreachable))))
            (i32.store (i32.sub (local.get $block) (i32.const 4)) (i32.shl (local.get $size) (i32.const 1)))
            (local.get $block))
          (func (export "register_wrapper") (param i32 i32 i32))

        """;

    /// <summary>A module with these imports of <c>vera</c>, each a name and a type, and these functions.</summary>
    public static string Text(string body, params (string Name, string Type)[] imports) =>
        "(module\n  (import \"gcstress\" \"allocating\" (func $allocating (param i32) (result i32)))\n"
        + string.Concat(imports.Select(i => $"  (import \"vera\" \"{i.Name}\" (func ${Plain(i.Name)} {i.Type}))\n"))
        + Heap + body + ")\n";

    public static OwnModule Module(string body, params (string Name, string Type)[] imports) =>
        OwnModule.Compile(Text(body, imports));

    /// <summary>Runs <c>run</c> of a module that has these imports and functions.</summary>
    public static RunOutcome Run(string body, params (string Name, string Type)[] imports)
    {
        using var module = Module(body, imports);
        return module.Run(new("run"));
    }

    /// <summary>The sizes that a run allocates, in order.</summary>
    public static List<int> Sizes(OwnModule module)
    {
        var sizes = new SizeLog();
        Assert.IsType<ModuleEnding.Completed>(module.Run(new("run") { Hooks = _ => sizes }).Ending);
        return sizes.Sizes;
    }

    public static long Number(RunOutcome outcome) => Assert.IsType<RunValue.Integer>(
        Assert.IsType<ModuleEnding.Completed>(outcome.Ending).Value).Value;

    public static string Trap(RunOutcome outcome) => Assert.IsType<ModuleEnding.Trapped>(outcome.Ending).Kind;

    private static string Plain(string name) => name.Replace('$', '_');

    internal sealed class SizeLog : IModuleHooks
    {
        public List<int> Sizes { get; } = [];

        public bool Allocating(int size)
        {
            Sizes.Add(size);
            return false;
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
}
