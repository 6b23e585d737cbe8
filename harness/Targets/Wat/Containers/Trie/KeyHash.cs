using System.Buffers.Binary;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>64-bit hashes of keys, in step with <see cref="KeyEquality"/>: equal keys hash alike.</summary>
/// <remarks>
/// Integers, floats and pointers are spread by a bijection, so no two of them ever share all 64 bits, whoever chooses
/// them. Strings can; the trie keeps such keys side by side below its last level.
/// </remarks>
internal static class KeyHash
{
    internal const ulong Factor = 0xD6E8FEB86659FD93;

    public static ulong Of(ReadOnlySpan<byte> memory, SlotShape tag, Slot key) => tag switch
    {
        SlotShape.F64 => Spread(FloatBits(key.Bits)),
        SlotShape.Text => OfBytes(GuestBytes.Bytes(memory, key.Pointer, key.Length)),
        _ => Spread(unchecked((ulong)key.Bits)),
    };

    /// <summary>All NaNs are one key, and both zeros.</summary>
    private static ulong FloatBits(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        return double.IsNaN(value) ? ulong.MaxValue : value == 0 ? 0 : unchecked((ulong)bits);
    }

    private static ulong OfBytes(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = Spread((ulong)bytes.Length + Factor);
            while (bytes.Length >= 8)
            {
                hash = Spread(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) + Factor;
                bytes = bytes[8..];
            }

            Span<byte> rest = stackalloc byte[8];
            rest.Clear();
            bytes.CopyTo(rest);
            return Spread(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(rest));
        }
    }

    internal static ulong Spread(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * Factor;
            value = (value ^ (value >> 32)) * Factor;
            return value ^ (value >> 32);
        }
    }
}
