using System.Buffers.Binary;
using System.Text;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>Keys whose hashes agree as far as is asked for: the inverse of <see cref="KeyHash"/>.</summary>
/// <remarks>Every step of the hash is a bijection of 64 bits, so a key is worked out and not searched for.</remarks>
public static class CollidingKeys
{
    /// <summary>Levels of a trie; keys that agree in all of them share a list below the last.</summary>
    public const int Levels = TrieNodes.Levels;

    /// <summary>Slots of a node.</summary>
    public const int Branches = 1 << LevelBits;

    /// <summary>Hash bits that a level of a trie takes.</summary>
    private const int LevelBits = 4;

    /// <summary>
    /// The hash that others are told by: that of a number that is positive, and an ordinary float. No key that stays
    /// on its path has 0 at the first level, which would pass for the length of a list of one below the last.
    /// </summary>
    private const ulong Trunk = 0xA4093822299F31D6;

    /// <summary>What the last level is free for where nothing meets so deep.</summary>
    private const int SaltLevel = Levels - 1;

    /// <summary>Integers whose hashes agree in exactly the first levels; at most 16 levels minus one.</summary>
    /// <param name="levels">0 to 15: no two integers agree in all 16.</param>
    /// <param name="count">1 to 16, as many as the next level tells apart.</param>
    public static IReadOnlyList<long> Integers(int levels, int count) =>
        [.. Enumerable.Range(0, count).Select(branch => Integer(levels, branch, 0, static _ => true)!.Value)];

    /// <summary>Bytes of texts, branch by branch: as many as a hash takes at once, and more.</summary>
    private static readonly int[] Lengths = [16, 16, 24, 19, 16, 37];

    /// <summary>Printable strings whose hashes agree in exactly the first levels, or in all 16.</summary>
    /// <param name="levels">0 to 16.</param>
    /// <param name="count">1 to 16; with 16 levels as many as one likes.</param>
    public static IReadOnlyList<string> Texts(int levels, int count) =>
        [.. Enumerable.Range(0, count).Select(branch => Text(levels, branch, 0))];

    /// <summary>An integer by the place of its hash, or null if none that is there is accepted.</summary>
    /// <param name="level">0 to 15: where its path leaves that of all others.</param>
    /// <param name="branch">0 to 15: which way it takes there; 0 stays on the common path.</param>
    /// <param name="twin">0, or a deeper level where it leaves the path of the one with twin 0.</param>
    /// <param name="accepts">What is asked of it besides.</param>
    public static long? Integer(int level, int branch, int twin, Func<long, bool> accepts)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, Levels);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(branch, Branches);
        var hash = Hash(level, branch, twin);
        var salts = branch == 0 || Math.Max(level, twin) == SaltLevel ? 1 : Branches;
        for (var salt = 0UL; salt < (ulong)salts; salt++)
        {
            var key = unchecked((long)Unspread(hash ^ (salt << (LevelBits * SaltLevel))));
            if (accepts(key))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>A printable string of 16 bytes or more by the place of its hash.</summary>
    /// <param name="level">0 to 16.</param>
    /// <param name="branch">0 to 15, as for an integer; of level 16, as many as one likes have one hash.</param>
    /// <param name="twin">0, or a deeper level where it leaves the path of the one with twin 0; 16: nowhere.</param>
    public static string Text(int level, int branch, int twin)
    {
        const int TriesBits = 20;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, Levels);
        var hash = Hash(level, branch, twin);
        var salt = (ulong)(level == Levels ? branch : twin == Levels ? 1 : 0) << TriesBits;
        string? text;
        while ((text = TextOf(hash, salt++, Lengths[branch % Lengths.Length])) is null)
        {
        }

        return text;
    }

    private static ulong Hash(int level, int branch, int twin) =>
        Trunk ^ (level == Levels ? 0 : (ulong)branch << (LevelBits * level)) ^
        (twin is 0 or Levels ? 0 : 1UL << (LevelBits * twin));

    /// <summary>A string with a hash, or null if the one that a salt leads to is not printable.</summary>
    private static string? TextOf(ulong hash, ulong salt, int bytes)
    {
        const int Word = 8;
        Span<byte> text = stackalloc byte[bytes];
        for (var i = 0; i < bytes; i++)
        {
            text[i] = (byte)('a' + ((salt >> (4 * (i % Word))) & 15));
        }

        // All is chosen but the last whole word, which follows from the hash, from what comes before and what after.
        var last = (bytes / Word * Word) - Word;
        Span<byte> rest = stackalloc byte[Word];
        rest.Clear();
        text[(last + Word)..].CopyTo(rest);
        unchecked
        {
            var before = KeyHash.Spread((ulong)bytes + KeyHash.Factor);
            for (var at = 0; at < last; at += Word)
            {
                before = KeyHash.Spread(before ^ BinaryPrimitives.ReadUInt64LittleEndian(text[at..])) + KeyHash.Factor;
            }

            var after = Unspread(hash) ^ BinaryPrimitives.ReadUInt64LittleEndian(rest);
            BinaryPrimitives.WriteUInt64LittleEndian(text[last..], Unspread(after - KeyHash.Factor) ^ before);
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
