using Vera.GcStress.Campaigns;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>The case files that a matrix links to: new ones, or those that are known already.</summary>
/// <param name="known">Files of known failures.</param>
/// <param name="folder">Where new ones go, or null: nowhere.</param>
internal sealed class MatrixFiles(IReadOnlyList<ReplayCase> known, CaseFolder? folder)
{
    /// <summary>
    /// A file of the same heap, oracle and element that shows the failure; null: the shrunk case itself has to.
    /// </summary>
    public string? Of(HeapChoice heap, TypeKind element, Verdict.Fail failure, StressCase shrunk)
    {
        if (folder is not null)
        {
            var header = heap.Header(new Expectation.Fail(failure.Oracle));
            return folder.Save(new(header with { Evidence = $"{failure.Evidence}".ReplaceLineEndings(" ") }, shrunk));
        }

        return known.FirstOrDefault(one => heap.Equals(one.Choice)
            && one.File.Header.Expect is Expectation.Fail expected && expected.Oracle == failure.Oracle
            && IsAbout(one.File.Case, element))?.Path;
    }

    /// <summary>Whether the container that a case is about holds an element type.</summary>
    internal static bool IsAbout(StressCase stressCase, TypeKind element) =>
        CaseContainers.First(stressCase)?.Arguments.Any(argument => argument.Kind == element) == true;

    /// <summary>Whether the container that an op works on holds it; an op without one stands for its case.</summary>
    internal static bool IsAbout(StressCase stressCase, int op, TypeKind element) =>
        stressCase.Ops.ElementAtOrDefault(op)?.Operand is { } operand
            && CaseContainers.First(operand) is { } container
            ? container.Arguments.Any(argument => argument.Kind == element)
            : IsAbout(stressCase, element);
}
