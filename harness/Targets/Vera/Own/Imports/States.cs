namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>The State effect: a stack of cells for each type; a handler pushes one and pops it.</summary>
internal static class States
{
    public static HostFunction? Find(string name, string signature)
    {
        foreach (var (prefix, make) in Kinds)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return make(name[prefix.Length..], signature);
            }
        }

        return null;
    }

    private static readonly (string Prefix, Func<string, string, HostFunction?> Make)[] Kinds =
    [
        ("state_get_", static (type, signature) => signature is ">i" or ">l" or ">d"
            ? new(signature, (run, _, r) => r[0] = run.Cells(type)[^1]) : null),
        ("state_put_", static (type, signature) => signature is "i>" or "l>" or "d>"
            ? new(signature, (run, a, _) => run.Cells(type)[^1] = a[0]) : null),
        ("state_push_", static (type, _) => new(">", (run, _, _) =>
        {
            run.Guest.Spend(8);
            run.Cells(type).Add(0);
        })),
        ("state_pop_", static (type, _) => new(">", (run, _, _) => Pop(run.Cells(type)))),
    ];

    private static void Pop(List<long> cells)
    {
        if (cells.Count > 1)
        {
            cells.RemoveAt(cells.Count - 1);
        }
    }
}
