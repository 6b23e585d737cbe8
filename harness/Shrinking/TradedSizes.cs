using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>
/// Less allocated by one op, where another heap state makes up for it, or the next op in its place: two edits at once,
/// as neither alone is smaller and fails.
/// </summary>
internal static class TradedSizes
{
    /// <summary>Longer cases have simpler edits left.</summary>
    private const int OpsMax = 4;

    private const int LessMin = 8;
    private const int LessMax = 4096;

    public static IEnumerable<StressCase> Pass(StressCase current)
    {
        for (var at = 0; at < current.Ops.Length && current.Ops.Length <= OpsMax; at++)
        {
            for (var less = LessMin; less <= LessMax; less *= 2)
            {
                if (current.Ops[at] is not Op.Allocate { Bytes: var bytes } || less >= bytes)
                {
                    break;
                }

                var lesser = current.With(current.Ops.SetItem(at, new Op.Allocate(bytes - less)));
                foreach (var heap in Enum.GetValues<HeapState>().Where(heap => heap != current.Heap))
                {
                    yield return lesser.With(heap);
                }

                if (at + 1 < lesser.Ops.Length)
                {
                    yield return lesser.With(lesser.Ops.RemoveAt(at).Insert(at + 1, lesser.Ops[at]));
                }
            }
        }
    }
}
