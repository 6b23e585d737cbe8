using System.Collections.Immutable;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Coverage;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Sources;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>Which element types hold on which releases of Vera: the same cases of each type on all of them.</summary>
/// <param name="releases">The releases, the oldest first.</param>
/// <param name="cases">How many cases each element type is tried with, half of them eager.</param>
/// <param name="seed">Names the cases.</param>
internal sealed class VeraMatrix(IReadOnlyList<VeraChoice> releases, int cases, ulong seed)
{
    /// <summary>How many cases say something about a type, and do not take too long.</summary>
    public const int CasesUsual = 16;

    /// <summary>Fills the table release by release; what <paramref name="stop"/> came before is empty.</summary>
    public VeraMatrixResult Run(IReadOnlyList<TypeKind> elements, Action<string> progress, CancellationToken stop)
    {
        var drawn = elements.Select(Drawn).ToArray();
        var columns = new List<VeraMatrixEntry[]>();
        foreach (var release in releases)
        {
            progress($"vera {release.Label}");
            columns.Add(Column(release, elements, drawn, stop));
        }

        return new(
            [.. releases.Select(r => r.Label)],
            [.. elements.Select((e, row) => new VeraMatrixRow($"{e}", [.. columns.Select(c => c[row])]))]);
    }

    private ImmutableArray<StressCase> Drawn(TypeKind element)
    {
        var library = new VeraDocuments(DocumentLibrary.BuiltIn);
        var options = VeraChoice.Generation with
        {
            Elements = [element],
            Documents = library,
            AddressPercent = 0,
            Suits = drawn => releases.All(r => VeraSupport.WhyNot(drawn, r.Version) is null),
        };
        return
        [
            .. Enumerable.Range(0, cases).Select(i => CaseGenerator.FromSeed(
                CaseSeed.Of(seed, i),
                options with
                {
                    Schedule = i % 2 == 0 ? new CollectionSchedule.Natural() : new CollectionSchedule.Eager(),
                })),
        ];
    }

    private static VeraMatrixEntry[] Column(
        VeraChoice release,
        IReadOnlyList<TypeKind> elements,
        ImmutableArray<StressCase>[] drawn,
        CancellationToken stop)
    {
        try
        {
            using var rig = release.NewRig(stop);
            return [.. drawn.Select((of, row) => EntryUnlessStopped(rig, elements[row], of, stop))];
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return [.. drawn.Select(_ => VeraMatrixEntry.Empty)];
        }
    }

    /// <summary>An entry that was cut short says nothing.</summary>
    private static VeraMatrixEntry EntryUnlessStopped(
        TestRig rig, TypeKind element, ImmutableArray<StressCase> drawn, CancellationToken stop)
    {
        try
        {
            return stop.IsCancellationRequested ? VeraMatrixEntry.Empty : Entry(rig, element, drawn, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return VeraMatrixEntry.Empty;
        }
    }

    private static VeraMatrixEntry Entry(
        TestRig rig, TypeKind element, ImmutableArray<StressCase> drawn, CancellationToken stop)
    {
        rig.Driven.Prefetch(drawn, stop);
        var entry = VeraMatrixEntry.Empty;
        foreach (var stressCase in drawn)
        {
            var eager = stressCase.Schedule is CollectionSchedule.Eager;
            entry = rig.Try(stressCase, stop) switch
            {
                Verdict.Pass => entry with { Passed = entry.Passed + 1 },
                Verdict.Fail fail => entry with
                {
                    FailedNatural = entry.FailedNatural + (eager ? 0 : 1),
                    FailedEager = entry.FailedEager + (eager ? 1 : 0),
                    First = entry.First ?? Shown(element, stressCase, fail),
                },
                _ => entry with { NotJudged = entry.NotJudged + 1 },
            };
        }

        return entry;
    }

    /// <summary>What stands for the type in its row; null where the failure is of another type than its own.</summary>
    internal static CaseFailure? Shown(TypeKind element, StressCase failing, Verdict.Fail failure) =>
        MatrixFiles.IsAbout(failing, failure.Op, element) ? new(0, failing, failure, Lane.Driven) : null;
}
