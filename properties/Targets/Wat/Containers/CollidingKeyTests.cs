using System.Numerics;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>Keys that are made to collide do, as far as was asked for and no further.</summary>
public class CollidingKeyTests
{
    private const int KeysOfEach = 5;

    public static TheoryData<int> Levels => [.. Enumerable.Range(0, TrieNodes.Levels + 1)];

    [Theory]
    [MemberData(nameof(Levels))]
    public void Strings_agree_in_exactly_so_many_levels(int levels)
    {
        var texts = CollidingKeys.Texts(levels, KeysOfEach);

        Assert.Equal(KeysOfEach, texts.Distinct().Count());
        AssertAgree(levels, [.. texts.Select(HashOf)]);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Integers_agree_in_exactly_so_many_levels_but_never_in_all(int levels)
    {
        Assert.SkipWhen(levels == TrieNodes.Levels, "no two integers have one hash");

        AssertAgree(levels, [.. CollidingKeys.Integers(levels, KeysOfEach).Select(HashOf)]);
    }

    private static void AssertAgree(int levels, ulong[] hashes) => Assert.All(
        from one in Enumerable.Range(0, hashes.Length)
        from other in Enumerable.Range(0, one)
        select hashes[one] ^ hashes[other],
        differing => Assert.Equal(levels, BitOperations.TrailingZeroCount(differing) / 4));

    private static ulong HashOf(long key) => KeyHash.Of([], SlotShape.I64, new Slot(key));

    private static ulong HashOf(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return KeyHash.Of(bytes, SlotShape.Text, new Slot(0, bytes.Length));
    }
}
