using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Triage;

/// <summary>Bugs whose simplest cases meet, or end in many texts, are told apart all the same.</summary>
public sealed class BucketLaws
{
    [Theory]
    [InlineData("forget-mark", "root-seed-skips-top")]
    [InlineData("root-seed-pops-top", "root-seed-tags", "shadow-no-bound")]
    [InlineData("node-shared", "entry-overwritten", "node-uncollapsed")]
    [InlineData("nan-unequal", "zero-sign-kept", "value-cut", "sentinel-zero", "duplicate-counted")]
    [InlineData("contents-invisible", "traced-values-forgotten", "key-disguised")]
    [InlineData("order-lost", "position-lost", "node-shared")]
    [InlineData("collect-after-take", "remainder-lost")]
    [InlineData("json-walker-unrooted", "html-walker-unrooted", "md-walker-unrooted", "walker-array-unrooted")]
    [InlineData("block-unrooted", "operand-unrooted", "mapped-unrooted", "capture-unrooted")]
    [InlineData("arm-unbalanced", "handler-unbalanced", "caught-unrooted", "closure-result-unrooted")]
    public void Every_look_alike_has_one_signature_of_its_own(params string[] faults)
    {
        var options = new TrialOptions
        {
            SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
            ShrunkMax = int.MaxValue,
            ShrinkAttemptsMax = 6_000,
            SmallCasesMax = 6_000,
            // The first failure of a shared node of the second seed, and of a closure of the third, is another side.
            Seeds = [1, 4],
        };
        var trials = FaultCatalogue.All.Where(f => faults.Contains(f.Name)).Select(FaultTrials.Planted)
            .Select(WithoutMeetingKeys).ToList();
        var score = new TrialRunner(options).Run(trials, stop: TestContext.Current.CancellationToken);
        var buckets = BucketScore.Of(
            from result in score.Results
            from signature in result.Signatures
            select (result.Name, signature));

        Assert.Equal(faults.Length, trials.Count);
        Assert.True(buckets is { Precision: 1.0, Recall: 1.0 }, string.Join('\n', score.Results.SelectMany(
            result => result.Signatures.Select(signature => $"{result.Name}: {signature}"))));
    }

    /// <summary>Keys that meet show a shared node from a second side, which has a signature of its own.</summary>
    private static Trial WithoutMeetingKeys(Trial trial) =>
        trial with { Generation = trial.Generation with { Keys = null, BigPercent = 0 } };
}
