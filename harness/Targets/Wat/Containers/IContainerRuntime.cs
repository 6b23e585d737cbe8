using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>What kind of container a wrapper is; the numbers are the wrap table's kinds.</summary>
public enum ContainerKind
{
    /// <summary>A <c>Map&lt;K, V&gt;</c>: a key and a value an entry.</summary>
    Map = 1,

    /// <summary>A <c>Set&lt;T&gt;</c>: a key an entry.</summary>
    Set = 2,
}

/// <summary>A key or value as a runtime keeps it.</summary>
/// <param name="Slot">The value, unless the host keeps it as bytes.</param>
/// <param name="Text">The bytes of a string or of a copied value that lives on the host's side, else null.</param>
/// <param name="Copied">The type of the value that <paramref name="Text"/> is a copy of; null if it is a
/// string.</param>
public readonly record struct KeptValue(Slot Slot, byte[]? Text, VeraType? Copied = null);

/// <summary>One entry on its way into a container. Sets leave the value alone.</summary>
public readonly record struct Entry(SlotShape KeyTag, Slot Key, SlotShape ValueTag, Slot Value);

/// <summary>
/// One way to keep the contents of Set and Map. A container is named by what travels through the imports: a raw
/// handle where <see cref="Shape"/> says so, a wrapper's address elsewhere.
/// </summary>
/// <remarks>
/// Containers are persistent: every update names a new one and leaves the old as it was. Updates may allocate; the
/// caller roots what it passes in, the runtime roots what it makes. Iteration is in insertion order, for sets too.
/// Guest memory is checked on every read: what cannot be is a <see cref="GuestFault"/>.
/// </remarks>
internal interface IContainerRuntime
{
    /// <summary>What imports take and return, and how call sites wrap it.</summary>
    WrapperShape Shape { get; }

    /// <summary>
    /// Whether all that <see cref="List"/> reads is the wrapper and the blocks that <see cref="Visit"/> names.
    /// </summary>
    bool LiesInGuest => false;

    /// <summary>How many containers the host itself keeps alive.</summary>
    int HostEntries { get; }

    /// <summary>Forgets everything: a new run begins on a fresh heap.</summary>
    /// <param name="closures">How the program's closures lie in memory, for whoever copies values.</param>
    void Reset(ClosureLayouts closures);

    int New(ContainerKind kind);

    /// <summary>The same, where the type is known: with <see cref="WrapperShape.NamesTypes"/> it must be.</summary>
    int New(VeraType type) => New(type.Kind == TypeKind.Map ? ContainerKind.Map : ContainerKind.Set);

    /// <summary>set_add or map_insert.</summary>
    int Insert(ContainerKind kind, int container, in Entry entry);

    /// <summary>set_remove or map_remove; removing what is not there still names a new container.</summary>
    int Remove(ContainerKind kind, int container, SlotShape keyTag, Slot key);

    /// <summary>The value under a key; for a set, whether the element is there.</summary>
    bool TryFind(
        ContainerKind kind, int container, SlotShape keyTag, Slot key, SlotShape valueTag, out KeptValue value);

    int Count(ContainerKind kind, int container);

    /// <summary>Appends the entries in insertion order. Reads only: never allocates on the guest's heap.</summary>
    void List(
        ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag,
        List<(KeptValue Key, KeptValue Value)> into);

    /// <summary>
    /// Names every block of guest memory that the container itself consists of, its wrapper apart. Only for containers
    /// that <see cref="List"/> could read; addresses may come twice, and may be 0.
    /// </summary>
    void Visit(ContainerKind kind, uint wrapper, Action<uint> block)
    {
    }

    /// <summary>What the imports would call the container behind a wrapper.</summary>
    int Unwrap(ContainerKind kind, uint wrapper);

    /// <summary>The collector found the wrapper of this handle dead.</summary>
    void Release(ContainerKind kind, int handle);
}
