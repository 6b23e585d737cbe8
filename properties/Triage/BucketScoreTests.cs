using Vera.GcStress.Triage;
using Xunit;

namespace Vera.GcStress.Properties.Triage;

/// <summary>Precision and recall of buckets, on failures that are easily counted by hand.</summary>
public sealed class BucketScoreTests
{
    /// <summary>Bugs by their names, each failure with its bucket.</summary>
    [Theory]
    [InlineData("a1 a1 b2 b2", 1, 1)]
    [InlineData("a1 a1 b1 b1", 2.0 / 6, 1)]
    [InlineData("a1 a2 b3 b4", 1, 0)]
    [InlineData("a1 a1 a2 b2", 1.0 / 2, 1.0 / 3)]
    [InlineData("a1", 1, 1)]
    public void Pairs_are_counted(string failures, double precision, double recall)
    {
        var score = BucketScore.Of(failures.Split(' ').Select(f => (f[..1], f[1..])));
        Assert.Equal((precision, recall), (score.Precision, score.Recall));
    }
}
