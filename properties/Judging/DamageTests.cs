using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>What a target that looks at its heap itself sees broken is a failure, with evidence of its own.</summary>
public sealed class DamageTests
{
    [Theory]
    [InlineData(BrokenRule.Payload, OracleName.Integrity, typeof(Evidence.ContentChanged))]
    [InlineData(BrokenRule.Header, OracleName.Integrity, typeof(Evidence.SizeChanged))]
    [InlineData(BrokenRule.Tiling, OracleName.Integrity, typeof(Evidence.BlockBeyondHeap))]
    [InlineData(BrokenRule.FreeList, OracleName.Integrity, typeof(Evidence.StrayFreeLink))]
    [InlineData(BrokenRule.Balance, OracleName.Retention, typeof(Evidence.RootsNotPopped))]
    [InlineData(BrokenRule.Retention, OracleName.Retention, typeof(Evidence.KeptWithoutRoots))]
    public void Each_rule_that_is_broken_fails_with_its_own_evidence(BrokenRule rule, OracleName oracle, Type evidence)
    {
        var watch = new OracleWatch(OracleSet.Integrity | OracleSet.Retention);
        watch.Damaged(new(rule, 0x1004, 16, 8, 4, 5) { Collection = 1, Allocation = 3 }, "f");
        var failure = Assert.IsType<Verdict.Fail>(watch.Conclude(new Outcome.Completed()));
        Assert.Equal((oracle, evidence), (failure.Oracle, failure.Evidence.Core.GetType()));
        Assert.NotEmpty($"{failure.Evidence}");
    }
}
