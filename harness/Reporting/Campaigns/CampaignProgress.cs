using System.Diagnostics;
using Spectre.Console;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Reporting.Campaigns;

/// <summary>What a campaign is doing: a live block on a terminal, a line every few seconds elsewhere.</summary>
public sealed class CampaignProgress(Screen screen, bool quiet)
{
    private static readonly TimeSpan LivePeriod = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainPeriod = TimeSpan.FromSeconds(5);

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private volatile Counts last = new(0, 0, 0, 0, 0, "starting");

    /// <summary>Runs a campaign that reports to what it is handed, and shows what it reports.</summary>
    public CampaignReport Watch(Func<Action<CampaignReport, string>, CampaignReport> run)
    {
        if (quiet)
        {
            return run((_, _) => { });
        }

        screen.Doing(screen.Live is null ? "drawing and judging cases" : null);
        return screen.Live is { } terminal ? Live(terminal, run) : Plain(run);
    }

    private CampaignReport Live(IAnsiConsole terminal, Func<Action<CampaignReport, string>, CampaignReport> run) =>
        terminal.Live(new Text(PlainText.Lines(Block()))).AutoClear(true).Start(display =>
        {
            using var ticker = new Ticker(LivePeriod, () => display.UpdateTarget(new Text(PlainText.Lines(Block()))));
            return run(Note);
        });

    private CampaignReport Plain(Func<Action<CampaignReport, string>, CampaignReport> run)
    {
        using var ticker = new Ticker(PlainPeriod, () => screen.Error.WriteLine(Line()));
        return run(Note);
    }

    private void Note(CampaignReport report, string doing) => last = new(
        report.Passed, report.Failed, report.Inconclusive + report.Unsupported, report.Findings.Count,
        report.CasesPerSecond, doing);

    private string Line()
    {
        var now = last;
        return $"{Speed(now)}: {Verdicts(now)}; {now.Doing}";
    }

    /// <summary>The same in lines that do not wrap on a terminal of usual width.</summary>
    private string Block()
    {
        var now = last;
        return $"{Speed(now)}\n{Verdicts(now)}\n{now.Doing}";
    }

    private string Speed(Counts now) =>
        $"{Numbers.Duration(clock.Elapsed)}  {Numbers.Of(now.Cases, "case")} ({now.Rate:N0}/s)";

    private static string Verdicts(Counts now) =>
        $"{now.Passed:N0} passed, {now.Failed:N0} failed, {now.Unjudged:N0} not judged; " +
        Numbers.Of(now.Findings, "finding");

    /// <summary>A report's numbers at one moment: the report itself changes under the ticker's eyes.</summary>
    private sealed record Counts(
        long Passed, long Failed, long Unjudged, int Findings, double Rate, string Doing)
    {
        public long Cases => Passed + Failed + Unjudged;
    }
}
