using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Judging;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Cli;

/// <summary>Puts together what judges cases on our heap: two targets, a model for each, all oracles.</summary>
internal static class WatBench
{
    /// <summary>What one thread works with.</summary>
    public static Bench Create(WatOptions options)
    {
        var driven = new DrivenTarget(options, Parse);
        var compiled = new CompiledTarget(options, Parse);
        return new Bench(JudgeOf(driven, options), JudgeOf(compiled, options), driven, compiled);
    }

    /// <summary>The hot lane alone.</summary>
    public static Bench CreateDriven(WatOptions options)
    {
        var driven = new DrivenTarget(options, Parse);
        return new Bench(JudgeOf(driven, options), null, driven);
    }

    /// <summary>The tree of a document, or null if it is malformed.</summary>
    public static Expr? Parse(VeraType type, string document) =>
        DocumentParser.TryParse(type, document, out var tree, out _) ? tree : null;

    private static Judge JudgeOf(ITarget target, WatOptions options) =>
        new(target, new ReferenceModel(target.HeapStart, Parse, options.Equality), OracleSet.All);
}
