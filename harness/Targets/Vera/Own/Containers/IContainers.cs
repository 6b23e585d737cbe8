using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Containers;

/// <summary>The Sets and Maps of one run, as some releases keep them. A container is a handle or a wrapper.</summary>
/// <remarks>Kinds are those of <see cref="Wrappers"/>; the element of a Set is its key.</remarks>
internal interface IContainers
{
    /// <summary>Live host values, by store; empty where contents lie on the guest's heap.</summary>
    IEnumerable<(string Store, int Count)> Stores { get; }

    uint New(int kind);

    uint Add(int kind, uint container, Entry entry);

    uint Remove(int kind, uint container, char keyTag, HostValue key);

    bool Contains(int kind, uint container, char keyTag, HostValue key);

    /// <summary>The value of a key, or null.</summary>
    HostValue? Get(uint map, char keyTag, HostValue key, char valueTag);

    long Size(int kind, uint container);

    /// <summary>The keys, elements or values in order.</summary>
    IReadOnlyList<HostValue> Column(int kind, uint container, char tag, bool values);

    /// <summary>Gives a rooted wrapper what it needs besides its handle.</summary>
    void Attach(uint wrapper, int kind, int handle);

    /// <summary>The collector says that a wrapper is dead.</summary>
    void Drop(int kind, int handle);

    /// <summary>A Map that the host built, as the program will find it in a field: not rooted yet.</summary>
    uint MapOf(IReadOnlyList<Entry> entries);

    /// <summary>The entries of a Map from a field of the program's.</summary>
    IReadOnlyList<Entry> EntriesOf(uint map, char valueTag);
}

/// <summary>A key and its value, each with its tag; a Set has no value, which is tag 0.</summary>
internal readonly record struct Entry(char KeyTag, HostValue Key, char ValueTag = '\0', HostValue Value = default);
