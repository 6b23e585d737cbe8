using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

public sealed class NormalFormTests
{
    private const int Seeds = 10;

    private const int SeedsOfFaults = 3;

    /// <summary>Contents that the host alone knows, and integers that look like addresses.</summary>
    [Theory]
    [InlineData(RuntimeKind.HostStore, CollectorKind.Hardened, TypeKind.Json)]
    [InlineData(RuntimeKind.Container, CollectorKind.Vera, TypeKind.Int)]
    public void The_same_bug_from_many_seeds_ends_in_the_same_text(
        RuntimeKind runtime, CollectorKind collector, TypeKind element)
    {
        var heap = WatOptions.Default with { Runtime = runtime, Collector = collector };
        var drawn = BuiltInSource.AllElements with { Elements = [element] };
        var texts = Enumerable.Range(1, Seeds).Select(seed => First((ulong)seed, heap, drawn)).ToList();
        var commonest = texts.GroupBy(text => text).Max(alike => alike.Count());
        Assert.True(commonest == Seeds, string.Join("\n", texts.Distinct()));
    }

    /// <summary>Bugs that need many blocks, one kind of value, or two ops.</summary>
    [Theory]
    [InlineData("worklist-drop")]
    [InlineData("construct-unrooted")]
    [InlineData("let-unrooted")]
    public void A_bug_that_needs_more_to_show_ends_in_the_same_text(string name)
    {
        var fault = FaultCatalogue.All.Single(f => f.Name == name);
        var texts = Enumerable.Range(1, SeedsOfFaults)
            .Select(seed => First((ulong)seed, fault.Options(planted: true), FaultTrials.Planted(fault).Generation));
        Assert.Single(texts.Distinct());
    }

    /// <summary>A thousand failures of one bug are one finding.</summary>
    [Fact]
    public void All_that_one_bug_breaks_is_one_finding()
    {
        var heap = WatOptions.Default with { Runtime = RuntimeKind.HostStore };
        var report = Run(Options(1, heap, BuiltInSource.AllElements) with { CasesMax = 60, FindingsMax = 10 }, heap);
        Assert.True(report.Failed > 20, $"{report.Failed}");
        Assert.Single(report.Findings);
    }

    /// <summary>Of failures that a short shrinking shows to be alike, one is shrunk wholly.</summary>
    [Fact]
    public void What_is_told_early_saves_shrinking_and_changes_no_finding()
    {
        var heap = WatOptions.Default with { Runtime = RuntimeKind.HostStore };
        var options = Options(3, heap, BuiltInSource.AllElements) with { CasesMax = 12 };
        var (early, late) = (Counted(true), Counted(false));
        Assert.Equal(FindingsWith(late), FindingsWith(early));
        Assert.InRange(early.Wholly, 1, late.Wholly / 2);

        CountedSignatures Counted(bool tells) => new(HeapChoice.SignaturesOf(heap), tells);

        IEnumerable<string> FindingsWith(Signatures signatures) =>
            [.. Run(options with { Signatures = signatures }, heap).Findings.Select(found => $"{found.Case}")];
    }

    private static string First(ulong seed, WatOptions heap, GenerationOptions drawn)
    {
        var report = Run(Options(seed, heap, drawn) with { StopAtFirst = true }, heap);
        return $"{report.Findings[0].Failure.Oracle}\n{report.Findings[0].Case}";
    }

    private static CampaignOptions Options(ulong seed, WatOptions heap, GenerationOptions drawn) =>
        new(seed, drawn, Headers.Of(heap))
        {
            CasesMax = 256,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
            Signatures = HeapChoice.SignaturesOf(heap),
            SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
        };

    private static CampaignReport Run(CampaignOptions options, WatOptions heap) =>
        new Campaign(options, () => Lanes.RigOf(heap, bothWays: false)).Run();

    /// <summary>Counts what was shrunk wholly, and may keep to itself what can be told before.</summary>
    private sealed class CountedSignatures(Signatures inner, bool tells) : Signatures
    {
        public int Wholly { get; private set; }

        public override bool TellsEarly => tells;

        public override string BucketOf(StressCase drawn, Verdict.Fail failure) => inner.BucketOf(drawn, failure);

        public override string ShapeOf(StressCase candidate, Verdict.Fail failure) =>
            inner.ShapeOf(candidate, failure);

        public override LikelyCause? CauseOf(StressCase failing) => inner.CauseOf(failing);

        public override string? Early(ShrunkFailure found, TestRig rig) => inner.Early(found, rig);

        public override string? BugOf(StressCase stressCase, Verdict.Fail failure, TestRig rig) =>
            inner.BugOf(stressCase, failure, rig);

        public override string Of(ShrunkFailure found, TestRig rig)
        {
            Wholly++;
            return inner.Of(found, rig);
        }
    }
}
