using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Triage;

/// <summary>
/// What fails in another way than the failure that is being shrunk: the search does not follow it, since it may be
/// another bug, and keeps the first case of each kind, since it may be.
/// </summary>
internal sealed class Slips(Signatures signatures, CaseFailure origin)
{
    private readonly HashSet<string> kinds = [signatures.BucketOf(origin.Case, origin.Failure)];
    private readonly List<CaseFailure> seen = [];

    /// <summary>In the order in which the search came across them.</summary>
    public IReadOnlyList<CaseFailure> Seen => seen;

    public void Note(StressCase candidate, Verdict.Fail failure)
    {
        if (kinds.Add(signatures.BucketOf(candidate, failure)))
        {
            seen.Add(origin with { Case = candidate, Failure = failure, Slipped = true });
        }
    }
}
