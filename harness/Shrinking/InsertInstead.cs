using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>
/// Leaves out an op that was there only because it allocates: one more entry, put into a container that is read later,
/// allocates as well.
/// </summary>
internal static class InsertInstead
{
    /// <summary>The most ops of a case in which each is tried with every container.</summary>
    private const int OpsMax = 12;

    public static IEnumerable<StressCase> Pass(StressCase current)
    {
        if (current.Ops.Length > OpsMax)
        {
            yield break;
        }

        for (var at = current.Ops.Length - 2; at >= 0; at--)
        {
            if (current.Ops[at] is not (Op.Observe or Op.Put or Op.Allocate or Op.Churn))
            {
                continue;
            }

            foreach (var place in Rewrite.Places(current).Where(p => p.Op > at && p.Node.Type.IsContainer))
            {
                var shorter = Cut.Range(place.Replace(WithDefault(place.Node)), at, at + 1);
                yield return shorter;
                yield return shorter.With(new CollectionSchedule.Eager());
            }
        }
    }

    private static Expr.Builtin WithDefault(Expr container)
    {
        var value = container.Type.Kind == TypeKind.Map ? Defaults.Of(container.Type.Second) : null;
        return ContainerExprs.Insert(container, Defaults.Of(container.Type.First), value);
    }
}
