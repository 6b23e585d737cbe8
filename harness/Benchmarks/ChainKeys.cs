using System.Diagnostics;
using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Benchmarks;

/// <summary>The elements of a chain, by number.</summary>
internal sealed class ChainKeys(HeapInstance heap, VeraType type)
{
    private const int TextBytesMax = 16;

    private readonly byte[] text = new byte[TextBytesMax];
    private uint[] blocks = [];
    private uint scratch;

    /// <summary>A new heap, with room for this number of elements.</summary>
    public void Begin(int count)
    {
        blocks = blocks.Length < count ? new uint[count] : blocks;
        if (type.Kind == TypeKind.String)
        {
            scratch = (uint)heap.AllocData(TextBytesMax);
            heap.Push((int)scratch);
        }
    }

    /// <summary>An element as a program makes it, not rooted yet.</summary>
    public Slot Make(int number) => type.Kind switch
    {
        TypeKind.Int => new(number),
        TypeKind.String => Text(number, 0),
        TypeKind.Json => new(blocks[number] = JsonNumber(number)),
        _ => throw new UnreachableException($"no chain of {type}"),
    };

    /// <summary>An element that equals the one with this number, for which nothing is allocated.</summary>
    public Slot Again(int number) => type.Kind switch
    {
        TypeKind.Int => new(number),
        TypeKind.String => Text(number, scratch),
        TypeKind.Json => new(blocks[number]),
        _ => throw new UnreachableException($"no chain of {type}"),
    };

    private Slot Text(int number, uint place)
    {
        var (_, written) = (number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture), length);
        var block = place == 0 ? (uint)heap.AllocData(written + 4) : place;
        var bytes = GuestBytes.Bytes(heap.Memory, block, written + 4);
        Encoding.ASCII.GetBytes("key ", bytes);
        text.AsSpan(0, written).CopyTo(bytes[4..]);
        return new(block, written + 4);
    }

    private uint JsonNumber(int number)
    {
        const int Tag = 2;
        var layout = BlockLayout.Of(VeraType.Json, Tag);
        var block = (uint)heap.AllocData(layout.Bytes);
        GuestBytes.SetWord(heap.Memory, block, Tag);
        GuestBytes.SetLong(heap.Memory, block + (uint)layout.Offsets[0], BitConverter.DoubleToInt64Bits(number));
        return block;
    }
}
