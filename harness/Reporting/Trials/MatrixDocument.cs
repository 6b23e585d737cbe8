using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>The matrix as one JSON document, for scripts.</summary>
internal readonly struct MatrixDocument(Matrix matrix)
{
    public long Cases => matrix.Cases;

    public double ElapsedS => JsonText.Seconds(matrix.Elapsed);

    public bool Interrupted => matrix.Interrupted;

    public IEnumerable<CellFields> Cells =>
        matrix.Columns.SelectMany(column => column.Cells.Select(cell => new CellFields(column, cell)));

    public static string Of(Matrix matrix) => JsonText.Of("matrix", new MatrixDocument(matrix), MatrixContext.Default);

    internal readonly struct CellFields(MatrixColumn column, MatrixCell cell)
    {
        public string Runtime => column.Runtime;

        public string Gc => column.Gc;

        public string Element => cell.Element;

        public bool Holds => cell.Holds;

        public string? Oracle => cell.Result.Failure?.Oracle.Text();

        public string? Evidence => cell.Result.Failure?.Evidence.ToString();

        public JsonNode? EvidenceRecord => EvidenceJson.Of(cell.Result.Failure?.Evidence);

        public long Cases => cell.Result.MedianCases;

        public string? Case => cell.Result.Shrunk?.ToString();

        public string? Repro => cell.Repro;
    }
}

/// <summary>Element types by releases of Vera as one JSON document, for scripts.</summary>
internal readonly struct VeraMatrixDocument(VeraMatrixResult result)
{
    public string Target { get; } = "vera";

    public IEnumerable<RowFields> Rows { get; } =
        result.Rows.Select(row => new RowFields(row.Element, Named(result.Releases, row.Cells)));

    public static string Of(VeraMatrixResult result) =>
        JsonText.Of("matrix", new VeraMatrixDocument(result), MatrixContext.Default, "matrix-vera");

    private static Dictionary<string, ReleaseFields> Named(
        IEnumerable<string> releases, IEnumerable<VeraMatrixCell> cells) =>
        releases.Zip(cells).ToDictionary(pair => pair.First, pair => new ReleaseFields(pair.Second));

    internal sealed record RowFields(string Element, Dictionary<string, ReleaseFields> Releases);

    internal readonly struct ReleaseFields(VeraMatrixCell cell)
    {
        public int Passed => cell.Passed;

        public int FailedNatural => cell.FailedNatural;

        public int FailedEager => cell.FailedEager;

        public int NotJudged => cell.NotJudged;

        public string? Oracle => cell.First?.Oracle.Text();

        public string? Evidence => cell.First?.Evidence.ToString();

        public JsonNode? EvidenceRecord => EvidenceJson.Of(cell.First?.Evidence);
    }
}

[JsonSerializable(typeof(MatrixDocument))]
[JsonSerializable(typeof(VeraMatrixDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class MatrixContext : JsonSerializerContext;
