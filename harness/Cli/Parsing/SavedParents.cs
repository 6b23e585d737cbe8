using System.Collections.Immutable;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The parents that a campaign has from the start: <c>corpus/reach</c>, and what the user names.</summary>
internal static class SavedParents
{
    private const string Prefix = "reach/";

    private static readonly Lazy<ImmutableArray<StressCase>> Own = new(() =>
    [
        .. typeof(SavedParents).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => CaseFile.Resource(name).Case),
    ]);

    /// <summary>Those of the tool itself.</summary>
    public static ImmutableArray<StressCase> BuiltIn => Own.Value;

    /// <summary>
    /// Those of the tool itself show what our heap does, with elements of all kinds: a campaign on another target, or
    /// one that was asked for fewer, begins without them.
    /// </summary>
    public static ImmutableArray<StressCase> Of(FuzzOptions options) =>
    [
        .. options.Target == HeapChoice.Target && IsUsual(options.Generation) ? BuiltIn : [],
        .. Named(options),
    ];

    /// <summary>Those that the user names.</summary>
    public static IEnumerable<StressCase> Named(FuzzOptions options) =>
        ReplayCases.List(options.Corpus, allowsEmpty: true).Select(file => CaseFile.Read(file).Case);

    private static bool IsUsual(GenerationOptions generation) =>
        generation.Elements.Length == GenerationOptions.Default.Elements.Length &&
        generation.Containers == GenerationOptions.Default.Containers &&
        generation.HostileValues;
}
