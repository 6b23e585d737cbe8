using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>Every edit that a minimal case must not survive: the proof that nothing can be left out.</summary>
/// <remarks>Most of them were tried by the bold passes and cost nothing here.</remarks>
internal sealed class SingleEdits(ShrinkOptions options)
{
    private readonly SimplerValues values = new(options);
    private readonly SimplerSchedules schedules = new(options);

    public IEnumerable<StressCase> Pass(StressCase current) =>
        WithoutOneOp(current).Concat(values.OneByOne(current)).Concat(schedules.Pass(current));

    /// <summary>Left out with care for what read its locals, and left out for repair to care.</summary>
    private static IEnumerable<StressCase> WithoutOneOp(StressCase current)
    {
        for (var at = 0; at < current.Ops.Length; at++)
        {
            yield return Cut.Range(current, at, at + 1);
            yield return current.With(current.Ops.RemoveAt(at));
        }
    }
}
