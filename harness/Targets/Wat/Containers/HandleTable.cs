using System.Diagnostics.CodeAnalysis;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>Host values by handle. Maps and sets count theirs apart, from 1, and never use one again.</summary>
internal sealed class HandleTable<T>
{
    private readonly Dictionary<int, T> maps = [];
    private readonly Dictionary<int, T> sets = [];
    private int mapsMade;
    private int setsMade;

    public int Count => maps.Count + sets.Count;

    public void Reset()
    {
        maps.Clear();
        sets.Clear();
        mapsMade = setsMade = 0;
    }

    /// <summary>Keeps a value under a new handle.</summary>
    public int Keep(ContainerKind kind, T value)
    {
        var handle = kind == ContainerKind.Map ? ++mapsMade : ++setsMade;
        Of(kind).Add(handle, value);
        return handle;
    }

    public bool TryGet(ContainerKind kind, int handle, [MaybeNullWhen(false)] out T value) =>
        Of(kind).TryGetValue(handle, out value);

    public void Release(ContainerKind kind, int handle) => Of(kind).Remove(handle);

    private Dictionary<int, T> Of(ContainerKind kind) => kind == ContainerKind.Map ? maps : sets;
}
