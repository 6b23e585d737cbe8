using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Reporting;
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

    private readonly CampaignReport report;

    private Canary(CampaignReport report) => this.report = report;

    public bool IsCaught => Finding is not null;

    public Finding? Finding => report.Findings.FirstOrDefault();

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

    public void Print(Screen screen)
    {
        if (Finding is { } found)
        {
            screen.Out.WriteLine(
                $"The canary was caught: host-store fails {found.Failure.Oracle.Text()} in case {found.Number}, " +
                $"shrunk from {found.DrawnOps} ops to {found.Case.Ops.Length}:");
            screen.Out.WriteLine(CaseLines.Indented(found.Case));
        }
        else
        {
            screen.Error.WriteLine(report.Interrupted
                ? "interrupted before the canary was caught"
                : $"the canary was not caught: host-store passed {report.Cases} cases, and it has a known bug");
        }
    }
}
