using System.Buffers.Binary;
using System.Numerics;

namespace Vera.GcStress.Targets.Vera.Own.Containers;

/// <summary>SipHash with one and three rounds, its key zero.</summary>
internal static class SipHash13
{
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        Span<ulong> v = [0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261, 0x7465646279746573];
        var last = (ulong)bytes.Length << 56;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            Take(v, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << (8 * i);
        }

        Take(v, last);
        v[2] ^= 0xFF;
        Round(v);
        Round(v);
        Round(v);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void Take(Span<ulong> v, ulong word)
    {
        v[3] ^= word;
        Round(v);
        v[0] ^= word;
    }

    private static void Round(Span<ulong> v)
    {
        unchecked
        {
            v[0] += v[1];
            v[1] = BitOperations.RotateLeft(v[1], 13) ^ v[0];
            v[0] = BitOperations.RotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = BitOperations.RotateLeft(v[3], 16) ^ v[2];
            v[0] += v[3];
            v[3] = BitOperations.RotateLeft(v[3], 21) ^ v[0];
            v[2] += v[1];
            v[1] = BitOperations.RotateLeft(v[1], 17) ^ v[2];
            v[2] = BitOperations.RotateLeft(v[2], 32);
        }
    }
}
