using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>What passes leave alone because the rest would be too dear.</summary>
public class PassLimitsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(25)]
    public void Each_two_of_at_most_24_ops_parts_and_literals_change_places(int count)
    {
        var pairs = count <= 24 ? count * (count - 1) / 2 : 0;
        var ops = string.Join("; ", Enumerable.Range(1, count).Select(n => $"allocate {n}"));
        var moved = Proposals.Of(CanonicalForms.Pass, ops);
        Assert.Equal((pairs, pairs), (moved.Length, moved.Except([ops]).Distinct().Count()));
        Assert.Equal(2 * pairs, Proposals.Of(CanonicalForms.Pass, $"observe {Items(count)}").Length);
    }

    [Fact]
    public void The_eight_earliest_locals_are_tried_in_place_of_a_later_one()
    {
        var locals = string.Join("; ", Enumerable.Range(0, 12).Select(id => $"${id}: Int = 0"));
        var proposed = Proposals.Of(CanonicalForms.Pass, $"{locals}; observe $11");
        Assert.Equal(Enumerable.Range(0, 8).Select(id => $"{locals}; observe ${id}"), proposed[^8..]);
        Assert.Equal(12 * 11 / 2, proposed[..^8].Count(text => text.EndsWith("observe $11")));
    }

    [Fact]
    public void Insertions_are_tried_in_at_most_twelve_ops()
    {
        for (var before = 0; before < 14; before++)
        {
            var ops = string.Concat(Enumerable.Repeat("observe 1; ", before));
            var proposed = Proposals.Of(InsertInstead.Pass, $"{ops}observe ({{}} : Set<Int>)");
            Assert.Equal(before < 12 ? 2 * before : 0, proposed.Length);
        }
    }

    /// <summary>
    /// An array is a node more than its items; of several readers, one takes the place of the definition.
    /// </summary>
    [Theory]
    [InlineData("put {0}", 63)]
    [InlineData("$0: Array<Int> = {0}; observe $0; observe $0", 63)]
    [InlineData("$0: Array<Int> = {0}; observe $0; observe $0; observe $0", 31)]
    [InlineData("$0: Array<Int> = {0}; observe $0; observe $0; observe $0; observe $0; observe $0", 15)]
    public void Definitions_that_would_add_more_than_64_nodes_stay(string start, int itemsMax)
    {
        foreach (var items in new[] { 1, itemsMax, itemsMax + 1 })
        {
            var text = start.Replace("{0}", start.StartsWith("put") ? Items(items) : Plain(items));
            Assert.Equal(items <= itemsMax ? 1 : 0, Proposals.Of(InlineLocals.Pass, text).Length);
        }
    }

    [Theory]
    [InlineData(15, 1)]
    [InlineData(16, 0)]
    public void The_fields_of_a_match_count_together(int items, int proposals)
    {
        var both = string.Concat(Enumerable.Repeat("; observe $0; observe $1", 3));
        var pair = $"(Tuple({Plain(items)}, {Plain(items)}) : Tuple<Array<Int>, Array<Int>>)";
        Assert.Equal(proposals, Proposals.Of(InlineLocals.Pass, $"match Tuple($0, $1) = {pair}{both}").Length);
    }

    private static string Items(int count) => $"({Plain(count)} : Array<Int>)";

    private static string Plain(int count) => $"[{string.Join(", ", Enumerable.Range(0, count))}]";
}
