namespace Vera.GcStress.Programs.Repair;

/// <summary>Numbers a case's locals anew, in the order in which they are bound, and lets references follow.</summary>
internal sealed class LocalRepair
{
    // From old numbers to new ones; null as long as they are the same.
    private Dictionary<int, int>? renamed;

    public LocalScope Scope { get; } = new();

    public int Bind(int old, VeraType type)
    {
        var local = Scope.Bind(type);
        if (old != local && renamed is null)
        {
            renamed = [];
            for (var i = 0; i < local; i++)
            {
                renamed[i] = i;
            }
        }

        if (renamed is not null)
        {
            renamed[old] = local;
        }

        return local;
    }

    /// <summary>The local that a reference means, or another one of its type; null if there is none in scope.</summary>
    public Expr.Local? Resolve(Expr.Local reference)
    {
        var local = Resolve(reference.Id, reference.Of);
        return local < 0 ? null : local == reference.Id ? reference : new Expr.Local(local, reference.Of);
    }

    /// <summary>The same for a local of any type; -1 if there is none in scope.</summary>
    public int Resolve(int old, VeraType? type)
    {
        var local = renamed is null ? old : renamed.GetValueOrDefault(old, -1);
        return Scope.IsVisible(local) && (type is null || Scope.TypeOf(local) == type)
            ? local
            : Scope.Pick(old, type);
    }
}
