using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>
/// A module of all container functions for our own heap. Each is exported under its import's name, in the one form that
/// the host calls: shadow pointer, container, key and value as slots of 64 bits, and such a slot out. And each is
/// exported as it is, for modules that import it.
/// </summary>
internal sealed class ContainerModule
{
    /// <summary>What traces call the module.</summary>
    public const string Name = "containers";

    /// <summary>Where the module notes what it has asked for.</summary>
    public const string Asked = "asked";

    private const string Imports =
        $$"""
        (module ${{Name}}
          (import "heap" "memory" (memory $memory 0))
          (import "heap" "seen" (memory $seen 0))
          (import "heap" "gc_sp" (global $gc_sp (mut i32)))
          (import "heap" "allocations" (global $allocations (mut i32)))
          (import "heap" "alloc" (func $heap_alloc (param i32) (result i32)))
          (import "heap" "alloc_data" (func $heap_alloc_data (param i32) (result i32)))
          (import "heap" "shadow_push" (func $shadow_push (param i32)))
          (import "heap" "set_slot" (func $set_slot (param i32 i32)))
          (import "heap" "publish" (func $publish))

          ;; What was asked for, until the host looks: a count, and addresses with bit 31 if it was for no pointers.
          (memory $asked (export "asked") 16)
          (func $note (param $block i32) (param $bit i32) (result i32)
            (local $count i32)
            (local.set $count (i32.load $asked (i32.const 0)))
            (if (i32.lt_u (local.get $count) (i32.const 262000))
              (then
                (i32.store $asked offset=4
                  (i32.shl (local.get $count) (i32.const 2))
                  (i32.or (local.get $block) (local.get $bit)))
                (i32.store $asked (i32.const 0) (i32.add (local.get $count) (i32.const 1)))))
            (local.get $block))
          (func $alloc (param $bytes i32) (result i32)
            ;; seen: alloc.scanned.4 + (call $power (local.get $bytes) (i32.const 11))
            (call $note (call $heap_alloc (local.get $bytes)) (i32.const 0)))
          (func $alloc_data (param $bytes i32) (result i32)
            ;; seen: alloc.data.4 + (call $power (local.get $bytes) (i32.const 15))
            (call $note (call $heap_alloc_data (local.get $bytes)) (i32.const 0x80000000)))
          (func $power (param $bytes i32) (param $last i32) (result i32)
            (local $power i32)
            (local.set $power (i32.sub (i32.const 29) (i32.clz (i32.or (local.get $bytes) (i32.const 4)))))
            (select (local.get $power) (local.get $last) (i32.lt_u (local.get $power) (local.get $last))))

        """;

    private static readonly ContainerHost OurHeap = new()
    {
        AllocData = "$alloc_data",
        Push = "$shadow_push",
        SetSlot = "$set_slot",
        Counts = true,
    };

    private static readonly ConcurrentDictionary<HeapEdit, Lazy<ContainerModule>> Loaded = new();

    private readonly Module compiled;

    private ContainerModule(HeapEdit edit) => compiled = Module.FromText(HeapModule.Engine, Name, TextOf(edit));

    /// <summary>The functions that any module may import, arrays as elements too.</summary>
    public static ImmutableArray<string> Names { get; } = [.. NamesOf(Representation.Letters)];

    /// <summary>What a function is exported as for modules that import it.</summary>
    public static string AsImport(string name) => $"{OurHeap.Prefix[1..]}{name}";

    /// <summary>Where a function stands among <see cref="Names"/>.</summary>
    public static int PlaceOf(string name) => Names.IndexOf(name);

    /// <summary>The functions, or with an edit to their templates; compiled at the first call.</summary>
    public static ContainerModule Load(HeapEdit? edit = null) =>
        Loaded.GetOrAdd(edit ?? HeapEdit.None, key => new(() => new ContainerModule(key))).Value;

    /// <summary>Gives back what an edit was compiled to; the caller has disposed of all that runs it.</summary>
    public static void Unload(HeapEdit edit)
    {
        if (Loaded.TryRemove(edit, out var loaded))
        {
            loaded.Value.compiled.Dispose();
        }
    }

    /// <summary>Whether the functions with an edit to their templates are a module that the engine takes.</summary>
    public static bool IsValid(HeapEdit edit) =>
        Module.Validate(HeapModule.Engine, Module.ConvertText(TextOf(edit))) is null;

    /// <summary>The functions on a heap.</summary>
    public Instance On(HeapInstance heap)
    {
        using var linker = new Linker(HeapModule.Engine);
        linker.DefineInstance(heap.Store, "heap", heap.Instance);
        return linker.Instantiate(heap.Store, compiled);
    }

    /// <summary>The functions on a heap whose host is to hear of each allocation.</summary>
    public Instance Watched(HeapInstance heap)
    {
        using var linker = new Linker(HeapModule.Engine);
        linker.AllowShadowing = true;
        linker.DefineInstance(heap.Store, "heap", heap.Instance);
        linker.Define("heap", "alloc", Allocator(heap, heap.Alloc));
        linker.Define("heap", "alloc_data", Allocator(heap, heap.AllocData));
        return linker.Instantiate(heap.Store, compiled);
    }

    private static Function Allocator(HeapInstance heap, Func<int, int> allocate) =>
        Function.FromCallback(heap.Store, (int bytes) =>
        {
            var outer = heap.ShadowPointer;
            heap.SyncFromGuest();
            try
            {
                return allocate(bytes);
            }
            finally
            {
                heap.ShadowPointer = outer;
            }
        });

    private static string TextOf(HeapEdit edit)
    {
        var functions = ContainerText.For(Names, OurHeap, new(edit.Apply(FunctionTemplates.Text)));
        return HeapProbes.Built($"{Imports}{functions}\n{string.Concat(Names.Select(Exported))})\n");
    }

    private static IEnumerable<string> NamesOf(string letters) =>
    [
        "set_new", "set_size", "set_open", "set_close", "map_new", "map_size", "map_open", "map_close",
        .. letters.SelectMany(k => (string[])
            [$"set_add$e{k}", $"set_put$e{k}", $"set_contains$e{k}", $"set_remove$e{k}", $"set_to_array$e{k}",
             $"map_contains$k{k}", $"map_remove$k{k}", $"map_keys$k{k}", $"map_values$v{k}"]),
        .. letters.SelectMany(k => letters.SelectMany(v => (string[])
            [$"map_insert$k{k}_v{v}", $"map_put$k{k}_v{v}", $"map_get$k{k}_v{v}"])),
    ];

    private static string Exported(string name)
    {
        var (key, value) = LettersOf(name);
        var call = new StringBuilder($"(call {ContainerText.NameOf(name, OurHeap)}");
        call.Append(name.EndsWith("_new", StringComparison.Ordinal) ? "" : " (local.get $container)");
        call.Append(Passed(key, "key")).Append(Passed(value, "value")).Append(')');
        return $"""
              (export "{AsImport(name)}" (func {ContainerText.NameOf(name, OurHeap)}))
              (func (export "{name}")
                (param $sp i32) (param $container i32) (param $key i64) (param $value i64) (result i64)
                (local $length i32)
                (local $pointer i32)
                (global.set $gc_sp (local.get $sp))
                {Result(name, call.ToString())}
                (if (i32.ne (global.get $gc_sp) (local.get $sp)) (then (unreachable)))
                {(Looks(name) ? "" : "(call $publish)")})

            """;
    }

    /// <summary>The letters of what a function takes besides its container.</summary>
    private static (char? Key, char? Value) LettersOf(string name) => name.Split('$') switch
    {
        ["map_insert" or "map_put", var letters] => (letters[1], letters[^1]),
        [var function, var letters] when !IsColumn(function) => (letters[1], null),
        _ => (null, null),
    };

    private static bool IsColumn(string function) => function is "set_to_array" or "map_keys" or "map_values";

    /// <summary>Whether a function changes nothing that the host would have to hear of.</summary>
    private static bool Looks(string name) =>
        name.EndsWith("_size", StringComparison.Ordinal) || name.Contains("_contains", StringComparison.Ordinal);

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
        : name.EndsWith("_size", StringComparison.Ordinal) ? call
        : name.EndsWith("_close", StringComparison.Ordinal) || name.Contains("_put$", StringComparison.Ordinal)
            ? $"{call} (i64.const 0)"
        : $"(i64.extend_i32_u {call})";
}
