using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Targets.Vera;

/// <summary>
/// Whether Vera reads a document as the project's own parsers do: only then can a case that parses it be judged.
/// </summary>
/// <remarks>Each document is parsed once by Vera, in a fresh program without pressure, and compared.</remarks>
internal sealed class DocumentCheck(
    Func<StressCase[], CaseRun[]> run, Func<VeraType, string, Expr?> parseDocument)
{
    private const int KnownMax = 10_000;

    private readonly Dictionary<(VeraType Type, string Document), bool> known = [];

    /// <summary>Looks at all documents of some cases at once.</summary>
    public void Prepare(IEnumerable<StressCase> cases)
    {
        if (known.Count > KnownMax)
        {
            known.Clear();
        }

        var unknown = Unknown(cases);
        var probes = unknown.Select(Probe).ToArray();
        var runs = run(probes);
        for (var i = 0; i < unknown.Length; i++)
        {
            var agrees = runs[i].Ending == Ending.Completed && Agrees(unknown[i], runs[i]);
            known[(unknown[i].Of, unknown[i].Document)] = agrees;
        }
    }

    /// <summary>The cases by which <see cref="Prepare"/> will find out, so that they can be compiled before.</summary>
    public StressCase[] ProbesOf(IEnumerable<StressCase> cases) => [.. Unknown(cases).Select(Probe)];

    /// <summary>Whether nothing has to be found out for a case.</summary>
    public bool Knows(StressCase stressCase) => Unknown([stressCase]).Length == 0;

    /// <summary>The reason why a case cannot be judged, or null.</summary>
    public string? WhyNot(StressCase stressCase)
    {
        foreach (var document in Documents(stressCase))
        {
            if (!known[(document.Of, document.Document)])
            {
                return $"Vera reads a document in another way than we do ({document.Of})";
            }
        }

        return null;
    }

    private Expr.Parse[] Unknown(IEnumerable<StressCase> cases) =>
    [
        .. cases.SelectMany(Documents).Where(d => !known.ContainsKey((d.Of, d.Document))).Distinct(),
    ];

    private static StressCase Probe(Expr.Parse document) =>
        new([new Op.Observe(document)], new CollectionSchedule.Natural(), HeapState.Empty);

    private bool Agrees(Expr.Parse document, CaseRun run)
    {
        var seen = new Transcript();
        var expected = new CanonicalWriter();
        LiteralText.Write(parseDocument(document.Of, document.Document) ?? Defaults.Of(document.Of), expected);
        return new ShownText(run.Output).Next(seen) is not null && seen.TextAt(0).SequenceEqual(expected.Written);
    }

    private static IEnumerable<Expr.Parse> Documents(StressCase stressCase) =>
        stressCase.Ops.Where(op => op.Operand is not null).SelectMany(op => Documents(op.Operand!));

    private static IEnumerable<Expr.Parse> Documents(Expr expr) =>
        expr is Expr.Parse parse ? [parse] : expr.Parts.SelectMany(Documents);
}
