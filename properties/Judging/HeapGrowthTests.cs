using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Growth;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public sealed class HeapGrowthTests
{
    /// <summary>Garbage that is freed, garbage that is not, and too little of it to tell.</summary>
    [Theory]
    [InlineData(65_536, 2_097_152, false)]
    [InlineData(2_100_000, 2_097_152, true)]
    [InlineData(200_000, 100_000, false)]
    [InlineData(9_000_000, 0, false)]
    [InlineData(1 << 20, 1 << 20, true)]
    [InlineData((1 << 20) - 1, 1 << 20, false)]
    [InlineData(1 << 20, (1 << 20) - 1, false)]
    public void A_heap_as_large_as_all_garbage_has_freed_none(int heapBytes, long garbageBytes, bool fails)
    {
        var judge = new Judge(
            new GrownTarget(heapBytes, garbageBytes),
            new ReferenceModel(0, Lanes.Parsed),
            OracleSet.Agreement | OracleSet.Retention);
        var verdict = judge.Try(CaseText.Parse("allocate 8")).Verdict;
        Assert.Equal(fails, verdict is Verdict.Fail { Oracle: OracleName.Retention });
        Assert.Equal(!fails, verdict is Verdict.Pass);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("allocate 8", 0)]
    [InlineData("allocate 8\nallocate 8\nallocate 8", 2)]
    public void It_is_the_last_op_that_shows_it(string ops, int last) => Assert.Equal(
        last, HeapGrowth.Of(CaseText.Parse(ops), new(0, 0, 0, 4 << 20, 0) { GarbageBytes = 2 << 20 })?.Op);

    private sealed class GrownTarget(int heapBytes, long garbageBytes) : ITarget
    {
        public int HeapStart => 0;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null) => new(
            new Outcome.Completed(),
            new Transcript(),
            new Transcript(),
            new RunStats(0, 0, 0, heapBytes, 0) { GarbageBytes = garbageBytes });
    }
}
