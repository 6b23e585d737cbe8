using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class RootBalanceTests
{
    /// <summary>
    /// Everything that pushes: parts, reads that are held, defaults, frames, tail calls, the State cell.
    /// </summary>
    [Theory]
    [InlineData(RuntimeKind.Container)]
    [InlineData(RuntimeKind.HostStore)]
    [InlineData(RuntimeKind.Bucket)]
    public void No_op_leaves_more_roots_than_it_may(RuntimeKind runtime)
    {
        using var target = Lanes.Driven(WatOptions.Default with { Runtime = runtime });
        var balance = new RootBalance();
        foreach (var stressCase in Lanes.Cases(BuiltInSource.AllElements, campaign: 11, count: 100))
        {
            balance.Begin(stressCase);
            var watcher = new RootWatcher(
                (op, roots) => Assert.True(balance.Excess(op, roots) is null, $"op {op} of\n{stressCase}"));
            target.Run(stressCase, watcher);
        }
    }

    /// <summary>One root more than is needed is enough, wherever it comes from.</summary>
    [Theory]
    [InlineData("$0: String = \"a\"", 2)]
    [InlineData("$0: String = call(\"a\")", 2)]
    [InlineData("$0: Set<String> = fold({}, 9, turn)", 3)]
    [InlineData("$0: Set<String> = call(fold({}, 9, turn))", 2)]
    [InlineData("observe 7", 0)]
    [InlineData("put 7\nobserve (state : Int)", 1)]
    public void One_root_more_is_seen(string ops, int roots)
    {
        var stressCase = CaseText.Parse(ops);
        var last = stressCase.Ops.Length - 1;
        foreach (var excess in new[] { 0, 1 })
        {
            var balance = new RootBalance();
            balance.Begin(stressCase);
            Assert.Null(last > 0 ? balance.Excess(0, roots) : null);
            Assert.Equal(excess > 0, balance.Excess(last, roots + excess) is not null);
        }
    }

    [Theory]
    [InlineData("callee-leaks", "$0: Set<Int> = call({1})")]
    [InlineData("callee-leaks", "call\n  $0: String = \"a\"\n$1: String = return $0")]
    [InlineData("builder-leaks", "$0: Set<Int> = fold({}, 9, turn)")]
    public void What_a_frame_leaves_behind_is_named_both_ways(string fault, string ops)
    {
        var options = WatOptions.Default with { Parts = FaultCatalogue.PartsOf(fault) };
        using var driven = Lanes.Driven(options);
        using var compiled = Lanes.Compiled(options);
        foreach (var target in new ITarget[] { driven, compiled })
        {
            var failure = Assert.IsType<Verdict.Fail>(Lanes.JudgeOf(target).Try(CaseText.Parse(ops)).Verdict);
            Assert.Equal(OracleName.Retention, failure.Oracle);
            Assert.Contains("roots on the shadow stack", $"{failure.Evidence}", StringComparison.Ordinal);
        }
    }

    private sealed class RootWatcher(Action<int, int> stepped) : IWatcher
    {
        public bool Stopped => false;

        public void Observed(int op, ReadOnlySpan<byte> text)
        {
        }

        public void Collecting(in HeapView heap)
        {
        }

        public void Collected(in HeapView heap)
        {
        }

        public void Stepped(int op, int collections, ILocals locals) => stepped(op, locals.Roots);
    }
}
