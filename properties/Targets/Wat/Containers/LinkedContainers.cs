using System.Runtime.InteropServices;
using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets.Wat.Containers.Linked;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Wasmtime;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>The container functions on a heap of ours, called by the names of Vera's imports.</summary>
/// <remarks>
/// Keys and values are slots of 64 bits; letters say what they are. Everything that is made here stays rooted, results
/// of functions do not.
/// </remarks>
internal sealed class LinkedContainers : IDisposable
{
    private readonly GuestHeap guest = new(HeapModule.Load());
    private readonly Dictionary<string, Func<int, int, long, long, long>> calls = [];
    private readonly Instance functions;

    public LinkedContainers(CollectorKind collector, int interval = 1, HeapEdit? edit = null)
    {
        var layout = HeapLayout.Small with { ShadowBytes = 1 << 20 };
        guest.Instance.Reset(layout, GuestHeap.Settings(collector, interval, poison: true) with
        {
            FuelMax = 200_000_000_000,
            MemoryMax = 1 << 28,
        });
        functions = ContainerModule.Load(edit).On(guest.Instance);
    }

    public HeapInstance Heap => guest.Instance;

    private ReadOnlySpan<byte> Memory => Heap.Memory;

    /// <summary>Carries one import out.</summary>
    public long Call(string name, long container = 0, long key = 0, long value = 0)
    {
        ref var call = ref CollectionsMarshal.GetValueRefOrAddDefault(calls, name, out _);
        call ??= functions.GetFunction(name)!.WrapFunc<int, int, long, long, long>()!;
        try
        {
            return call(Heap.ShadowPointer, (int)container, key, value);
        }
        catch (WasmtimeException failure)
        {
            throw Heap.Surface(failure);
        }
    }

    /// <summary>The same for a function that returns a container, which is rooted from now on.</summary>
    public long Kept(string name, long container = 0, long key = 0, long value = 0)
    {
        var made = Call(name, container, key, value);
        Heap.Push((int)made);
        return made;
    }

    /// <summary>A string as a slot.</summary>
    public long Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var block = bytes.Length == 0 ? 0 : Heap.AllocData(bytes.Length);
        Heap.Push(block);
        bytes.CopyTo(GuestBytes.Bytes(Heap.Memory, (uint)block, bytes.Length));
        return Pair((uint)block, bytes.Length);
    }

    /// <summary>A block that knows where it lies.</summary>
    public long Block()
    {
        var block = (uint)Heap.Alloc(8);
        Heap.Push((int)block);
        GuestBytes.SetWord(Heap.Memory, block, Serial(block));
        GuestBytes.SetWord(Heap.Memory, block + 4, 0);
        return block;
    }

    public static long Pair(uint pointer, int length) => pointer | ((long)length << 32);

    /// <summary>A key or value as text: what it is, not where it lies, but for blocks.</summary>
    public string Shown(char letter, long slot) => letter switch
    {
        's' => $"'{Encoding.UTF8.GetString(GuestBytes.Bytes(Memory, Low(slot), (int)(slot >> 32)))}'",
        'a' or 'b' when Low(slot) > 255 && GuestBytes.Word(Memory, Low(slot)) != Serial(Low(slot)) =>
            $"<lost 0x{slot:x}>",
        _ => $"{slot:x}",
    };

    /// <summary>What an array of one column holds.</summary>
    public List<string> Column(char letter, long array)
    {
        var shown = new List<string>();
        for (var i = 0; i < array >> 32; i++)
        {
            shown.Add(Shown(letter, letter == 'b'
                ? GuestBytes.Word(Memory, Low(array) + (uint)(4 * i))
                : GuestBytes.Long(Memory, Low(array) + (uint)(8 * i))));
        }

        return shown;
    }

    /// <summary>What an Option holds, or null.</summary>
    public string? Some(char letter, long option) => (GuestBytes.Word(Memory, Low(option)), letter) switch
    {
        (0, _) => null,
        (_, 'i' or 'f') => Shown(letter, GuestBytes.Long(Memory, Low(option) + 8)),
        (_, 'b') => Shown(letter, GuestBytes.Word(Memory, Low(option) + 4)),
        _ => Shown(letter, GuestBytes.Long(Memory, Low(option) + 4)),
    };

    /// <summary>The form of a trie: its maps, and the keys where they stand.</summary>
    public string Shape(char letter, long container) =>
        Node(letter, GuestBytes.Word(Memory, Low(container) + 8), GuestBytes.Word(Memory, Low(container) + 16), 0);

    public void Dispose() => guest.Dispose();

    private string Node(char letter, uint shape, uint node, int level)
    {
        if (node == 0)
        {
            return "empty";
        }

        var (first, second) = (GuestBytes.Word(Memory, node), GuestBytes.Word(Memory, node + 4));
        var data = level == 16 ? (int)(first & 0x7FFFFFFF) : int.PopCount((int)(first & 0xFFFF));
        var nodes = level == 16 ? 0 : int.PopCount((int)(second & 0xFFFF));
        var parts = new List<string>();
        for (var i = 0; i < data + nodes; i++)
        {
            var at = GuestBytes.Word(Memory, node + 8 + (uint)(4 * i));
            parts.Add(i < data ? Shown(letter, Key(letter, shape, at)) : Node(letter, shape, at, level + 1));
        }

        // Below the last level keys stand as they came.
        IEnumerable<string> shown = level == 16 ? parts.Order() : parts;
        return $"({first:x}/{second:x} {string.Join(' ', shown)})";
    }

    private long Key(char letter, uint shape, uint entry) => letter switch
    {
        'i' or 'f' => GuestBytes.Long(Memory, shape < 80 ? entry + 4 : GuestBytes.Word(Memory, entry + 4)),
        'b' => GuestBytes.Word(Memory, entry + 4),
        _ => GuestBytes.Long(Memory, entry + 4) & long.MaxValue,
    };

    private static uint Low(long slot) => unchecked((uint)slot);

    private static uint Serial(uint block) => block ^ 0xA5000000;
}
