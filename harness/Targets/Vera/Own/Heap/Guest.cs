using System.Buffers.Binary;
using System.Text;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Targets.Vera.Own.Wasm;

namespace Vera.GcStress.Targets.Vera.Own.Heap;

/// <summary>The guest as host functions see it: hostile. Accesses are held to its real memory, and paid for.</summary>
internal sealed class Guest(WasmInstance instance, ModuleShape shape, long workMax)
{
    /// <summary>The longest text that passes to the host.</summary>
    private const int TextBytesMax = 64 << 20;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public ModuleShape Shape { get; } = shape;

    public WasmInstance Instance { get; } = instance;

    /// <summary>What host functions have done so far: it counts against the fuel of the run.</summary>
    public long Work { get; private set; }

    /// <summary>Pays for work that the engine does not see.</summary>
    public void Spend(long work)
    {
        Work += work;
        if (Work > workMax)
        {
            throw RunStop.Limit("fuel");
        }
    }

    /// <summary>Bytes of memory; a view that the next allocation ends.</summary>
    public Span<byte> Bytes(long pointer, long length)
    {
        var memory = Instance.Memory;
        if (pointer < 0 || length < 0 || length > memory.Length || pointer > memory.Length - length)
        {
            throw RunStop.OutOfBounds(pointer, length);
        }

        Spend(1 + (length >> 3));
        return memory.Slice((int)pointer, (int)length);
    }

    public uint Word(long at) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(at, 4));

    public long Long(long at) => BinaryPrimitives.ReadInt64LittleEndian(Bytes(at, 8));

    public void SetWord(long at, long value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(Bytes(at, 4), unchecked((uint)value));

    public void SetLong(long at, long value) => BinaryPrimitives.WriteInt64LittleEndian(Bytes(at, 8), value);

    /// <summary>A text in memory; bytes that are no UTF-8 are replaced, as Vera's host does.</summary>
    public string Text(long pointer, long length)
    {
        // An i32 passes unsigned here; a length beyond half the range was negative to Vera's host.
        var bytes = Bytes(pointer, length);
        return length <= TextBytesMax ? Encoding.UTF8.GetString(bytes) : throw RunStop.Limit("text");
    }

    /// <summary>The text behind a pointer and a length that lie one after the other.</summary>
    public string TextAt(long at) => Text(Word(at), Word(at + 4));

    /// <summary>What the running function of the host has made.</summary>
    public List<uint> Made { get; } = [];

    public uint Alloc(long size)
    {
        Spend(1 + (size >> 3));
        var block = size <= int.MaxValue ? Instance.Alloc((int)size) : throw RunStop.Limit("memory");
        Made.Add(block);
        return block;
    }

    /// <summary>A block with these words, in a size of its own.</summary>
    public uint Block(int size, params ReadOnlySpan<long> words)
    {
        var block = Alloc(size);
        for (var i = 0; i < words.Length; i++)
        {
            SetWord(block + (4 * i), words[i]);
        }

        return block;
    }

    /// <summary>A new string block; (0, 0) if it is empty.</summary>
    public (uint Pointer, int Length) NewText(string text)
    {
        byte[] bytes;
        try
        {
            bytes = Strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw RunStop.Failed("UnicodeEncodeError: 'utf-8' codec can't encode a surrogate: surrogates not allowed");
        }

        if (bytes.Length == 0)
        {
            return (0, 0);
        }

        var block = Alloc(bytes.Length);
        bytes.CopyTo(Bytes(block, bytes.Length));
        return (block, bytes.Length);
    }

    /// <summary>A wrapper around a handle, noted with the collector; where nothing is wrapped, the handle.</summary>
    public uint Wrap(int kind, int handle)
    {
        if (Shape.Containers == ContainerAbi.Handles)
        {
            return unchecked((uint)handle);
        }

        var word = Shape.TagsHandles ? handle | 0x80000000L : handle;
        var wrapper = Shape.WrapperBytes == 8
            ? Block(8, Wrappers.TagOf(kind), word)
            : Block(12, Wrappers.TagOf(kind), word, 0);
        Instance.Register(unchecked((int)wrapper), kind, handle);
        return wrapper;
    }
}
