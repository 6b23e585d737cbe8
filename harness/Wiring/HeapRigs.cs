using Vera.GcStress.Documents;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Wiring;

/// <summary>Puts together what judges cases on our heap: two targets, a model for each, all oracles.</summary>
internal static class HeapRigs
{
    /// <summary>What one thread works with.</summary>
    public static TestRig Create(WatOptions options)
    {
        var driven = new DrivenTarget(options, Parse);
        var compiled = new CompiledTarget(options, Parse);
        return new TestRig(JudgeOf(driven, options), JudgeOf(compiled, options), driven, compiled);
    }

    /// <summary>The hot lane alone.</summary>
    public static TestRig CreateDriven(WatOptions options)
    {
        var driven = new DrivenTarget(options, Parse);
        return new TestRig(JudgeOf(driven, options), null, driven);
    }

    /// <summary>The tree of a document, or null if it is malformed.</summary>
    public static Expr? Parse(VeraType type, string document) =>
        DocumentParser.TryParse(type, document, out var tree, out _) ? tree : null;

    /// <summary>The case under its own schedule, or under another one if only that shows a failure.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public static Explanation Explain(WatOptions options, StressCase stressCase, CancellationToken stop = default)
    {
        using var driven = new DrivenTarget(options, Parse);
        using var compiled = new CompiledTarget(options, Parse);
        var explainer = new Explainer(driven, compiled, ModelOf(driven, options), stop);
        var own = explainer.Explain(stressCase);
        if (own.Verdict is not Verdict.Pass)
        {
            return own;
        }

        using var rig = CreateDriven(options);
        var others = OtherSchedules.Try(rig.Driven, stressCase, varies: true, 0, stop);
        return others.Last is { Verdict: Verdict.Fail } failing
            ? explainer.Explain(stressCase, failing)
            : own;
    }

    private static Judge JudgeOf(ITarget target, WatOptions options) =>
        new(target, ModelOf(target, options), OracleSet.All);

    private static ReferenceModel ModelOf(ITarget target, WatOptions options) =>
        new(target.HeapStart, Parse, options.Equality);
}
