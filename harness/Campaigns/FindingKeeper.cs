using Vera.GcStress.Files;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Campaigns;

/// <summary>Turns failures into findings: one of each kind is saved as it is, shrunk, and saved again.</summary>
internal sealed partial class FindingKeeper(CampaignOptions options, TestRig[] rigs)
{
    private const string Slip = "on the way of shrinking another failure, ";

    private readonly HashSet<string> kinds = [];
    private readonly HashSet<string> signatures = [];
    private readonly HashSet<string> certain = [];
    private readonly HashSet<string> kindsOfBase = [];
    private readonly CaseFolder? folder = options.Folder is null ? null : new CaseFolder(options.Folder);

    /// <summary>
    /// Keeps what is new among the failures, which come in case order, and then what their shrinking slipped to.
    /// </summary>
    /// <param name="failures">Of one round.</param>
    /// <param name="report">Takes the findings.</param>
    /// <param name="progress">Told what is shrunk.</param>
    /// <param name="left">How long shrinking may take from now on; null: as long as it takes.</param>
    /// <param name="stop">Asks for an early end.</param>
    public void Keep(
        List<CaseFailure> failures,
        CampaignReport report,
        Action<string> progress,
        Func<TimeSpan?> left,
        CancellationToken stop)
    {
        for (var next = failures; next.Count > 0;)
        {
            next = KeepOnce(next, report, progress, left, stop);
            if (stop.IsCancellationRequested || left() <= TimeSpan.Zero)
            {
                LeaveOut(next.Where(IsNewKind), report);
                return;
            }
        }
    }

    /// <summary>The other bugs that shrinking came across, unless one finding was all that was wanted.</summary>
    private List<CaseFailure> KeepOnce(
        List<CaseFailure> failures,
        CampaignReport report,
        Action<string> progress,
        Func<TimeSpan?> left,
        CancellationToken stop)
    {
        var fresh = News(Unknown(failures, report), report, stop)
            .Where(f => IsNewKind(f) && IsNewBug(f, report)).ToList();
        var wanted = options.StopAtFirst ? 1 : Math.Max(0, options.FindingsMax - report.Findings.Count);
        LeaveOut(fresh.Skip(wanted), report);
        fresh = [.. fresh.Take(wanted)];

        // Saved before anything else happens: whoever ends the process now still has the cases.
        var waiting = fresh.Select(failure => new Waiting(failure, Saved(failure, report))).ToList();
        var slips = ShrinkAll(waiting, report, progress, left, stop);
        return options.StopAtFirst
            ? []
            : [.. slips.Where(s => !IsExplained(TitleOf(s.Case), report))];
    }

    private bool IsNewKind(CaseFailure f) => kinds.Add(options.Signatures.BucketOf(f.Case, f.Failure));

    /// <summary>Where the bug of a case is certain before it is shrunk, one case of it is enough.</summary>
    private bool IsNewBug(CaseFailure f, CampaignReport report)
    {
        var isNew = CertainBug(f.Case, f.Failure)?.Class is not { } bug || certain.Add(bug);
        if (!isNew)
        {
            report.Alike++;
            Met(KindFate.Alike, f, Unshrunk(f));
        }

        return isNew;
    }

    private string SignatureOf(Finding finding) => Asked(
        () => options.Signatures.Of(finding.Shrunk, rigs[0]),
        options.Signatures.BucketOf(finding.Case, finding.Failure));

    private LikelyCause? CertainBug(StressCase stressCase, Verdict.Fail failure) =>
        Asked(() => options.Signatures.Certain(stressCase, failure, rigs[0]), null);

    /// <summary>What takes runs to find out; a target that answers no more must not cost us what was found.</summary>
    private static T Asked<T>(Func<T> ask, T otherwise)
    {
        try
        {
            return ask();
        }
        catch (OperationCanceledException)
        {
            return otherwise;
        }
    }

    private string? TitleOf(StressCase failing) => options.Signatures.CauseOf(failing)?.Title;

    /// <summary>Most slips are a bug that has been found, seen by another oracle.</summary>
    private static bool IsExplained(string? cause, CampaignReport report) =>
        cause is not null && report.Findings.Any(f => f.Cause == cause);

    private static Finding Unshrunk(CaseFailure drawn) =>
        new(drawn.Number, drawn.Failure, drawn.Case, drawn.Case.Ops.Length, 0, IsMinimal: false, null);

    /// <summary>
    /// The file that a failure lies in as it was drawn. Null if an older file says the same: not ours to delete.
    /// </summary>
    private string? Saved(CaseFailure failure, CampaignReport report)
    {
        var file = FileOf(failure.Case, failure.Failure, FoundAs(failure));
        return folder?.Find(file) is { } equal && CaseFile.Read(equal).Header.Found != file.Header.Found
            ? null
            : Saved(file, report);
    }

    /// <summary>Where a file lies now; null: nowhere. A disk that is full takes no finding from the report.</summary>
    private string? Saved(CaseFile file, CampaignReport report)
    {
        try
        {
            return folder?.Save(file);
        }
        catch (Exception e) when (e is OutputException or CaseFormatException)
        {
            report.Unsaved.Add(e.Message);
            return null;
        }
    }

    private void Add(
        Finding finding, CaseFailure drawn, string? drawnFile, CampaignReport report, CancellationToken stop)
    {
        if (IsKnown(finding, report)
            || News([new(finding.Number, finding.Case, finding.Failure, drawn.Lane)], report, stop).Count == 0)
        {
            Delete(drawnFile, report);
            return;
        }

        var signature = SignatureOf(finding);
        if (options.Known.FindBug(signature) is { } known)
        {
            Meet(finding, known, report);
            Delete(drawnFile, report);
            return;
        }

        if ((finding.Slipped && IsExplained(finding.Cause, report)) || !signatures.Add(signature))
        {
            report.Alike++;
            Met(KindFate.Alike, drawn, finding, signature);
            Delete(drawnFile, report);
            return;
        }

        finding = finding with { Shows = Asked(() => rigs[0].ShownBy(finding.Case), null) };
        var saved = Saved(FileOf(finding), report) ?? drawnFile;
        if (drawnFile is not null && drawnFile != saved)
        {
            Delete(drawnFile, report);
        }

        var cause = finding.Cause ?? CertainBug(finding.Case, finding.Failure)?.Title;
        report.Findings.Add(finding with
        {
            File = saved,
            Cause = cause,
            Signature = signature,
            Cure = Asked(() => rigs[0].CureOf(finding.Case), null),
        });
        Met(KindFate.Found, drawn, report.Findings[^1], signature);
    }

    /// <summary>What one failure was drawn as, another one may have ended in.</summary>
    private void Delete(string? file, CampaignReport report)
    {
        if (file is not null && !report.Findings.Any(finding => finding.File == file))
        {
            folder?.Discard(file);
        }
    }

    private CaseFile FileOf(Finding finding) =>
        FileOf(finding.Case, finding.Failure, FoundAs(finding), finding.Shows?.Text());

    private CaseFile FileOf(StressCase stressCase, Verdict.Fail failure, string found, string? shows = null) => new(
        options.Header.Expecting(new Expectation.Fail(failure.Oracle)) with
        {
            Found = found,
            Evidence = OneLine($"{failure.Evidence}"),
            Shows = shows,
        },
        stressCase);

    private string Named(long number) =>
        $"seed {options.Seed} case {number}{(options.Again is { } again ? $" ({again(number)})" : "")}";

    private string FoundAs(CaseFailure failure) =>
        $"{Named(failure.Number)}, {failure.Case.Ops.Length} ops, " +
        $"{(failure.Slipped ? Slip : "")}{FileHeader.NotShrunk}";

    private string FoundAs(Finding finding) =>
        $"{Named(finding.Number)}, {finding.DrawnOps} ops, {(finding.Slipped ? Slip : "")}" +
        $"shrunk to {finding.Case.Ops.Length} in {finding.Attempts} attempts" +
        (finding.IsMinimal ? ", minimal" : $", {FileHeader.CutShort}");

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
