namespace Vera.GcStress.Programs;

/// <summary>Every schedule with a given number of collections, for cases short enough to try them all.</summary>
public static class SchedulePoints
{
    /// <summary>
    /// Each single allocation of 1 to <paramref name="allocations"/>, then, with two points, each pair: earliest first.
    /// </summary>
    /// <param name="allocations">How many allocations the case makes.</param>
    /// <param name="pointsMax">1 or 2: collections in a schedule.</param>
    public static IEnumerable<CollectionSchedule> UpTo(int allocations, int pointsMax)
    {
        for (var point = 1; point <= allocations; point++)
        {
            yield return new CollectionSchedule.At([point]);
        }

        for (var first = 1; pointsMax > 1 && first < allocations; first++)
        {
            for (var second = first + 1; second <= allocations; second++)
            {
                yield return new CollectionSchedule.At([first, second]);
            }
        }
    }
}
