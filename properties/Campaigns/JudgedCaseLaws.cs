using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>Where an operation gives what no case can write, the simplest value stands in for it.</summary>
public sealed class JudgedCaseLaws
{
    [Fact]
    public void What_the_model_cannot_say_is_left_out_and_all_else_stays()
    {
        using var target = Lanes.Driven(WatOptions.Default);
        var judge = Lanes.JudgeOf(target);
        var drawn = CaseText.Parse("""
            $0: Set<Int> = {1}
            observe string_char_code("", 3)
            observe contains($0, 1)
            """);
        Assert.IsType<Verdict.Inconclusive>(judge.Try(drawn).Verdict);
        var judged = JudgedCase.Of(drawn, tried => judge.Try(tried));
        Assert.IsType<Verdict.Pass>(judged.Judgement.Verdict);
        Assert.Equal(drawn.Ops.Length, judged.Case.Ops.Length);
        Assert.Equal([false, true, false], drawn.Ops.Zip(judged.Case.Ops, (one, other) => $"{one}" != $"{other}"));
    }
}
