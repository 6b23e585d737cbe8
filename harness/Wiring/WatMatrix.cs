using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Wiring;

/// <summary>Tries each runtime on each collector with each element type, and finds a file for what fails.</summary>
/// <param name="runtimes">The runtimes.</param>
/// <param name="collectors">The collectors.</param>
/// <param name="elements">The element types, one trial each.</param>
/// <param name="options">How far each trial goes.</param>
internal sealed class WatMatrix(
    ImmutableArray<RuntimeKind> runtimes,
    ImmutableArray<CollectorKind> collectors,
    ImmutableArray<TypeKind> elements,
    TrialOptions options)
{
    /// <summary>How many cases say something about a type, and do not take too long.</summary>
    public const int CasesUsual = 100;

    public int Trials => runtimes.Length * collectors.Length * elements.Length;

    public int Elements => elements.Length;

    /// <summary>One trial after the other, on as many threads as the options say.</summary>
    /// <param name="files">Where the failures lie.</param>
    /// <param name="progress">Told of each trial that ended, from any thread.</param>
    /// <param name="stop">Asks for an early end.</param>
    public Matrix Run(MatrixFiles files, Action<TrialResult> progress, CancellationToken stop)
    {
        var heaps = runtimes.SelectMany(r => collectors.Select(c => HeapChoice.Default with { Runtime = r, Gc = c }));
        var trials = heaps.SelectMany(heap => elements.Select(element => (Heap: heap, Element: element))).ToArray();
        var score = new TrialRunner(options).Run([.. trials.Select(t => TrialOf(t.Heap, t.Element))], progress, stop);
        var results = score.Results.ToDictionary(result => result.Name);
        var columns = trials.GroupBy(t => t.Heap).Select(heap => new MatrixColumn(
            OptionNames.Of(heap.Key.Runtime),
            OptionNames.Of(heap.Key.Gc),
            StandsFor(heap.Key.Runtime),
            [
                .. heap.Where(t => results.ContainsKey(NameOf(t.Heap, t.Element)))
                    .Select(t => EntryOf(t.Heap, t.Element, results[NameOf(t.Heap, t.Element)], files)),
            ]));
        return new([.. columns], options.CasesMax, score.Elapsed, score.Interrupted);
    }

    private static string NameOf(HeapChoice heap, TypeKind element) => $"{element}: {heap}";

    private static Trial TrialOf(HeapChoice heap, TypeKind element) => new(
        NameOf(heap, element),
        GenerationOptions.Default with
        {
            Elements = [element],
            Documents = new CaseDocuments(DocumentLibrary.BuiltIn),
        },
        () => HeapRigs.CreateDriven(heap.Options));

    private static MatrixEntry EntryOf(HeapChoice heap, TypeKind element, TrialResult result, MatrixFiles files) =>
        new(
            $"{element}",
            result,
            result.Failure is { } failure ? files.Of(heap, element, failure, result.Shrunk!) : null);

    /// <summary>What each runtime is in Vera's history.</summary>
    private static string StandsFor(RuntimeKind runtime) => runtime switch
    {
        RuntimeKind.HostStore => "Vera up to 0.0.158",
        RuntimeKind.Mirror => "Vera 0.0.159 to 0.0.170",
        RuntimeKind.Bucket => "Vera since 0.0.171",
        RuntimeKind.Container => "the fix under test",
        RuntimeKind.Traced => "proposed fix 2",
        RuntimeKind.Serialised => "proposed fix 3",
        _ => throw new UnreachableException($"no rule for {runtime}"),
    };
}
