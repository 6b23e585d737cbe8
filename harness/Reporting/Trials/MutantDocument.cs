using System.Text.Json.Serialization;

namespace Vera.GcStress.Reporting.Trials;

/// <summary>Mutants and what became of them as one JSON document, for scripts.</summary>
internal readonly struct MutantDocument(MutantReport report)
{
    public int Made => report.Made;

    public int Invalid => report.Invalid;

    public int Tried => report.Score.Results.Length;

    public int Caught => report.Score.Caught;

    public int Explained => report.Explained;

    public int OutOfDate => report.Rows.Count(row => row.IsOutOfDate);

    public double Score => Math.Round(report.Share, 4);

    public double ElapsedS => JsonText.Seconds(report.Score.Elapsed);

    public bool Interrupted => report.Score.Interrupted;

    public IEnumerable<MutantFields> Mutants => report.Rows.Select(row => new MutantFields(row));

    public static string Of(MutantReport report) =>
        JsonText.Of("mutants", new MutantDocument(report), MutantContext.Default);

    internal readonly struct MutantFields(MutantRow row)
    {
        public string File => row.Mutant.File;

        public int Line => row.Mutant.Line;

        public string Function => row.Mutant.Function;

        public string Change => row.Mutant.Change;

        public string Turn => row.Mutant.Turn.Name;

        public bool Caught => row.Result.IsCaught;

        public string? By => row.Result.Broken is not null ? "the harness"
            : row.Result.Runs.Any(run => run.HitsLimit) ? "a limit"
            : row.Result.Oracles.FirstOrDefault();

        public string? Explained => row.Mutant.Explained;

        public bool? Reached => row.IsReached;

        public long Cases => row.Result.MedianCases;

        public double ElapsedS => JsonText.Seconds(row.Result.Elapsed);
    }
}

[JsonSerializable(typeof(MutantDocument))]
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
internal sealed partial class MutantContext : JsonSerializerContext;
