using System.Collections.Immutable;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Repros;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>What became of a case file: the smaller case with its header, and what is no longer what it was.</summary>
/// <param name="Result">How far shrinking came.</param>
/// <param name="File">The case, and what it shows.</param>
/// <param name="Changes">A line for each thing about the case that a reader may rely on and that changed.</param>
internal sealed record ShrunkFile(ShrunkFailure Result, CaseFile File, ImmutableArray<string> Changes)
{
    public static ShrunkFile Of(
        CaseFile file, CaseFailure found, ShrunkFailure result, TargetChoice choice, Signatures signatures) => new(
            result,
            new(Header(file, result, choice), result.Case),
            [.. ChangesOf(found, result, signatures)]);

    /// <summary>What the file said of its circumstances and of other releases stays; the rest is new.</summary>
    private static FileHeader Header(CaseFile file, ShrunkFailure result, TargetChoice choice)
    {
        var seen = choice.Header(new Expectation.Fail(result.Failure.Oracle));
        var found = (file.Header.Found ?? "by hand").Split(';')[0]
            .Replace($", {FileHeader.NotShrunk}", "", StringComparison.Ordinal);
        var ops = $"{file.Case.Ops.Length} ops to {result.Case.Ops.Length}";
        return file.Header with
        {
            Expect = seen.Expect,
            Releases = file.Header.Releases.With(seen.Releases),
            Found = $"{found}; shrunk from {ops} in {result.Attempts} attempts, " +
                (result.IsMinimal ? "minimal" : FileHeader.CutShort),
            Versions = seen.Versions,
            Evidence = $"{result.Failure.Evidence}",
        };
    }

    private static IEnumerable<string> ChangesOf(CaseFailure found, ShrunkFailure result, Signatures signatures)
    {
        var (was, isNow) = (CaseContainers.First(found.Case), CaseContainers.First(result.Case));
        if (!Equals(was, isNow))
        {
            yield return $"the case was about {About(was)} and is about {About(isNow)} now";
        }

        if (found.Failure.Oracle != result.Failure.Oracle)
        {
            var (before, after) = (found.Failure.Oracle.Text(), result.Failure.Oracle.Text());
            yield return $"the bug's signature changed: {before} before, {after} now";
        }
        else if (signatures.ShapeOf(found.Case, found.Failure) != signatures.ShapeOf(result.Case, result.Failure))
        {
            yield return $"the bug's signature changed: '{found.Failure.Evidence}' before, see below now";
        }
    }

    private static string About(object? container) => container is null ? "no container" : $"{container}";
}
