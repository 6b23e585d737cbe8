using System.Text.Json;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting;

/// <summary>The planted bugs and what became of them as one JSON document, for scripts.</summary>
public static class FaultJson
{
    public static string Of(IReadOnlyList<FaultRow> rows, TrialScore score) => JsonText.Write(json =>
    {
        json.WriteString("verb", "faults");
        json.WriteNumber("planted", score.Results.Length);
        json.WriteNumber("caught", score.Caught);
        json.WriteNumber("score", Math.Round(score.Score, 4));
        json.WriteNumber("elapsed_s", Math.Round(score.Elapsed.TotalSeconds, 3));
        json.WriteBoolean("interrupted", score.Interrupted);
        json.WriteStartArray("faults");
        foreach (var row in rows)
        {
            Write(json, row);
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, FaultRow row)
    {
        var result = row.Result;
        json.WriteStartObject();
        json.WriteString("name", result.Name);
        json.WriteString("layer", row.Layer);
        if (row.Issue is { } issue)
        {
            json.WriteNumber("issue", issue);
        }
        else
        {
            json.WriteNull("issue");
        }

        json.WriteString("mechanism", row.Mechanism);
        json.WriteString("shows_with", row.Where);
        json.WriteBoolean("caught", result.IsCaught);
        json.WriteNumber("cases_median", result.MedianCases);
        json.WriteNumber("elapsed_s", Math.Round(result.Elapsed.TotalSeconds, 3));
        json.WriteString("evidence", result.Failure?.Evidence.ToString());
        json.WriteString("case", result.Shrunk?.ToString());
        if (result.Shrunk is { } shrunk)
        {
            json.WriteNumber("ops", shrunk.Ops.Length);
        }

        json.WriteStartArray("runs");
        foreach (var run in result.Runs)
        {
            json.WriteStartObject();
            json.WriteNumber("seed", run.Seed);
            json.WriteNumber("cases", run.Cases);
            json.WriteString("oracle", run.Oracle?.Text());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
