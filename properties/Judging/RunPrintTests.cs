using System.Text;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

/// <summary>A print is what two runs under different collections are compared by.</summary>
public class RunPrintTests
{
    private static readonly StressCase TwoOps = CaseText.Parse("$0: Int = 5\nobserve $0\n");

    [Fact]
    public void Equal_texts_of_different_ops_leave_different_prints()
    {
        var prints = Enumerable.Range(0, 1000).Select(op => RunPrint.Empty.With(op, "same"u8)).ToHashSet();
        Assert.Equal(1000, prints.Count);
    }

    [Fact]
    public void A_text_cut_elsewhere_leaves_another_print() => Assert.NotEqual(
        RunPrint.Empty.With(0, "ab"u8).With(1, "c"u8), RunPrint.Empty.With(0, "a"u8).With(1, "bc"u8));

    [Fact]
    public void A_run_that_is_not_compared_leaves_none() =>
        Assert.Equal(RunPrint.Empty, Print(OracleSet.None, false, "x"));

    [Fact]
    public void Of_the_locals_those_after_the_last_op_count()
    {
        var print = Print(OracleSet.None, true, "x");
        Assert.NotEqual(RunPrint.Empty, print);
        Assert.NotEqual(print, Print(OracleSet.None, true, "y"));
        Assert.Equal(print, RunPrint.Empty.With(new GivenLocals((0, "x")), new CanonicalWriter()));
    }

    /// <summary>What is wrong already is not worth a comparison.</summary>
    [Fact]
    public void Locals_that_an_oracle_found_wrong_leave_none() =>
        Assert.Equal(RunPrint.Empty, Print(OracleSet.Reachability, true, "x"));

    /// <summary>To the model the local is 5, so reachability fails if it is asked.</summary>
    private static RunPrint Print(OracleSet oracles, bool isAsked, string text)
    {
        var watch = new OracleWatch(oracles);
        var locals = new GivenLocals((0, text));
        var expected = ModelRun.NewModel().Run(TwoOps);
        watch.Begin(TwoOps, expected, isAsked ? Effort.Print : Effort.Usual);
        watch.Stepped(0, 0, new GivenLocals((0, "passing by")));
        watch.Stepped(1, 0, locals);
        Assert.Equal(oracles != OracleSet.None, watch.Failure is not null);
        return watch.Conclude(TwoOps, expected).Print;
    }
}
