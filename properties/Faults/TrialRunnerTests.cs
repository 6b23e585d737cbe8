using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

/// <summary>An oracle that never fires looks like a system with no bugs.</summary>
public class TrialRunnerTests
{
    private static readonly TrialOptions Planted = new() { Seeds = [1], ShrinkAttemptsMax = 1 };

    private static readonly TrialOptions Clean = Planted with { CasesMax = 100 };

    /// <summary>One fault of all that are shown by the same cases on the same heap.</summary>
    public static TheoryData<string> Circumstances =>
    [
        .. FaultCatalogue.All
            .DistinctBy(f => (f.Shows with { Elements = [] }, string.Join(' ', f.Shows.Elements)))
            .Select(f => f.Name),
    ];

    public static TheoryData<string> Faults => [.. FaultCatalogue.All.Select(f => f.Name)];

    [Theory, MemberData(nameof(Faults))]
    public void Every_planted_fault_is_caught_both_ways(string name)
    {
        var result = Run(Planted, FaultTrials.Planted(Fault(name)));
        Assert.True(result.IsCaught, $"{name} survived {result.MedianCases} cases");
        Assert.IsType<Verdict.Fail>(Compiled(Fault(name).Options(planted: true), result.Shrunk!));
    }

    [Theory, MemberData(nameof(Circumstances))]
    public void The_same_heap_in_good_order_is_clean(string name)
    {
        var result = Run(Clean, FaultTrials.Clean(Fault(name)));
        var isVeras = Fault(name).Shows.Collector == CollectorKind.Vera && IsFalsePointer(result.Failure);
        Assert.False(result.IsCaught && !isVeras, $"{result.Failure}\n{result.Shrunk}");
    }

    [Fact]
    public void What_fails_without_the_fault_too_does_not_count()
    {
        var trial = FaultTrials.Planted(Fault("let-unrooted"));
        Assert.True(Run(Clean, trial).IsCaught);
        Assert.False(Run(Clean, trial with { NewSound = trial.NewRig }).IsCaught);
    }

    [Fact]
    public void Cases_that_are_given_come_before_those_that_are_drawn()
    {
        var trial = FaultTrials.Planted(Fault("let-unrooted"));
        var (shows, other) = (Run(Planted, trial).Shrunk!, CaseText.Parse("observe Red"));
        var given = Planted with { Cases = [other, other, shows] };
        Assert.Equal(3, Run(given, trial).Runs[0].Cases);
    }

    [Fact]
    public void Mutants_are_tried_with_the_cases_of_one_campaign_on_any_number_of_threads()
    {
        var alone = CasesOf(jobs: 1);
        Assert.Equal(alone, CasesOf(jobs: 3));
        var generation = HeapChoice.Default.Drawing(GenerationOptions.Default, DocumentLibrary.BuiltIn);
        var fresh = alone.Where((text, i) => text == $"{CaseGenerator.FromSeed(CaseSeed.Of(3, i), generation)}");
        Assert.InRange(fresh.Count(), Campaign.RoundCasesMin / 2, alone.Length * 2 / 3);
    }

    private static string[] CasesOf(int jobs) =>
    [
        .. MutantTrials.CasesOf(HeapChoice.Default, 3, 1200, jobs, [], _ => { }, TestContext.Current.CancellationToken)
            .Select(one => $"{one}"),
    ];

    /// <summary>Vera's collector takes stale words for addresses, and marks what they name (#1382).</summary>
    private static bool IsFalsePointer(Verdict.Fail? failure) => failure?.Evidence.Core is Evidence.ContentChanged;

    private static Fault Fault(string name) => FaultCatalogue.All.Single(f => f.Name == name);

    private static Verdict Compiled(WatOptions options, StressCase stressCase)
    {
        using var target = new CompiledTarget(options, HeapRigs.Parse);
        var model = new ReferenceModel(target.HeapStart, HeapRigs.Parse, options.Equality);
        return new Judge(target, model, OracleSet.All).Try(stressCase).Verdict;
    }

    private static TrialResult Run(TrialOptions options, Trial trial) =>
        new TrialRunner(options).Run([trial], null, TestContext.Current.CancellationToken).Results.Single();
}
