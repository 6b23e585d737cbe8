using System.Buffers.Binary;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Containers.Copies;

/// <summary>Reads what <see cref="CopyWriter"/> wrote, from front to back.</summary>
internal ref struct CopyBytes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public uint Word() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>How many items, entries or bytes follow.</summary>
    public int Count() => (int)Word();

    public decimal Decimal() => DecimalBits.Read(Take(DecimalBits.Size));

    /// <summary>A string's bytes, or a part of a container that is a copy of its own.</summary>
    public ReadOnlySpan<byte> Counted() => Take(Count());

    private ReadOnlySpan<byte> Take(int bytes)
    {
        var taken = rest[..bytes];
        rest = rest[bytes..];
        return taken;
    }
}

/// <summary>A decimal as 16 bytes; equal ones have equal bytes.</summary>
internal static class DecimalBits
{
    public const int Size = 16;

    public static void Write(decimal value, Span<byte> into)
    {
        Span<int> words = stackalloc int[4];
        // Division by 1 with 28 zeros drops what is left of the scale that the value was made with.
        decimal.GetBits(value == 0 ? 0 : value / 1.0000000000000000000000000000m, words);
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(into[(4 * i)..], words[i]);
        }
    }

    public static decimal Read(ReadOnlySpan<byte> from)
    {
        Span<int> words = stackalloc int[4];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadInt32LittleEndian(from[(4 * i)..]);
        }

        return new(words);
    }
}
