using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>Claims that a run does not trap. A limit that was hit is no trap: such a run is inconclusive.</summary>
internal sealed class TerminationOracle : Oracle
{
    public override OracleName Name => OracleName.Termination;

    public override Verdict.Fail? Ended(Outcome outcome) => outcome is Outcome.Trapped trap
        ? Fail(trap.Op, new Evidence.Trapped(trap.Op, trap.Why))
        : null;
}
