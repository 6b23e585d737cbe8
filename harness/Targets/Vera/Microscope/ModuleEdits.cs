using System.Globalization;
using Vera.GcStress.Targets.Vera.Microscope.Reading;

namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The edits that let one look at a module while it runs; none changes what it computes.</summary>
internal static class ModuleEdits
{
    /// <summary>What a free byte reads as: no address, no tag, no small number.</summary>
    public const byte PoisonByte = 0xDB;

    private const string Collect = "$gcstress.collect";
    private const string Allocate = "$gcstress.allocate";
    private const string PoisonFree = "$gcstress.poison";

    /// <summary>The hooks are imports, and imports come first.</summary>
    public static void ImportHooks(EditList edits, ModuleText module, Instruments instruments)
    {
        edits.Insert(module.Beginning, """

          (import "gcstress" "allocating" (func $gcstress.allocating (param i32) (result i32)))
          (import "gcstress" "collecting" (func $gcstress.collecting))
          (import "gcstress" "collected" (func $gcstress.collected))
          (import "gcstress" "entered" (func $gcstress.entered (param i32 i32)))
          (import "gcstress" "left" (func $gcstress.left (param i32 i32)))
        """);
        if (instruments.Keeps)
        {
            edits.Insert(module.Beginning, """

                  (import "gcstress" "allocated" (func $gcstress.allocated (param i32)))
                  (import "gcstress" "keep" (func $gcstress.keep (result i32)))
                """);
        }
    }

    /// <summary>
    /// All callers get an allocator that tells of the new block, clears it, or both. What is cleared is more than twice
    /// the block: some programs read items of one width where a host wrote half of that.
    /// </summary>
    public static void WrapAllocator(EditList edits, ModuleText module, ModuleRoles roles, Instruments instruments)
    {
        const string Tell = "(call $gcstress.allocated (local.get $block))";
        const string Clear = "(memory.fill (local.get $block) (i32.const 0) (local.get $size))";
        const string Widen = "(local.set $size (i32.add (i32.shl (local.get $size) (i32.const 1)) (i32.const 8)))";
        edits.Replace(module.Token(roles.Allocator.First + 2), Allocate);
        edits.Insert(module.Ending, $"""
              (func {roles.Allocator.Name} (param $size i32) (result i32) (local $block i32)
                {(instruments.Clears ? Widen : "")}
                (local.set $block (call {Allocate} (local.get $size)))
                {(instruments.Keeps ? Tell : "")}
                {(instruments.Clears ? Clear : "")}
                (local.get $block))

            """);
    }

    /// <summary>Each allocation is told whether to collect first, where Vera's eager mode collects.</summary>
    public static void AskAtAllocations(EditList edits, ModuleText module, ModuleRoles roles) =>
        edits.Insert(module.Token(module.BodyOf(roles.Allocator)).Start, $"""
            local.get 0
                call $gcstress.allocating
                if
                  call {roles.Collector.Name}
                end

            """ + "    ");

    /// <summary>All callers get a collector that tells before and after; what is free is poisoned last.</summary>
    public static void WatchCollections(
        EditList edits, ModuleText module, ModuleRoles roles, Instruments instruments)
    {
        edits.Replace(module.Token(roles.Collector.First + 2), Collect);
        edits.Insert(module.Ending, $"""
              (func {roles.Collector.Name}
                {(instruments.Idle ? "nop" : Watched(instruments, roles.ShadowPointer.Name))}
              )

            """);
    }

    private static string Watched(Instruments instruments, string sp) => $"""
        {(instruments.Keeps ? "(local $sp i32) (local $kept i32)" : "")}
            call $gcstress.collecting
            {(instruments.Keeps ? RootsOf(sp) : "")}
            call {(instruments.Hardened ? HardenedSwap.Collector : Collect)}
            {(instruments.Keeps ? $"(global.set {sp} (local.get $sp))" : "")}
            call $gcstress.collected{(instruments.Poison ? $"\n    call {PoisonFree}" : "")}
        """;

    /// <summary>What is to be kept stands on the shadow stack while the collection lasts.</summary>
    private static string RootsOf(string sp) => $"""
        (local.set $sp (global.get {sp}))
            (block $none
              (loop $next
                (br_if $none (i32.eqz (local.tee $kept (call $gcstress.keep))))
                (i32.store (global.get {sp}) (local.get $kept))
                (global.set {sp} (i32.add (global.get {sp}) (i32.const 4)))
                (br $next)))
        """;

    /// <summary>Overwrites what is on the free list, but for the first word of each block: the list's link.</summary>
    /// <remarks>A list that runs in a circle is left after as many steps as there can be blocks.</remarks>
    public static void Poison(EditList edits, ModuleText module, ModuleRoles roles) => edits.Insert(module.Ending, $"""
          (func {PoisonFree} (local $node i32) (local $size i32) (local $steps i32)
            (local.set $node (global.get {roles.FreeHead.Name}))
            (local.set $steps
              (i32.shr_u
                (i32.sub (global.get {roles.HeapPointer.Name}) (global.get {roles.HeapStart.Name}))
                (i32.const 3)))
            (block $done
              (loop $next
                (br_if $done (i32.eqz (local.get $node)))
                (br_if $done (i32.eqz (local.get $steps)))
                (local.set $steps (i32.sub (local.get $steps) (i32.const 1)))
                (local.set $size (i32.shr_u (i32.load (i32.sub (local.get $node) (i32.const 4))) (i32.const 1)))
                (if (i32.gt_u (local.get $size) (i32.const 4))
                  (then
                    (memory.fill
                      (i32.add (local.get $node) (i32.const 4))
                      (i32.const {PoisonByte})
                      (i32.sub (local.get $size) (i32.const 4)))))
                (local.set $node (i32.load (local.get $node)))
                (br $next))))

        """);

    /// <summary>Shows the collector's globals, under names that are the same for all releases.</summary>
    public static void ExportCollector(EditList edits, ModuleText module, ModuleRoles roles)
    {
        (string Name, ModuleGlobal Global)[] shown =
        [
            (ModuleNames.HeapStart, roles.HeapStart),
            (ModuleNames.HeapPointer, roles.HeapPointer),
            (ModuleNames.FreeHead, roles.FreeHead),
            (ModuleNames.ShadowPointer, roles.ShadowPointer),
            (ModuleNames.StackBase, roles.StackBase),
        ];
        foreach (var (name, global) in shown)
        {
            edits.Insert(module.Ending, $"  (export \"{name}\" (global {global.Name}))\n");
        }

        edits.Insert(module.Ending, $"  (export \"{ModuleNames.Collect}\" (func {roles.Collector.Name}))\n");
    }

    /// <summary>Functions tell the shadow pointer when they begin and before each return.</summary>
    /// <remarks>
    /// A tail call leaves no root: what it calls leaves the one of the result, and answers for its caller's too.
    /// </remarks>
    public static void WatchBalance(
        EditList edits, ModuleText module, ModuleRoles roles, IReadOnlyList<GuestFunction> functions)
    {
        var watched = functions.Select(function => function.Name).ToHashSet();
        foreach (var function in functions)
        {
            var form = module.Forms[function.Place];
            edits.Insert(module.Token(module.BodyOf(form)).Start, Tell("entered", function.Number));
            foreach (var (at, callee) in Returns(module, form))
            {
                edits.Insert(at, Tell("left", callee is null ? function.Number
                    : watched.Contains(callee) ? GuestFunction.HandsOver(function.Number)
                    : function.Number & ~1));
            }

            edits.Insert(module.Token(form.Last).Start, Tell("left", function.Number));
        }

        string Tell(string hook, int number) => string.Create(CultureInfo.InvariantCulture,
            $"\n    i32.const {number} global.get {roles.ShadowPointer.Name} call $gcstress.{hook}\n    ");
    }

    /// <summary>
    /// Where a function returns before its end, and what it calls if it does so by a tail call: empty if it is not
    /// named, and null where it just returns.
    /// </summary>
    public static IEnumerable<(int At, string? Callee)> Returns(ModuleText module, ModuleForm function)
    {
        for (var place = module.BodyOf(function); place < function.Last; place++)
        {
            var isTailCall = module.Word(place).StartsWith("return_call");
            if (isTailCall || module.IsWord(place, "return"))
            {
                var callee = isTailCall ? $"{module.Word(place + 1)}".TrimStart('$') : null;
                yield return (module.StartOfInstruction(place), callee);
            }
        }
    }

    /// <summary>Moves all regions behind the string literals, so that blocks lie at other addresses.</summary>
    public static void MoveHeap(EditList edits, ModuleText module, ModuleRoles roles, int shift)
    {
        foreach (var region in shift == 0 ? [] : roles.Regions)
        {
            edits.Replace(
                module.Token(region.InitToken),
                (region.Init + (uint)shift).ToString(CultureInfo.InvariantCulture));
        }
    }
}
