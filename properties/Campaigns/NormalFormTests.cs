using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
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

    private const int SeedsOfFaults = 4;

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
}
