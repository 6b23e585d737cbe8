using System.Buffers.Binary;

namespace Vera.GcStress.Programs;

/// <summary>The bytes behind an <see cref="Expr.Address"/>, once the heap's start is known.</summary>
public static class HeapAddress
{
    /// <summary>The payload address of a granule: what a conservative collector takes for a pointer.</summary>
    public static uint Of(int heapStart, int granule) => checked((uint)(heapStart + 4 + (8 * granule)));

    /// <summary>The 64-bit pattern of an Int, a Nat or a Float64.</summary>
    public static long Bits(int heapStart, Expr.Address address)
    {
        var high = address.High < 0 ? 0u : Of(heapStart, address.High);
        return (long)(((ulong)high << 32) | Of(heapStart, address.Low));
    }

    /// <summary>
    /// The text whose UTF-8 bytes are the address, little endian, once or (with a high half) twice. The top bit of
    /// every byte is cleared, or the bytes would not be a string.
    /// </summary>
    public static string Text(int heapStart, Expr.Address address)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Bits(heapStart, address) & 0x7F7F7F7F7F7F7F7F);
        return System.Text.Encoding.ASCII.GetString(address.High < 0 ? bytes[..4] : bytes);
    }
}
