using Vera.GcStress.Features;
using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>
/// Targets and models lower and carry out a program once while it comes again and again; nothing of that may show.
/// </summary>
public class SameProgramTests
{
    [Fact]
    public void A_program_that_comes_again_is_judged_as_by_those_who_never_saw_it()
    {
        using var target = Lanes.Driven(WatOptions.Default);
        var judge = Lanes.JudgeOf(target);
        var moved = 0;
        foreach (var drawn in Lanes.Cases(BuiltInSource.AllElements, 1, 12))
        {
            var prints = Variants(drawn).Select(variant => Judged(judge, variant)).ToList();
            Assert.Equal(Variants(drawn).Select(JudgedAfresh), prints);
            Assert.Equal(prints[0], prints[^1]);
            moved += prints[1].Print == prints[2].Print ? 0 : 1;
        }

        Assert.True(moved > 0, "no case shows where its heap lies");
    }

    /// <summary>Memory that grew once does not shrink, so what comes then has an instance of its own.</summary>
    [Fact]
    public void A_run_grows_memory_as_if_none_had_been_before_it()
    {
        using var target = Lanes.Driven(WatOptions.Default);
        var judge = Lanes.JudgeOf(target);
        var grow = FeatureTable.All[FeatureTable.Of("heap.memory-grow")].Number;
        var big = CaseText.Parse("allocate 1500000\nobserve 1\n");
        var runs = Enumerable.Range(0, 3).Select(_ => judge.Try(big, Effort.Features).Features!.Shows(grow)).ToList();
        Assert.Equal([true, true, true], runs);
    }

    private static StressCase[] Variants(StressCase drawn)
    {
        var eager = drawn.With(new CollectionSchedule.Eager());
        return [drawn, eager, eager.With(drawn.Tables with { Start = drawn.Tables.Start ^ 16 }), drawn];
    }

    private static (string Verdict, RunPrint Print, int Allocations) JudgedAfresh(StressCase variant)
    {
        using var target = Lanes.Driven(WatOptions.Default);
        return Judged(Lanes.JudgeOf(target), variant);
    }

    private static (string Verdict, RunPrint Print, int Allocations) Judged(Judge judge, StressCase variant)
    {
        var judgement = judge.Try(variant, Effort.Print);
        return ($"{judgement.Verdict}", judgement.Print, judgement.Stats.Allocations);
    }
}
