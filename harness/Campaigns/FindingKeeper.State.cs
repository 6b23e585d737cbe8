using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>What the keeper met, out to a disk and back.</summary>
internal sealed partial class FindingKeeper
{
    private readonly List<KindMet> met = [];

    /// <summary>All kinds of failure so far, in the order in which they were met.</summary>
    public IReadOnlyList<KindMet> Kinds => met;

    /// <summary>Brings an earlier run's findings back; each is run again, for what its oracle saw.</summary>
    public void Restore(IReadOnlyList<KindMet> saved, CampaignReport report, CancellationToken stop)
    {
        foreach (var kind in saved)
        {
            met.Add(kind);
            _ = kind.Base is not null ? kindsOfBase.Add(kind.Bucket)
                : kind.Fate == KindFate.Known || kinds.Add(kind.Bucket);
            _ = kind.Certain is not null && certain.Add(kind.Certain);
            _ = kind.Signature is not null && signatures.Add(kind.Signature);
            report.Alike += kind.Fate == KindFate.Alike ? 1 : 0;
            report.KindsLeft += kind.Fate == KindFate.Left ? 1 : 0;
            if (kind.Fate is KindFate.Found or KindFate.Known && FindingOf(kind, stop) is { } finding)
            {
                (kind.Fate == KindFate.Found ? report.Findings : report.Known).Add(finding);
            }
        }
    }

    /// <summary>Null: it passes now.</summary>
    private Finding? FindingOf(KindMet kind, CancellationToken stop)
    {
        try
        {
            var stressCase = CaseFile.Parse(kind.Text, "state").Case;
            return rigs[0].TryEverywhere(stressCase, 0, stop).Verdict is not Verdict.Fail failure
                ? null
                : new(kind.Number, failure, stressCase, kind.DrawnOps, kind.Attempts, kind.IsMinimal, Placed(kind))
                {
                    Known = kind.Known,
                    Base = kind.Base,
                    Cause = kind.Cause,
                    Signature = kind.Signature,
                    Cure = kind.Cure,
                    Shows = Enum.TryParse<Shown>(kind.Shows, out var shows) ? shows : null,
                    Slipped = kind.Slipped,
                };
        }
        catch (CaseFormatException)
        {
            return null;
        }
    }

    private string? Placed(KindMet kind) =>
        kind.File is { } name && options.Folder is { } at ? Path.Combine(at, name) : null;

    private void LeaveOut(IEnumerable<CaseFailure> failures, CampaignReport report)
    {
        foreach (var failure in failures)
        {
            report.KindsLeft++;
            Met(KindFate.Left, failure, Unshrunk(failure));
        }
    }

    private void Met(KindFate fate, CaseFailure drawn, Finding finding, string? signature = null)
    {
        if (options.State is null)
        {
            return;
        }

        var file = signature is null ? FileOf(finding.Case, finding.Failure, FoundAs(drawn)) : FileOf(finding);
        met.Add(new(fate, finding.Number, options.Signatures.BucketOf(drawn.Case, drawn.Failure), drawn.Slipped)
        {
            Certain = CertainBug(drawn.Case, drawn.Failure)?.Class,
            Signature = signature,
            Known = finding.Known,
            Base = finding.Base,
            Text = $"{file}",
            File = Path.GetFileName(finding.File),
            Oracle = finding.Failure.Oracle.Text(),
            Op = finding.Failure.Op,
            Evidence = OneLine($"{finding.Failure.Evidence}"),
            Cause = finding.Cause,
            Shows = finding.Shows?.ToString(),
            Cure = finding.Cure,
            DrawnOps = finding.DrawnOps,
            Attempts = finding.Attempts,
            IsMinimal = finding.IsMinimal,
        });
    }
}
