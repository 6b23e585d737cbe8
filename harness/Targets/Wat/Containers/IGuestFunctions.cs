using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>A runtime whose functions are the guest's: what they return, they make themselves.</summary>
internal interface IGuestFunctions
{
    /// <summary>A function for a module to import by this name, or null.</summary>
    Function? Imported(string name);

    /// <summary>What it means that a module trapped which imports them.</summary>
    Exception Meaning(Exception failure);

    /// <summary>set_contains or map_contains.</summary>
    bool Has(ContainerKind kind, int container, SlotShape keyTag, Slot key);

    /// <summary>map_get: the address of an Option.</summary>
    int Get(int map, SlotShape keyTag, Slot key, SlotShape valueTag);

    /// <summary>A version of its own that is changed in place until it is closed.</summary>
    int Open(ContainerKind kind, int container);

    /// <summary>set_add or map_insert into an open version.</summary>
    void Put(ContainerKind kind, int open, in Entry entry);

    /// <summary>From now on the open version is a container like any other.</summary>
    void Close(ContainerKind kind, int open);

    /// <summary>set_to_array, map_keys or map_values.</summary>
    Slot Column(ContainerKind kind, int container, SlotShape tag, bool ofValues);
}
