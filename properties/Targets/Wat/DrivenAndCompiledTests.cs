using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class DrivenAndCompiledTests
{
    private const int CasesOfAll = 300;

    public static TheoryData<RuntimeKind, CollectorKind> Combinations => new(
        from runtime in Enum.GetValues<RuntimeKind>()
        from collector in Enum.GetValues<CollectorKind>()
        select (runtime, collector));

    /// <summary>
    /// Down to the bytes: each collection finds and leaves the same heap, each local reads the same after each op.
    /// </summary>
    [Theory, MemberData(nameof(Combinations))]
    public void Driven_and_compiled_observe_the_same(RuntimeKind runtime, CollectorKind collector)
    {
        var options = WatOptions.Default with { Runtime = runtime, Collector = collector };
        using var driven = Lanes.Driven(options);
        using var compiled = Lanes.Compiled(options);
        var judge = Lanes.JudgeOf(driven, equality: options.Equality);
        var passed = 0;
        var cases = CasesOfAll / Combinations.Count;
        foreach (var drawn in Lanes.Cases(BuiltInSource.AllElements, 1, cases))
        {
            // What a program does to a heap that is broken already is its own business.
            if (judge.Try(drawn).Verdict is not Verdict.Pass)
            {
                continue;
            }

            passed++;
            AssertSame(drawn, driven, compiled);
        }

        Assert.True(passed > cases / 20, $"only {passed} of {cases} cases passed");
    }

    private static void AssertSame(StressCase drawn, DrivenTarget driven, CompiledTarget compiled)
    {
        var (first, second) = (new RunLog(), new RunLog());
        var expected = driven.Run(drawn, first);
        var seen = compiled.Run(drawn, second);
        Assert.True(expected.Outcome == seen.Outcome, $"{expected.Outcome} and {seen.Outcome}:\n{drawn}");
        Assert.True(expected.Stats with { Fuel = 0 } == seen.Stats with { Fuel = 0 },
            $"{expected.Stats} and {seen.Stats}:\n{drawn}");
        for (var i = 0; i < Math.Max(first.Lines.Count, second.Lines.Count); i++)
        {
            var (left, right) = (first.Lines.ElementAtOrDefault(i), second.Lines.ElementAtOrDefault(i));
            Assert.True(left == right, $"driven: {left}\ncompiled: {right}\n{drawn}");
        }
    }
}
