using System.Collections.Immutable;
using System.Diagnostics;

namespace Vera.GcStress.Programs.Repair;

/// <summary>Makes a schedule valid: within limits, its points ascending and distinct.</summary>
internal static class ScheduleRepair
{
    public static CollectionSchedule Repair(CollectionSchedule schedule)
    {
        switch (schedule)
        {
            case CollectionSchedule.Natural or CollectionSchedule.Eager:
                return schedule;
            case CollectionSchedule.Every s:
                var interval = Math.Clamp(s.Interval, 1, CaseLimits.ScheduleAllocation);
                return interval == s.Interval ? s : new CollectionSchedule.Every(interval);
            case CollectionSchedule.At s:
                return IsValid(s.Allocations) ? s : Sorted(s.Allocations);
            default:
                throw new UnreachableException($"no repair for {schedule.GetType()}");
        }
    }

    private static bool IsValid(ImmutableArray<int> points)
    {
        var before = 0;
        foreach (var point in points)
        {
            if (point <= before || point > CaseLimits.ScheduleAllocation)
            {
                return false;
            }

            before = point;
        }

        return points.Length is > 0 and <= CaseLimits.SchedulePoints;
    }

    private static CollectionSchedule Sorted(ImmutableArray<int> points)
    {
        ImmutableArray<int> sorted =
        [
            .. points.Where(p => p is > 0 and <= CaseLimits.ScheduleAllocation)
                .Distinct().Order().Take(CaseLimits.SchedulePoints),
        ];
        return sorted.IsEmpty ? new CollectionSchedule.Natural() : new CollectionSchedule.At(sorted);
    }
}
