using System.Collections.Immutable;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads the lines that stand before the ops: the heap's state, its tables and the schedule.</summary>
internal static class HeadingParser
{
    public static HeapState Heap(CaseReader reader)
    {
        var name = reader.Name("the state of the heap");
        foreach (var state in Enum.GetValues<HeapState>())
        {
            if (CasePrinter.NameOf(state) == name)
            {
                return state;
            }
        }

        throw reader.Error($"unknown state of the heap '{name}': empty, full, almost-full or fragmented");
    }

    public static HeapTables Tables(CaseReader reader)
    {
        var (tables, said) = (HeapTables.Usual, new HashSet<string>());
        do
        {
            var name = reader.Name("a table");
            if (!HeapTables.Limits.TryGetValue(name, out var limits))
            {
                throw reader.Error($"unknown table '{name}': {string.Join(", ", HeapTables.Limits.Keys)}");
            }

            tables = said.Add(name)
                ? tables.With(name, reader.Count($"the size of {name}", limits.Least, limits.Most))
                : throw reader.Error($"{name} stands here twice");
        }
        while (!reader.AtEnd);
        return tables;
    }

    public static CollectionSchedule Schedule(CaseReader reader)
    {
        var name = reader.Name("a schedule");
        switch (name)
        {
            case "natural":
                return new CollectionSchedule.Natural();
            case "eager":
                return new CollectionSchedule.Eager();
            case "every":
                return new CollectionSchedule.Every(reader.Count("an interval", 1, CaseLimits.ScheduleAllocation));
            case "at":
                return At(reader);
            default:
                throw reader.Error($"unknown schedule '{name}': natural, eager, every N, or at N N ...");
        }
    }

    private static CollectionSchedule.At At(CaseReader reader)
    {
        var points = ImmutableArray.CreateBuilder<int>();
        var least = 1;
        do
        {
            var point = reader.Count("an allocation (ascending)", least, CaseLimits.ScheduleAllocation);
            points.Add(point);
            least = point + 1;
        }
        while (!reader.AtEnd && points.Count < CaseLimits.SchedulePoints);
        return reader.AtEnd
            ? new CollectionSchedule.At(points.DrainToImmutable())
            : throw reader.Error($"a schedule has at most {CaseLimits.SchedulePoints} points");
    }
}
