using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>The two ways to run a case on our heap, judged against the model.</summary>
internal static class Lanes
{
    /// <summary>Tables so small that every case overruns them: hardened must not care.</summary>
    public static HeapLayout Tiny { get; } = HeapLayout.Small with { ShadowBytes = 16, WorklistBytes = 8 };

    public static Expr? Parsed(VeraType type, string document) =>
        DocumentParser.TryParse(type, document, out var tree, out _) ? tree : null;

    public static DrivenTarget Driven(WatOptions options) => new(options, Parsed);

    public static CompiledTarget Compiled(WatOptions options) => new(options, Parsed);

    public static Judge JudgeOf(
        ITarget target, OracleSet oracles = OracleSet.All, ContainerEquality equality = ContainerEquality.Identity) =>
        new(target, new ReferenceModel(target.HeapStart, Parsed, equality), oracles);

    /// <summary>What campaigns work with; without the compiled way if that is not asked for.</summary>
    public static TestRig RigOf(WatOptions options, bool bothWays = false)
    {
        var driven = Driven(options);
        var compiled = bothWays ? Compiled(options) : null;
        return new(
            JudgeOf(driven, equality: options.Equality),
            compiled is null ? null : JudgeOf(compiled, equality: options.Equality),
            compiled is null ? [driven] : [driven, compiled]);
    }

    /// <summary>The cases that these seeds name, in order.</summary>
    public static IEnumerable<StressCase> Cases(GenerationOptions drawn, ulong campaign, int count) =>
        Enumerable.Range(0, count).Select(i => CaseGenerator.FromSeed(CaseSeed.Of(campaign, i), drawn));
}
