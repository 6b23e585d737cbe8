using System.Text;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>
/// A module of all container functions for our own heap. Each is exported under its import's name, as compiled cases
/// call it, and under <c>slots:</c> and that name in the one form that the host calls: shadow pointer, container, key
/// and value as slots of 64 bits, and such a slot out.
/// </summary>
internal static class ContainerModule
{
    /// <summary>What the name of the form begins with that the host calls.</summary>
    public const string Slots = "slots:";

    private const string Imports =
        """
        (module
          (import "heap" "memory" (memory $memory 0))
          (import "heap" "seen" (memory $seen 0))
          (import "heap" "gc_sp" (global $gc_sp (mut i32)))
          (import "heap" "alloc" (func $alloc (param i32) (result i32)))
          (import "heap" "alloc_data" (func $alloc_data (param i32) (result i32)))
          (import "heap" "shadow_push" (func $shadow_push (param i32)))
          (import "heap" "set_slot" (func $set_slot (param i32 i32)))
          (import "heap" "publish" (func $publish))

        """;

    private static readonly ContainerHost OurHeap = new()
    {
        AllocData = "$alloc_data",
        Push = "$shadow_push",
        SetSlot = "$set_slot",
        Counts = true,
    };

    private static readonly Lazy<Module> Whole =
        new(() => Module.FromText(HeapModule.Engine, "containers", HeapProbes.Built(Text)));

    /// <summary>The functions that any module may import, arrays as elements too.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. NamesOf(Representation.Letters)];

    /// <summary>The module's text.</summary>
    public static string Text =>
        $"{Imports}{ContainerText.For(Names, OurHeap)}\n{string.Concat(Names.Select(Exported))})\n";

    /// <summary>The functions on a heap.</summary>
    public static Instance On(HeapInstance heap)
    {
        using var linker = new Linker(HeapModule.Engine);
        linker.DefineInstance(heap.Store, "heap", heap.Instance);
        return linker.Instantiate(heap.Store, Whole.Value);
    }

    private static IEnumerable<string> NamesOf(string letters) =>
    [
        "set_new", "set_size", "map_new", "map_size",
        .. letters.SelectMany(k => (string[])
            [$"set_add$e{k}", $"set_contains$e{k}", $"set_remove$e{k}", $"set_to_array$e{k}",
             $"map_contains$k{k}", $"map_remove$k{k}", $"map_keys$k{k}", $"map_values$v{k}"]),
        .. letters.SelectMany(k => letters.SelectMany(v => (string[])[$"map_insert$k{k}_v{v}", $"map_get$k{k}_v{v}"])),
    ];

    private static string Exported(string name)
    {
        var (key, value) = LettersOf(name);
        var call = new StringBuilder($"(call {ContainerText.NameOf(name, OurHeap)}");
        call.Append(name.EndsWith("_new", StringComparison.Ordinal) ? "" : " (local.get $container)");
        call.Append(Passed(key, "key")).Append(Passed(value, "value")).Append(')');
        return $"""
              (export "{name}" (func {ContainerText.NameOf(name, OurHeap)}))
              (func (export "{Slots}{name}")
                (param $sp i32) (param $container i32) (param $key i64) (param $value i64) (result i64)
                (local $length i32)
                (local $pointer i32)
                (global.set $gc_sp (local.get $sp))
                {Result(name, call.ToString())}
                (call $publish))

            """;
    }

    /// <summary>The letters of what a function takes besides its container.</summary>
    private static (char? Key, char? Value) LettersOf(string name) => name.Split('$') switch
    {
        ["map_insert", var letters] => (letters[1], letters[^1]),
        [var function, var letters] when !IsColumn(function) => (letters[1], null),
        _ => (null, null),
    };

    private static bool IsColumn(string function) => function is "set_to_array" or "map_keys" or "map_values";

    private static string Passed(char? letter, string slot) => letter switch
    {
        null => "",
        'i' => $" (local.get ${slot})",
        'f' => $" (f64.reinterpret_i64 (local.get ${slot}))",
        'b' => $" (i32.wrap_i64 (local.get ${slot}))",
        _ => $" (i32.wrap_i64 (local.get ${slot})) (i32.wrap_i64 (i64.shr_u (local.get ${slot}) (i64.const 32)))",
    };

    private static string Result(string name, string call) => IsColumn(name.Split('$')[0])
        ? $"""
            {call} (local.set $length) (local.set $pointer)
                (i64.or
                  (i64.extend_i32_u (local.get $pointer))
                  (i64.shl (i64.extend_i32_u (local.get $length)) (i64.const 32)))
            """
        : name.EndsWith("_size", StringComparison.Ordinal) ? call : $"(i64.extend_i32_u {call})";
}
