using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>
/// In the end the search looks at small cases that no edit leads to, and at no more of them than it may.
/// </summary>
public class SimplestCaseTests
{
    private static readonly StressCase Start = CaseText.Parse("observe ({\"a\": 0, \"b\": 1} : Map<String, Int>)\n");

    [Fact]
    public void A_bug_of_two_faces_ends_with_the_simpler_one()
    {
        var result = Shrink(30_000, IsMapOfTexts, IsSetOfDecimals);
        Assert.Equal("observe ({0d} : Set<Decimal>)", TextOf(result));
        Assert.True(result.IsMinimal);
    }

    [Fact]
    public void Without_small_cases_it_ends_where_edits_end() =>
        Assert.EndsWith(
            ": Map<String, Int>)", TextOf(Shrink(0, IsMapOfTexts, IsSetOfDecimals)), StringComparison.Ordinal);

    /// <summary>Some of those that are looked at were tried before, and do not count again.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void It_looks_at_no_more_of_them_than_it_may(int most)
    {
        var (few, more) = (Shrink(0, IsMapOfTexts).Attempts, Shrink(most, IsMapOfTexts).Attempts);
        Assert.InRange(more - few, most / 2, most);
    }

    private static ShrinkResult Shrink(int smallCases, params Func<Expr, bool>[] faces) => new Shrinker(
        candidate => faces.Any(face => candidate.Ops.Any(op => op.Operand is { } operand && face(operand))),
        new ShrinkOptions { SmallCasesMax = smallCases }).Shrink(Start);

    private static bool IsMapOfTexts(Expr operand) =>
        operand is Expr.Container { Of: { Kind: TypeKind.Map } map, Entries.Length: 4 }
            && map.First.Kind == TypeKind.String;

    private static bool IsSetOfDecimals(Expr operand) =>
        operand is Expr.Container { Of: { Kind: TypeKind.Set } set, Entries.IsEmpty: false }
        && set.First.Kind == TypeKind.Decimal;

    private static string TextOf(ShrinkResult result) => result.Smallest.ToString().Trim();
}
