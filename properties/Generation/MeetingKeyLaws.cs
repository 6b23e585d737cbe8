using System.Numerics;
using System.Text;
using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Values;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Generation;

/// <summary>Keys of a few cases are chosen so that they meet in a trie, as deep as they can.</summary>
public class MeetingKeyLaws
{
    private static readonly VeraType[] Types = [VeraType.Int, VeraType.Nat, VeraType.Float64, VeraType.String];

    private static readonly int[] Branches = [1, 2, 7, 15];

    public static TheoryData<TypeKind> Kinds => [.. Types.Select(type => type.Kind)];

    [Theory, MemberData(nameof(Kinds))]
    public void Two_keys_part_at_the_level_where_their_places_do(TypeKind kind)
    {
        var type = VeraType.Of(kind);
        var keys = Places(TrieKeys.Shared.DeepestOf(type))
            .Select(place => (Place: place, Key: TrieKeys.Shared.At(type, place)))
            .Where(one => one.Key is not null).ToArray();
        Assert.True(keys.Length >= 130, $"{keys.Length} keys");
        Assert.Equal(keys.Length, keys.Select(one => one.Key).Distinct().Count());
        Assert.All(keys, one => Assert.All(keys, other => Assert.Equal(
            Parting(one.Place, other.Place),
            BitOperations.TrailingZeroCount(HashOf(one.Key!) ^ HashOf(other.Key!)) / 4)));
    }

    [Fact]
    public void More_keys_have_one_hash_than_a_node_is_wide()
    {
        const int Below = CollidingKeys.Levels;
        var keys = Enumerable.Range(0, TrieKeys.Shared.BranchesOf(Below))
            .Select(branch => TrieKeys.Shared.At(VeraType.String, new(Below, branch))!).Distinct().ToArray();
        Assert.True(keys.Length > CollidingKeys.Branches, $"{keys.Length} keys");
        Assert.Single(keys.Select(HashOf).Distinct());
    }

    [Fact]
    public void No_pattern_of_bits_that_stands_for_another_key_is_drawn() => Assert.All(
        Places(TrieKeys.Shared.DeepestOf(VeraType.Float64))
            .Select(place => TrieKeys.Shared.At(VeraType.Float64, place)).OfType<Expr.Float64>(),
        key => Assert.False(double.IsNaN(BitConverter.Int64BitsToDouble(key.Bits)) || key.Bits << 1 == 0));

    [Fact]
    public void What_is_filed_by_its_address_has_no_places() => Assert.All(
        Enum.GetValues<TypeKind>().Except(Types.Select(type => type.Kind)).Where(kind => VeraType.Arity(kind) == 0),
        kind => Assert.Equal(-1, TrieKeys.Shared.DeepestOf(VeraType.Of(kind))));

    /// <summary>A campaign reaches by itself what random keys never do.</summary>
    [Fact]
    public void Drawn_cases_fill_nodes_and_lists_and_take_them_apart_again()
    {
        var options = DrawnCases.Options with
        {
            Elements = [TypeKind.String],
            Schedule = new CollectionSchedule.Natural(),
            MeetingPercent = 100,
            BigPercent = 0,
            OpsMean = 16,
        };
        using var rig = HeapRigs.CreateDriven(WatOptions.Default);
        var tally = new FeatureTally();
        foreach (var met in DrawnCases.Of(options, 480))
        {
            var seen = rig.Driven.Try(met, Effort.Features);
            Assert.IsType<Verdict.Pass>(seen.Verdict);
            tally.Add(seen.Features!);
        }

        Assert.All(
            FeatureTable.All.Where(feature => feature.Name.StartsWith("trie.list-", StringComparison.Ordinal)
                || feature.Name is "trie.width.16" or "trie.put-level.16" or "trie.remove-level.16"),
            feature => Assert.True(tally.CasesOf(feature) > 0, feature.Name));
    }

    private static IEnumerable<KeyPlace> Places(int deepest) =>
        from level in Enumerable.Range(0, deepest + 1)
        from branch in Branches
        from twin in new[] { 0, level + 1, 14, TrieNodes.Levels }.Distinct()
        where twin == 0 || (twin > level && twin <= deepest)
        select new KeyPlace(level, branch, twin);

    /// <summary>Where they differ first; 16: nowhere, they have one hash.</summary>
    private static int Parting(KeyPlace one, KeyPlace other)
    {
        var level = 0;
        while (level < TrieNodes.Levels && Way(one, level) == Way(other, level))
        {
            level++;
        }

        return level;
    }

    private static int Way(KeyPlace place, int level) =>
        level == place.Level ? place.Branch : level > 0 && level == place.Twin ? 1 : 0;

    private static ulong HashOf(Expr key) => key switch
    {
        Expr.Text text => KeyHash.Of(
            Encoding.UTF8.GetBytes(text.Value), SlotShape.Text, new Slot(0, Encoding.UTF8.GetByteCount(text.Value))),
        Expr.Float64 number => KeyHash.Of([], SlotShape.F64, new Slot(number.Bits)),
        Expr.Nat number => KeyHash.Of([], SlotShape.I64, new Slot(number.Value)),
        _ => KeyHash.Of([], SlotShape.I64, new Slot(((Expr.Int)key).Value)),
    };
}
