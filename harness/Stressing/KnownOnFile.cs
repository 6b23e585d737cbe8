using System.Collections.Immutable;
using Vera.GcStress.Files;

namespace Vera.GcStress.Stressing;

/// <summary>What is on file, and no reason to fail.</summary>
internal sealed record KnownOnFile
{
    /// <summary>Findings of an earlier run: the name of a program's file, and the finding's key.</summary>
    public ImmutableHashSet<(string File, string Key)> Findings { get; init; } = [];

    /// <summary>
    /// Programs that lie beside saved cases, by their full paths: what they show, the cases say. Where a case has none
    /// beside it here, the name that it would have.
    /// </summary>
    public ImmutableHashSet<string> Programs { get; init; } = [];

    /// <summary>Vera's issues that these cases name.</summary>
    public ImmutableHashSet<int> Issues { get; init; } = [];

    /// <summary>Whether a finding of a program is.</summary>
    /// <param name="file">The program's file; empty: it has none.</param>
    /// <param name="finding">The finding.</param>
    public bool Has(string file, StressFinding finding)
    {
        var name = Path.GetFileName(file);
        return Programs.Contains(name) || (name.Length > 0 && Programs.Contains(Path.GetFullPath(file)))
            || Findings.Contains((name, finding.Key))
            || (finding.Cause is { } cause && Issues.Contains(cause.Issue));
    }

    /// <summary>What any of them has.</summary>
    public static KnownOnFile Of(IEnumerable<KnownOnFile> all) => all.Aggregate(new KnownOnFile(), (some, more) => new()
    {
        Findings = some.Findings.Union(more.Findings),
        Programs = some.Programs.Union(more.Programs),
        Issues = some.Issues.Union(more.Issues),
    });

    /// <summary>What a saved case, and what it says of its bug, have on file.</summary>
    /// <param name="path">The case's file.</param>
    /// <param name="issues">Vera's issues that it names.</param>
    public static KnownOnFile OfCase(string path, IEnumerable<int> issues)
    {
        var program = Path.GetFullPath(Path.ChangeExtension(path, ".vera"));
        return new()
        {
            Programs = [PlainFile.Exists(program) ? program : Path.GetFileName(program)],
            Issues = [.. issues],
        };
    }
}
