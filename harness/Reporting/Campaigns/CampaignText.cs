using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>A campaign's report for people.</summary>
/// <param name="screen">Where it goes.</param>
/// <param name="detail">How much of it.</param>
internal sealed class CampaignText(Screen screen, Detail detail)
{
    /// <summary>If more of a hundred cases with a construct are unsupported, that is said.</summary>
    private const int UnsupportedUsual = 5;

    /// <summary>The verdict, what it rests on, and what was found.</summary>
    public void Print(CampaignReport report, CampaignFacts facts)
    {
        Verdict(report);
        foreach (var line in CellTable.Missed(report))
        {
            screen.Out.WriteLine(line);
        }

        if (report.FeaturesSeen < report.Options.FeaturesRequired)
        {
            screen.Out.WriteLine(
                $"{report.Options.FeaturesRequired:N0} features were to be seen, and {report.FeaturesSeen:N0} were.");
        }

        Counts(report, facts);
        OtherSchedules(report);
        if (report.Coverage.IsKnown)
        {
            screen.Out.WriteLine($"  {CellTable.Summary(report.Coverage)}");
        }

        if (!report.Options.Features.IsEmpty)
        {
            screen.Out.WriteLine(
                $"  features: {report.FeaturesSeen:N0} of {report.Options.Features.Length:N0} seen" +
                (detail == Detail.Full && report.FeaturesUnseen.Count > 0
                    ? $"; not {string.Join(", ", report.FeaturesUnseen.Select(feature => feature.Name))}"
                    : ""));
        }

        if (detail != Detail.Brief)
        {
            SmallPrint(report, facts);
        }

        if (detail == Detail.Full)
        {
            Axes(report);
        }

        if (facts.Canary is { } canary)
        {
            CanaryText.Caught(canary, screen, detail);
        }

        for (var i = 0; i < report.Findings.Count; i++)
        {
            Print(i + 1, report.Findings[i], facts);
        }

        Known(report);
        screen.Out.WriteLine();
        screen.Out.WriteLine($"Again: {ShellText.CommandLine([.. facts.Runner, "fuzz", .. facts.Arguments])}");
    }

    private void Counts(CampaignReport report, CampaignFacts facts)
    {
        screen.Out.WriteLine(
            $"{facts.Heap}, seed {facts.Seed}: {Numbers.Of(report.Cases, "case")}" +
            (report.CasesBefore > 0 ? $", {report.CasesBefore:N0} of them judged before, the others" : "") +
            $" in {Numbers.Duration(report.Elapsed)}, {report.CasesPerSecond:N0} a second" +
            (report.Options.SampledSchedules > 0 ? $"; {report.RunsPerSecond:N0} runs a second" : "") +
            (report.Findings.Count > 0 ? $"; shrinking took {Numbers.Duration(report.Shrinking)} of it" : ""));
        screen.Out.WriteLine(
            $"  {Verdicts(report)}" +
            (report.Options.CompiledEvery > 0 ? $"; {report.Compiled:N0} also ran as modules of their own" : ""));
        if (report.Unsupported > 0)
        {
            var reasons = report.Gaps.OrderByDescending(gap => gap.Value).Select(gap => $"{gap.Key}: {gap.Value:N0}");
            screen.Out.WriteLine($"  unsupported: {report.Unsupported:N0} ({string.Join("; ", reasons)})");
        }
    }

    /// <summary>How many cases there are of each verdict.</summary>
    public static string Verdicts(CampaignReport report) =>
        $"{report.Passed:N0} passed, {report.Failed:N0} failed, {report.Inconclusive:N0} inconclusive, " +
        $"{report.Unsupported:N0} unsupported";

    private void OtherSchedules(CampaignReport report)
    {
        if (report.Swept + report.NotSwept > 0)
        {
            screen.Out.WriteLine(
                $"  {Numbers.Of(report.Swept, "case")} ran with every schedule; " +
                $"{report.NotSwept:N0} were too long for that");
        }

        if (report.ScheduleRuns > 0)
        {
            screen.Out.WriteLine(
                $"  {report.Varied:N0} compared with other schedules; " +
                $"{Numbers.Of(report.ScheduleRuns, "run")} besides the first");
        }

        foreach (var less in report.Failing.DrawnLess)
        {
            screen.Out.WriteLine(
                $"  drawn less now: {less.Construct}; {less.Failed:N0} of {Numbers.Of(less.Cases, "case")} fail alike");
        }
    }

    private void SmallPrint(CampaignReport report, CampaignFacts facts)
    {
        var output = screen.Out;
        output.WriteLine(
            (report.Allocations == 0
                ? "  " // A target that does not count them.
                : $"  {Numbers.Of(report.Allocations, "allocation")}, " +
                $"{Numbers.Of(report.Collections, "collection")}, ") +
            $"heaps of up to {Numbers.Bytes(report.HeapBytesMax)}");
        if (report.Held.Live > 0)
        {
            output.WriteLine(
                $"  at the end, a sample of the cases held {report.Held.Ratio:F2} bytes for each that its values need");
        }

        if (facts.Documents is { } documents)
        {
            output.WriteLine($"  {documents}");
        }

        foreach (var (reason, count) in report.Limits.Where(limit => !report.Gaps.ContainsKey(limit.Key)))
        {
            output.WriteLine($"  {count:N0} not judged: {reason}");
        }

    }

    private void Axes(CampaignReport report)
    {
        screen.Out.WriteLine("  In how many cases each value of each axis came up:");
        foreach (var line in AxisTable.Lines(report.Axes))
        {
            screen.Out.WriteLine(line);
        }

        foreach (var gap in report.Constructs.Rows().Where(row => row.UnsupportedPercent > UnsupportedUsual))
        {
            screen.Out.WriteLine(
                $"  more than {UnsupportedUsual} % of the cases unsupported: {gap.Name}; {gap.Unsupported:N0} of " +
                $"{gap.Unsupported + gap.Judged:N0}");
        }
    }

    private void Print(int place, Finding finding, CampaignFacts facts)
    {
        var output = screen.Out;
        output.WriteLine();
        var failure = finding.Failure;
        output.WriteLine($"Finding {place}: {failure.Oracle.Text()}, op {failure.Op}: {failure.Evidence}");
        output.WriteLine(
            $"  {(finding.Container is { } type ? $"{type}, " : "")}{Numbers.Of(finding.Case.Ops.Length, "op")}, " +
            $"from {finding.DrawnOps} of case {finding.Number} in {Numbers.Of(finding.Attempts, "attempt")}, " +
            finding.Shrunk.End);
        if (finding.Cause is { } cause)
        {
            output.WriteLine($"  likely cause: {cause}");
        }

        if (finding.Shows is { } shows)
        {
            output.WriteLine($"  {Words(shows)}" + (finding.Cure is { } cure ? $"; not seen with --swap {cure}" : ""));
        }
        foreach (var command in facts.Advice(finding))
        {
            output.WriteLine($"  {PlainText.Line(command)}");
        }

        output.WriteLine();
        output.WriteLine(CaseLines.Indented(finding.Case));
    }

    private static string Words(Shown shows) => shows switch
    {
        Shown.Visible => "visible: a plain run shows it",
        Shown.Eager => "eager: VERA_EAGER_GC=1 shows it",
        _ => "latent: only the instruments show it",
    };

    private void Known(CampaignReport report)
    {
        if (report.Known.Count > 0)
        {
            screen.Out.WriteLine();
        }

        foreach (var known in report.Known)
        {
            screen.Out.WriteLine(
                $"Known: {known.Failure.Oracle.Text()} in case {known.Number}, as {Whence(known)}");
        }
    }

    /// <summary>Where a failure is known from.</summary>
    private static string Whence(Finding known) =>
        known.Base is { } shows ? $"on the base, {shows}" : $"in {PlainText.Line(known.Known!)}";

    private void Verdict(CampaignReport report)
    {
        var end = report.Interrupted ? " before the interruption" : "";
        var judged = Numbers.Of(report.Judged, "judged case");
        var known = report.Known.Count > 0 ? $"; {Numbers.Of(report.Known.Count, "known failure")} came up again" : "";
        var found = report.Findings.Count > 0;
        screen.Say(
            report.Judged == 0 ? $"Nothing was judged{end}."
            : found ? $"{Numbers.Of(report.Findings.Count, "finding")}{end}, in {judged}{known}."
            : $"No findings{end} in {judged}{known}.",
            found ? Tone.Bad : report.Judged > 0 ? Tone.Good : Tone.Plain);
        if (report.KindsLeft > 0)
        {
            screen.Out.WriteLine($"Seen and not shrunk: {Numbers.Of(report.KindsLeft, "more kind")} of failure.");
        }

        if (report.Alike > 0)
        {
            screen.Out.WriteLine(
                $"Shrunk to the same as a finding below: {Numbers.Of(report.Alike, "more kind")} of failure.");
        }
    }
}
