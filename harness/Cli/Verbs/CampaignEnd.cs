using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary>What a campaign comes to: its exit code, and why where nothing can be concluded from it.</summary>
internal sealed class CampaignEnd(FuzzOptions options, Screen screen)
{
    /// <param name="report">What it saw.</param>
    /// <param name="start">How long a real Vera took to start.</param>
    public ExitCode Of(CampaignReport report, TimeSpan start)
    {
        if (report.Interrupted)
        {
            return ExitCode.Interrupted;
        }

        if (report.SaysNothing)
        {
            screen.Error.WriteLine(
                "this campaign says nothing: most of its cases hit a limit" +
                (report.Limits.Count > 0 ? $", first of all '{report.Limits.MaxBy(l => l.Value).Key}'" : ""));
            return ExitCode.Broken;
        }

        if (report.Judged == 0)
        {
            return OfNothing(options.Shard is { } shard && Shard.CasesOf(shard, options.Cases ?? long.MaxValue / 2) == 0
                ? $"of {options.Cases} cases, part {shard.Index}/{shard.Of} has none"
                : "the time was up before the first case was judged" +
                    (start > TimeSpan.Zero ? $", {Numbers.Duration(start)} of it to start Vera" : "") +
                    (report.Complaint is { } complaint ? $"; {UserText.OneLine(complaint)}" : "") +
                    $"; give it more with {Options.Time.Name}");
        }

        return report.Findings.Count > 0 || report.CellsMissed.Count > 0 ||
            report.FeaturesSeen < options.FeaturesRequired
            ? ExitCode.Found : ExitCode.Clean;
    }

    /// <summary>Of a campaign that judged nothing.</summary>
    public ExitCode OfNothing(string why)
    {
        if (!options.AllowEmpty)
        {
            screen.Error.WriteLine(Emptiness.Because(why));
        }

        return options.AllowEmpty ? ExitCode.Clean : ExitCode.Found;
    }
}
