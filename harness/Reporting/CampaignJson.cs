using System.Text.Json;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting;

/// <summary>A campaign's report as one JSON document, for scripts.</summary>
public static class CampaignJson
{
    /// <param name="report">What the campaign counted and found.</param>
    /// <param name="facts">What ran, and from which arguments.</param>
    /// <param name="canary">What the canary was caught with, if there was one.</param>
    public static string Of(CampaignReport report, CampaignFacts facts, Finding? canary) => JsonText.Write(json =>
    {
        json.WriteString("verb", "fuzz");
        json.WriteNumber("seed", report.Options.Seed);
        Options(json, facts);
        Counts(json, report);
        Axes(json, report);
        Cells(json, report);
        json.WriteStartObject("limits");
        foreach (var (reason, count) in report.Limits)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        json.WriteStartObject("unsupported_reasons");
        foreach (var (reason, count) in report.Gaps)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        Documents(json, facts);
        Canary(json, canary);
        json.WriteNumber("kinds_left", report.KindsLeft);
        json.WriteNumber("alike", report.Alike);
        json.WriteStartArray("findings");
        foreach (var finding in report.Findings)
        {
            Finding(json, finding);
        }

        json.WriteEndArray();
        json.WriteNumber("known_files", report.Options.Known.Count);
        json.WriteStartArray("known");
        foreach (var finding in report.Known)
        {
            Finding(json, finding);
        }

        json.WriteEndArray();
    });

    private static void Options(Utf8JsonWriter json, CampaignFacts facts)
    {
        json.WritePropertyName("options");
        facts.Options.WriteTo(json);
        json.WriteStartArray("arguments");
        foreach (var argument in facts.Arguments)
        {
            json.WriteStringValue(argument);
        }

        json.WriteEndArray();
    }

    private static void Counts(Utf8JsonWriter json, CampaignReport report)
    {
        json.WriteNumber("cases", report.Cases);
        json.WriteStartObject("verdicts");
        json.WriteNumber("pass", report.Passed);
        json.WriteNumber("fail", report.Failed);
        json.WriteNumber("inconclusive", report.Inconclusive);
        json.WriteNumber("unsupported", report.Unsupported);
        json.WriteEndObject();
        json.WriteNumber("compiled", report.Compiled);
        json.WriteNumber("varied", report.Varied);
        json.WriteNumber("swept", report.Swept);
        json.WriteNumber("not_swept", report.NotSwept);
        json.WriteNumber("schedule_runs", report.ScheduleRuns);
        json.WriteNumber("elapsed_s", Math.Round(report.Elapsed.TotalSeconds, 3));
        json.WriteNumber("cases_per_s", Math.Round(report.CasesPerSecond, 1));
        json.WriteBoolean("interrupted", report.Interrupted);
        json.WriteNumber("allocations", report.Allocations);
        json.WriteNumber("collections", report.Collections);
        json.WriteNumber("heap_bytes_max", report.HeapBytesMax);
        json.WriteNumber("held_bytes", report.Held.Live);
        json.WriteNumber("needed_bytes", report.Held.Reached);
    }

    private static void Axes(Utf8JsonWriter json, CampaignReport report)
    {
        json.WriteStartObject("axes");
        foreach (var (axis, values) in AxisTable.Grouped(report.Axes))
        {
            json.WriteStartObject(axis);
            foreach (var (value, count) in values)
            {
                json.WriteNumber(value, count);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Null where the target does not show when it collects.</summary>
    private static void Cells(Utf8JsonWriter json, CampaignReport report)
    {
        var coverage = report.Coverage;
        if (!coverage.IsKnown)
        {
            json.WriteNull("cells");
            return;
        }

        var missed = report.CellsMissed;
        json.WriteStartObject("cells");
        json.WriteNumber("reachable", coverage.Reachable);
        json.WriteNumber("hit", coverage.Hit);
        json.WriteNumber("required", report.Options.CellsRequired);
        json.WriteNumber("missed", missed.Count);
        json.WriteStartArray("rarest");
        foreach (var (cell, cases) in coverage.LeastFirst().Take(CellTable.RowsMax))
        {
            json.WriteStartObject();
            json.WriteString("cell", $"{cell}");
            json.WriteNumber("cases", cases);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Documents(Utf8JsonWriter json, CampaignFacts facts)
    {
        if (facts.Documents is not { } load)
        {
            json.WriteNull("documents");
            return;
        }

        json.WriteStartObject("documents");
        json.WriteNumber("files_seen", load.FilesSeen);
        json.WriteNumber("json", load.Json);
        json.WriteNumber("html", load.Html);
        json.WriteNumber("markdown", load.Markdown);
        json.WriteStartObject("skipped");
        foreach (var (reason, count) in load.Skipped)
        {
            json.WriteNumber($"{reason}", count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Canary(Utf8JsonWriter json, Finding? canary)
    {
        if (canary is null)
        {
            json.WriteNull("canary");
            return;
        }

        json.WritePropertyName("canary");
        Finding(json, canary);
    }

    private static void Finding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("oracle", finding.Failure.Oracle.Text());
        json.WriteNumber("op", finding.Failure.Op);
        json.WriteString("evidence", $"{finding.Failure.Evidence}");
        json.WriteString("cause", finding.Cause);
        json.WriteString("container", finding.Container?.ToString());
        json.WriteString("element", (finding.Element ?? finding.Failure.Subject)?.ToString());
        json.WriteNumber("ops", finding.Case.Ops.Length);
        json.WriteNumber("drawn_ops", finding.DrawnOps);
        json.WriteNumber("attempts", finding.Attempts);
        json.WriteBoolean("minimal", finding.IsMinimal);
        json.WriteNumber("case_number", finding.Number);
        json.WriteString("file", finding.Known ?? finding.File);
        json.WriteString("case", finding.Case.ToString());
        json.WriteEndObject();
    }
}
