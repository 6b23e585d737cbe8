using System.Text;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

/// <summary>What every parsed tree must be, and when two are the same.</summary>
internal static class Trees
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Fails unless the expression is a literal of the type, all the way down.</summary>
    public static void AssertTyped(VeraType type, Expr tree)
    {
        Assert.Same(type, tree.Type);
        switch (tree)
        {
            case Expr.Construct value:
                Assert.InRange(value.Tag, 0, type.Constructors.Length - 1);
                AssertEach(value.Constructor.Fields, value.Fields);
                break;
            case Expr.ArrayOf array:
                AssertEach(Enumerable.Repeat(type.First, array.Items.Length), array.Items);
                break;
            case Expr.Container map:
                AssertMap(type, map);
                break;
            case Expr.Text text:
                Assert.Null(Record.Exception(() => Strict.GetByteCount(text.Value)));
                break;
            default:
                Assert.True(tree is Expr.Bool or Expr.Float64 or Expr.Nat, $"{tree.GetType()} in a parsed tree");
                break;
        }
    }

    public static bool Same(Expr one, Expr other) => (one, other) switch
    {
        (Expr.Construct a, Expr.Construct b) when a.Tag != b.Tag => false,
        (Expr.Construct or Expr.ArrayOf or Expr.Container, _) =>
            one.GetType() == other.GetType()
            && one.Type == other.Type
            && one.Parts.Length == other.Parts.Length
            && one.Parts.Zip(other.Parts).All(pair => Same(pair.First, pair.Second)),
        _ => one.Equals(other),
    };

    private static void AssertMap(VeraType type, Expr.Container map)
    {
        var keys = map.Entries.Where((_, i) => i % 2 == 0).ToList();
        AssertEach(Enumerable.Repeat(type.First, keys.Count), keys);
        AssertEach(Enumerable.Repeat(type.Second, keys.Count), map.Entries.Where((_, i) => i % 2 == 1));
        Assert.Distinct(keys.Select(key => ((Expr.Text)key).Value));
    }

    private static void AssertEach(IEnumerable<VeraType> types, IEnumerable<Expr> parts)
    {
        var expected = types.ToList();
        var actual = parts.ToList();
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (type, part) in expected.Zip(actual))
        {
            AssertTyped(type, part);
        }
    }
}
