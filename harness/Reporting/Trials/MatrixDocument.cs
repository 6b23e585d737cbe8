using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The matrix as one JSON document, for scripts.</summary>
internal readonly struct MatrixDocument(Matrix matrix)
{
    public long Cases => matrix.Cases;

    public double ElapsedS => JsonText.Seconds(matrix.Elapsed);

    public bool Interrupted => matrix.Interrupted;

    public IEnumerable<EntryFields> Cells =>
        matrix.Columns.SelectMany(column => column.Entries.Select(entry => new EntryFields(column, entry)));

    public static string Of(Matrix matrix) => JsonText.Of("matrix", new MatrixDocument(matrix), MatrixContext.Default);

    internal readonly struct EntryFields(MatrixColumn column, MatrixEntry entry)
    {
        public string Runtime => column.Runtime;

        public string Gc => column.Gc;

        public string Element => entry.Element;

        public bool Holds => entry.Holds;

        public string? Oracle => entry.Result.Failure?.Oracle.Text();

        public string? Evidence => entry.Result.Failure?.Evidence.ToString();

        public JsonNode? EvidenceRecord => EvidenceJson.Of(entry.Result.Failure?.Evidence);

        public long Cases => entry.Result.MedianCases;

        public string? Case => entry.Result.Shrunk?.ToString();

        public string? Repro => entry.Repro;
    }
}

/// <summary>Element types by releases of Vera as one JSON document, for scripts.</summary>
internal readonly struct VeraMatrixDocument(VeraMatrixResult result)
{
    public string Target { get; } = "vera";

    public IEnumerable<RowFields> Rows { get; } =
        result.Rows.Select(row => new RowFields(row.Element, Named(result.Releases, row.Entries)));

    public static string Of(VeraMatrixResult result) =>
        JsonText.Of("matrix", new VeraMatrixDocument(result), MatrixContext.Default, "matrix-vera");

    private static Dictionary<string, ReleaseFields> Named(
        IEnumerable<string> releases, IEnumerable<VeraMatrixEntry> cells) =>
        releases.Zip(cells).ToDictionary(pair => pair.First, pair => new ReleaseFields(pair.Second));

    internal sealed record RowFields(string Element, Dictionary<string, ReleaseFields> Releases);

    internal readonly struct ReleaseFields(VeraMatrixEntry entry)
    {
        public int Passed => entry.Passed;

        public int FailedNatural => entry.FailedNatural;

        public int FailedEager => entry.FailedEager;

        public int NotJudged => entry.NotJudged;

        public string? Oracle => entry.First?.Failure.Oracle.Text();

        public string? Evidence => entry.First?.Failure.Evidence.ToString();

        public JsonNode? EvidenceRecord => EvidenceJson.Of(entry.First?.Failure.Evidence);

        public string? Case => entry.First?.Case.ToString();
    }
}

[JsonSerializable(typeof(MatrixDocument))]
[JsonSerializable(typeof(VeraMatrixDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class MatrixContext : JsonSerializerContext;
