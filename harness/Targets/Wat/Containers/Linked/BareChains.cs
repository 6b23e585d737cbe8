using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>
/// Sets and maps that grow within the guest, as fast as a module of its own can have them: heap, container functions
/// and the loop that calls them are one module, which counts neither features nor fuel.
/// </summary>
/// <remarks>One root holds the newest version, and what it has when a chain ends stays until the next begins.</remarks>
internal sealed class BareChains : IDisposable
{
    private const int MemoryMax = 1 << 30;

    private static readonly ContainerHost Host = new()
    {
        Alloc = "$chain_alloc",
        AllocData = "$chain_alloc_data",
        Push = "$shadow_push",
        SetSlot = "$set_slot",
    };

    private static readonly string[] Imports =
    [
        "set_new", "set_open", "set_close", "map_new", "map_open", "map_close",
        .. "isb".SelectMany(k => (string[])
            [$"set_add$e{k}", $"set_put$e{k}", $"map_insert$k{k}_vi", $"map_put$k{k}_vi"]),
    ];

    private static readonly Lazy<(Engine Engine, Module Module)> Compiled = new(() =>
    {
        var engine = new Engine(new Config().WithMultiMemory(true).WithBulkMemory(true));
        return (engine, Module.FromText(engine, "chains", InlinedCalls.InModule(Text())));
    });

    /// <summary>What a program makes before it inserts: a number; "key 17"; a JSON number. Blocks are pushed.</summary>
    private const string Keys =
        """

          (func $make_i (param $i i32) (result i64) (i64.extend_i32_u (local.get $i)))
          (func $make_b (param $i i32) (result i32) (local $block i32)
            (local.set $block (call $chain_alloc_data (i32.const 16)))
            (i32.store (local.get $block) (i32.const 2))
            (f64.store offset=8 (local.get $block) (f64.convert_i32_u (local.get $i)))
            (call $shadow_push (local.get $block))
            (local.get $block))
          (func $make_s (param $i i32) (result i32 i32) (local $digits i32) (local $power i32) (local $block i32)
            (local.set $digits (i32.const 1))
            (local.set $power (i32.const 10))
            (loop $more
              (if (i32.ge_u (local.get $i) (local.get $power))
                (then
                  (local.set $digits (i32.add (local.get $digits) (i32.const 1)))
                  (local.set $power (i32.mul (local.get $power) (i32.const 10)))
                  (br $more))))
            (local.set $block (call $chain_alloc_data (i32.add (local.get $digits) (i32.const 4))))
            (call $shadow_push (local.get $block))
            (i32.store (local.get $block) (i32.const 0x2079656b))
            (local.set $power (i32.add (i32.add (local.get $block) (local.get $digits)) (i32.const 3)))
            (loop $digit
              (i32.store8 (local.get $power) (i32.add (i32.const 48) (i32.rem_u (local.get $i) (i32.const 10))))
              (local.set $i (i32.div_u (local.get $i) (i32.const 10)))
              (local.set $power (i32.sub (local.get $power) (i32.const 1)))
              (br_if $digit (local.get $i)))
            (local.get $block)
            (i32.add (local.get $digits) (i32.const 4)))
        """;

    private const string Allocators =
        """
          (func $chain_alloc (param $bytes i32) (result i32)
            (call $allocate (local.get $bytes) (i32.const 0)))
          (func $chain_alloc_data (param $bytes i32) (result i32)
            (call $allocate (local.get $bytes) (i32.const 1)))
          (func (export "free") (result i32) (global.get $free_bytes))

        """;

    private readonly Store store = new(Compiled.Value.Engine);
    private readonly Instance instance;
    private readonly HeapExports heap;
    private readonly GuestMemory[] memories;
    private readonly Dictionary<string, Action<int>> chains = [];

    public BareChains()
    {
        instance = new(
            store, Compiled.Value.Module,
            Function.FromCallback(store, (int _, int _) => { }),
            Function.FromCallback(store, () => { }),
            Function.FromCallback(store, () => { }),
            Function.FromCallback(store, (int _, int _) => 0));
        heap = new(instance);
        memories = [new(instance, "memory"), new(instance, "map")];
        Begin();
    }

    /// <summary>All bytes that were handed out since the heap was fresh.</summary>
    public long AllocatedBytes => heap.Allocated.GetValue();

    /// <summary>How large the heap ever was since then.</summary>
    public long PeakBytes => Number("heap_ptr") - Number("gc_heap_start");

    /// <summary>A fresh heap.</summary>
    public void Begin()
    {
        Array.ForEach(memories, memory => memory.Clear(used: 0));
        heap.Reset(
            HeapLayout.Small,
            new(CollectorKind.Hardened, new CollectionSchedule.Natural(), false, false, long.MaxValue / 4, MemoryMax),
            0);
    }

    /// <summary>A new container of this many entries.</summary>
    /// <param name="isMap">Whether it is a map, with numbers as values.</param>
    /// <param name="key">The letter of the keys: i for numbers, s for new strings, b for new blocks of JSON.</param>
    /// <param name="isFold">Whether it is built in place, and not version by version.</param>
    /// <param name="count">How many.</param>
    public void Insert(bool isMap, char key, bool isFold, int count)
    {
        var name = $"{(isFold ? "fold" : "chain")}_{(isMap ? "map" : "set")}_{key}";
        if (!chains.TryGetValue(name, out var chain))
        {
            chains[name] = chain = instance.GetAction<int>(name)!;
        }

        chain(count);
    }

    /// <summary>The bytes of blocks that a collection keeps now.</summary>
    public long LiveBytes()
    {
        instance.GetAction("gc_collect")!();
        return PeakBytes - instance.GetFunction<int>("free")!();
    }

    public void Dispose() => store.Dispose();

    private int Number(string global) => (int)instance.GetGlobal(global)!.GetValue()!;

    private static string Text()
    {
        var heap = HeapModule.Text.TrimEnd()[..^1].Replace(
            """(func (export "set_slot")""", """(func $set_slot (export "set_slot")""", StringComparison.Ordinal);
        var grown = "isb".SelectMany(key => (string[])
            [Grown("set", "add$e", "put$e", key, "", ""),
             Grown("map", "insert$k", "put$k", key, "_vi", " (i64.extend_i32_u (local.get $i))")]);
        return $"{heap}{Allocators}{ContainerText.For(Imports, Host)}{Keys}{string.Concat(grown)})";
    }

    /// <summary>A chain and a fold; the root at the stack's base is the newest version.</summary>
    private static string Grown(string kind, string insert, string put, char key, string letters, string value) =>
        $$"""

        (func (export "chain_{{kind}}_{{key}}") (param $count i32) (local $i i32) (local $made i32)
          (global.set $gc_sp (global.get $gc_stack_base))
          (local.set $made (call $vera.{{kind}}_new))
          (loop $next
            (global.set $gc_sp (global.get $gc_stack_base))
            (call $shadow_push (local.get $made))
            (if (i32.lt_u (local.get $i) (local.get $count))
              (then
                (local.set $made
                  (call $vera.{{kind}}_{{insert}}{{key}}{{letters}}
                    (local.get $made) (call $make_{{key}} (local.get $i)){{value}}))
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br $next)))))

        (func (export "fold_{{kind}}_{{key}}") (param $count i32) (local $i i32) (local $made i32)
          (global.set $gc_sp (global.get $gc_stack_base))
          (local.set $made (call $vera.{{kind}}_open (call $vera.{{kind}}_new)))
          (loop $next
            (global.set $gc_sp (global.get $gc_stack_base))
            (call $shadow_push (local.get $made))
            (if (i32.lt_u (local.get $i) (local.get $count))
              (then
                (call $vera.{{kind}}_{{put}}{{key}}{{letters}}
                  (local.get $made) (call $make_{{key}} (local.get $i)){{value}})
                (local.set $i (i32.add (local.get $i) (i32.const 1)))
                (br $next))))
          (call $vera.{{kind}}_close (local.get $made)))

        """;
}
