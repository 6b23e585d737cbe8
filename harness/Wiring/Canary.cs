using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Wiring;

/// <summary>
/// The bug that this suite was made for, looked for where it is known to be: a harness that does not find it there
/// would find nothing anywhere.
/// </summary>
internal sealed class Canary
{
    private const int CasesMax = 2000;

    private Canary(CampaignReport report) => Report = report;

    /// <summary>The campaign that looked for it.</summary>
    public CampaignReport Report { get; }

    /// <summary>Whether it was found.</summary>
    public bool IsCaught => Finding is not null;

    /// <summary>The bug, or null.</summary>
    public Finding? Finding => Report.Findings.FirstOrDefault();

    /// <summary>Fuzzes the host store of Vera up to 0.0.158 until the bug is found; nothing is saved.</summary>
    public static Canary Catch(ulong seed, int jobs, CollectorKind collector, CancellationToken stop)
    {
        var heap = HeapChoice.Default with { Runtime = RuntimeKind.HostStore, Gc = collector };
        var campaign = new CampaignOptions(
            seed,
            GenerationOptions.Default with { Documents = new CaseDocuments(DocumentLibrary.BuiltIn) },
            heap.Header(new Expectation.Pass()))
        {
            CasesMax = CasesMax,
            Jobs = jobs,
            StopAtFirst = true,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
            SmallerDocuments = (type, document) => DocumentEdits.Smaller(document, type),
        };
        return new(new Campaign(campaign, () => HeapRigs.Create(heap.Options)).Run(null, stop));
    }
}
