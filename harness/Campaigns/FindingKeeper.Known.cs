using Vera.GcStress.Rigs;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>What is no news: the base shows it too, or a file on record does.</summary>
internal sealed partial class FindingKeeper
{
    /// <summary>Those that the base does not show too; it is asked for all of them at once.</summary>
    private List<CaseFailure> News(List<CaseFailure> failures, CampaignReport report, CancellationToken stop)
    {
        if (options.Base is not { } baseLine)
        {
            return failures;
        }

        var old = baseLine.Show(failures, stop);
        foreach (var (failure, _) in failures.Zip(old).Where(pair => pair.Second))
        {
            if (kindsOfBase.Add(options.Signatures.BucketOf(failure.Case, failure.Failure)))
            {
                report.Known.Add(Unshrunk(failure) with { Base = baseLine.Name });
                Met(KindFate.Known, failure, report.Known[^1]);
            }
        }

        return [.. failures.Zip(old).Where(pair => !pair.Second).Select(pair => pair.First)];
    }

    /// <summary>Those that are on no record, as far as that is worth finding out.</summary>
    /// <remarks>
    /// What is known does not use up its kind: another bug may look like it before it is shrunk. Of a kind that is used
    /// up nothing will be shrunk, and to tell the bug of a large case takes as long as to judge some.
    /// </remarks>
    private List<CaseFailure> Unknown(List<CaseFailure> failures, CampaignReport report)
    {
        var unknown = new List<CaseFailure>();
        var used = options.Base is null ? kinds.ToHashSet() : [];
        foreach (var failure in failures)
        {
            var kind = options.Signatures.BucketOf(failure.Case, failure.Failure);
            if (!used.Contains(kind) && !IsKnown(failure, report))
            {
                unknown.Add(failure);
                _ = options.Base is null && used.Add(kind);
            }
        }

        return unknown;
    }

    /// <summary>What is known as it was drawn is not shrunk: its file has it smaller.</summary>
    private bool IsKnown(CaseFailure drawn, CampaignReport report) => IsKnown(Unshrunk(drawn), report);

    private bool IsKnown(Finding finding, CampaignReport report)
    {
        if (Asked(() => options.Known.Find(finding.Case, finding.Failure, rigs[0]), null) is not { } file)
        {
            return false;
        }

        Meet(finding, file, report);
        return true;
    }

    private void Meet(Finding finding, string file, CampaignReport report)
    {
        if (!report.Known.Exists(known => known.Known == file))
        {
            report.Known.Add(finding with { Known = file });
            Met(KindFate.Known, new(finding.Number, finding.Case, finding.Failure, Lane.Driven), report.Known[^1]);
        }
    }
}
