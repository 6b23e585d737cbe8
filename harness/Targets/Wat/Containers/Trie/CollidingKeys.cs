using System.Buffers.Binary;
using System.Text;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>Keys whose hashes agree as far as is asked for: the inverse of <see cref="KeyHash"/>.</summary>
/// <remarks>Every step of the hash is a bijection of 64 bits, so a key is worked out and not searched for.</remarks>
public static class CollidingKeys
{
    /// <summary>Hash bits that a level of a trie takes.</summary>
    private const int LevelBits = 4;

    private const ulong Target = 0x243F6A8885A308D3;

    /// <summary>Integers whose hashes agree in exactly the first levels; at most 16 levels minus one.</summary>
    /// <param name="levels">0 to 15: no two integers agree in all 16.</param>
    /// <param name="count">1 to 16, as many as the next level tells apart.</param>
    public static IReadOnlyList<long> Integers(int levels, int count) =>
        [.. Hashes(levels, count).Select(hash => unchecked((long)Unspread(hash)))];

    /// <summary>Printable strings of 16 bytes whose hashes agree in exactly the first levels, or in all 16.</summary>
    /// <param name="levels">0 to 16.</param>
    /// <param name="count">1 to 16; with 16 levels as many as one likes.</param>
    public static IReadOnlyList<string> Texts(int levels, int count)
    {
        var texts = new List<string>();
        var salt = 0UL;
        foreach (var hash in Hashes(levels, count))
        {
            string? text;
            while ((text = TextOf(hash, salt++)) is null)
            {
            }

            texts.Add(text);
        }

        return texts;
    }

    private static IEnumerable<ulong> Hashes(int levels, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, TrieNodes.Levels);
        for (var i = 0UL; i < (ulong)count; i++)
        {
            // The level after the agreed ones is the first that differs.
            yield return levels == TrieNodes.Levels ? Target : Target ^ (i << (LevelBits * levels));
        }
    }

    /// <summary>A string with a hash, or null if the one that a salt leads to is not printable.</summary>
    private static string? TextOf(ulong hash, ulong salt)
    {
        const int Bytes = 16;
        Span<byte> text = stackalloc byte[Bytes];
        unchecked
        {
            for (var i = 0; i < 8; i++)
            {
                text[i] = (byte)('a' + ((salt >> (4 * i)) & 15));
            }

            var before = KeyHash.Spread(KeyHash.Spread(Bytes + KeyHash.Factor)
                ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) + KeyHash.Factor;
            var second = Unspread(Unspread(hash) - KeyHash.Factor) ^ before;
            BinaryPrimitives.WriteUInt64LittleEndian(text[8..], second);
        }

        return text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || text.ContainsAny((byte)'"', (byte)'\\')
            ? null
            : Encoding.ASCII.GetString(text);
    }

    /// <summary>What <see cref="KeyHash.Spread"/> was given.</summary>
    private static ulong Unspread(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * InverseFactor;
            value = (value ^ (value >> 32)) * InverseFactor;
            return value ^ (value >> 32);
        }
    }

    private static readonly ulong InverseFactor = Inverse(KeyHash.Factor);

    /// <summary>The inverse of an odd number modulo 2^64, by Newton's steps: each doubles the bits that hold.</summary>
    private static ulong Inverse(ulong odd)
    {
        var inverse = odd;
        for (var bits = 3; bits < 64; bits *= 2)
        {
            inverse = unchecked(inverse * (2 - (odd * inverse)));
        }

        return inverse;
    }
}
