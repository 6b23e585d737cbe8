using System.Text.Json;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting;

/// <summary>The matrix as one JSON document, for scripts.</summary>
public static class MatrixJson
{
    public static string Of(Matrix matrix) => JsonText.Write(json =>
    {
        json.WriteString("verb", "matrix");
        json.WriteNumber("cases", matrix.Cases);
        json.WriteNumber("elapsed_s", Math.Round(matrix.Elapsed.TotalSeconds, 3));
        json.WriteBoolean("interrupted", matrix.Interrupted);
        json.WriteStartArray("cells");
        foreach (var column in matrix.Columns)
        {
            foreach (var cell in column.Cells)
            {
                Write(json, column, cell);
            }
        }

        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, MatrixColumn column, MatrixCell cell)
    {
        json.WriteStartObject();
        json.WriteString("runtime", column.Runtime);
        json.WriteString("gc", column.Gc);
        json.WriteString("element", cell.Element);
        json.WriteBoolean("holds", cell.Holds);
        json.WriteString("oracle", cell.Result.Failure?.Oracle.Text());
        json.WriteString("evidence", cell.Result.Failure?.Evidence.ToString());
        json.WriteNumber("cases", cell.Result.MedianCases);
        json.WriteString("case", cell.Result.Shrunk?.ToString());
        json.WriteString("repro", cell.Repro);
        json.WriteEndObject();
    }
}
