using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Rigs;

namespace Vera.GcStress.Triage;

/// <summary>Asks of a case that is like a failing one whether it fails too.</summary>
internal static class Probe
{
    /// <summary>Whether it fails, however.</summary>
    public static bool Fails(StressCase stressCase, TestRig rig) => rig.Driven.Try(stressCase).Verdict is Verdict.Fail;

    /// <summary>The failure in another case, repaired, if a wrong value is seen there; otherwise null.</summary>
    public static ShrunkFailure? WrongValue(ShrunkFailure found, StressCase other, TestRig rig) =>
        CaseRepair.Repair(other) is var candidate
        && !candidate.Equals(found.Case)
        && rig.Driven.Try(candidate).Verdict is Verdict.Fail { Evidence.ValueDifference: not null } failure
            ? found with { Case = candidate, Failure = failure }
            : null;
}
