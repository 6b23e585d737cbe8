using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;

namespace Vera.GcStress.Triage.Remedies;

/// <summary>One thing that a bug may hang on, and the case with all else as it is.</summary>
/// <param name="Thing">What the case does without.</param>
/// <param name="Without">
/// The cases without it, in each way that there is: what one of them leaves out with it, another one holds. A case
/// that has none of it stays as it is.
/// </param>
internal sealed record Remedy(string Thing, Func<StressCase, IEnumerable<StressCase>> Without)
{
    /// <summary>Those cases, valid ones; none if there is nothing to do without.</summary>
    public IReadOnlyList<StressCase> CasesOf(StressCase failing) =>
        [.. Without(failing).Select(CaseRepair.Repair).Where(without => !without.Equals(failing)).Distinct()];
}
