using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Shrinking;

/// <summary>Replaces one type by a lighter one wherever it occurs in the case.</summary>
/// <remarks>
/// Another type may allocate more or less, so where collections were at points, they are tried everywhere too.
/// </remarks>
internal static class SimplerTypes
{
    public static IEnumerable<StressCase> Pass(StressCase current)
    {
        foreach (var type in TypesOf(current))
        {
            foreach (var lighter in Lighter(type))
            {
                var retyped = Retype.Everywhere(current, type, lighter);
                yield return retyped;
                if (current.Schedule is CollectionSchedule.At)
                {
                    yield return retyped.With(new CollectionSchedule.Eager());
                }
            }
        }
    }

    /// <summary>The types of all nodes and what they are made of, heaviest first.</summary>
    private static IEnumerable<VeraType> TypesOf(StressCase current)
    {
        var found = new HashSet<VeraType>();
        foreach (var place in Rewrite.Places(current))
        {
            Add(place.Node.Type, found);
        }

        return found.OrderByDescending(TypeWeight.Of).ThenBy(type => type.ToString(), StringComparer.Ordinal);
    }

    private static void Add(VeraType type, HashSet<VeraType> found)
    {
        if (found.Add(type))
        {
            foreach (var argument in type.Arguments)
            {
                Add(argument, found);
            }
        }
    }

    private static IEnumerable<VeraType> Lighter(VeraType type)
    {
        IEnumerable<VeraType> sets = type.Kind == TypeKind.Map ? type.Arguments.Select(VeraType.Set) : [];
        var weight = TypeWeight.Of(type);
        return TypeWeight.Ladder.Concat(type.Arguments).Concat(sets).Distinct()
            .Where(lighter => TypeWeight.Of(lighter) < weight)
            .OrderBy(TypeWeight.Of);
    }
}
