using System.Text.Json;
using Vera.GcStress.Stressing;

namespace Vera.GcStress.Reporting;

/// <summary>What came of stressed programs as one JSON document, for scripts; and what one says is on file.</summary>
public static class StressJson
{
    /// <param name="report">What came of them.</param>
    /// <param name="vera">The release that compiled them.</param>
    /// <param name="host">Where they ran.</param>
    public static string Of(StressReport report, string vera, string host) => JsonText.Write(json =>
    {
        json.WriteString("verb", "stress");
        json.WriteString("vera", vera);
        json.WriteString("host", host);
        json.WriteNumber("runs", report.Runs);
        json.WriteNumber("runs_per_s", Math.Round(report.RunsPerSecond, 1));
        json.WriteNumber("compiled", report.Programs.Count(program => program.Compiled));
        json.WriteNumber("elapsed_s", Math.Round(report.Elapsed.TotalSeconds, 3));
        json.WriteBoolean("interrupted", report.Interrupted);
        json.WriteStartObject("verdicts");
        foreach (var verdict in Enum.GetValues<ProgramVerdict>())
        {
            json.WriteNumber(StressText.NameOf(verdict), report.Count(verdict));
        }

        json.WriteEndObject();
        json.WriteStartArray("programs");
        foreach (var program in report.Programs)
        {
            json.WriteStartObject();
            json.WriteString("file", program.File);
            json.WriteString("verdict", StressText.NameOf(program.Verdict));
            json.WriteNumber("runs", program.Runs);
            json.WriteString("reason", program.Reason);
            json.WriteNumber("elapsed_s", Math.Round(program.Seconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var program in report.Programs)
        {
            foreach (var finding in program.Findings)
            {
                Finding(json, program.File, finding);
            }
        }

        json.WriteEndArray();
    });

    /// <summary>The findings of an earlier document, by the name of the program's file and their key.</summary>
    /// <exception cref="FormatException">The text is no such document.</exception>
    public static IEnumerable<(string File, string Key)> Known(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return
            [
                .. from finding in document.RootElement.GetProperty("findings").EnumerateArray()
                   select (
                       Path.GetFileName(finding.GetProperty("file").GetString()!),
                       finding.GetProperty("key").GetString()!),
            ];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("it is no result of stress", e);
        }
    }

    private static void Finding(Utf8JsonWriter json, string file, StressFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("file", file);
        json.WriteString("function", finding.Function);
        json.WriteString("oracle", finding.Oracle);
        json.WriteString("shows", StressText.NameOf(finding.Shows));
        json.WriteString("evidence", finding.Evidence);
        json.WriteString("schedule", $"{finding.Way.Plan}");
        json.WriteBoolean("poisoned", finding.Way.Instruments.Poison);
        json.WriteNumber("heap_moved", finding.Way.Instruments.Shift);
        json.WriteNumber("runs", finding.Runs);
        json.WriteBoolean("known", finding.IsKnown);
        json.WriteString("key", finding.Key);
        json.WriteEndObject();
    }
}
