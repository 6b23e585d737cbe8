using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Hosts;

/// <summary>Carries the <c>vera</c> imports out over one heap and one container runtime.</summary>
internal class HostFunctions(
    HeapInstance heap,
    IContainerRuntime containers,
    DecimalStore decimals,
    DocumentReader readDocument,
    ResultWriter results,
    TreeWriter trees)
{
    private readonly List<(KeptValue Key, KeptValue Value)> listed = [];
    private readonly IGuestFunctions? guest = containers as IGuestFunctions;
    private readonly ComputingHost computing = new(heap, containers, decimals, results, trees);

    public HostFunctions(
        HeapInstance heap, IContainerRuntime containers, DecimalStore decimals, DocumentReader readDocument)
        : this(heap, containers, decimals, readDocument, new(heap, containers as Serialised), new(heap, containers))
    {
    }

    public DecimalStore Decimals => decimals;

    public IContainerRuntime Containers => containers;

    /// <summary>How many values the host keeps for the program: containers and decimals.</summary>
    public int Entries => containers.HostEntries + Decimals.Count;

    /// <summary>How the program's closures lie in memory.</summary>
    public ClosureLayouts Closures { get; private set; } = new();

    public void Reset(ClosureLayouts closures)
    {
        Closures = closures;
        containers.Reset(closures);
        Decimals.Reset();
    }

    /// <summary>The collector found a wrapper dead (import <c>host_decref_handle</c>).</summary>
    public virtual void Release(int kind, int handle)
    {
        switch (kind)
        {
            case (int)ContainerKind.Map or (int)ContainerKind.Set:
                containers.Release((ContainerKind)kind, handle);
                break;
            case Wrapper.DecimalKind:
                Decimals.Release(handle);
                break;
            default:
                throw new GuestFault(
                    TrapReason.DeadHandle, $"a wrapper of unknown kind {kind} (handle {handle}) was released");
        }
    }

    /// <summary>
    /// Calls one import. The first argument of container functions is what imports call the container.
    /// </summary>
    public Slot Invoke(HostImport import, Slot first, Slot key, Slot value)
    {
        var container = unchecked((int)first.Pointer);
        var (keyTag, valueTag) = (import.KeyTag, import.ValueTag);
        switch (import.Function)
        {
            case HostFunction.SetNew or HostFunction.MapNew when import.Made is { } type:
                return Word(containers.New(type));
            case HostFunction.SetNew:
                return Word(containers.New(ContainerKind.Set));
            case HostFunction.MapNew:
                return Word(containers.New(ContainerKind.Map));
            case HostFunction.SetAdd:
                return Word(containers.Insert(ContainerKind.Set, container, new(keyTag, key, SlotShape.I64, default)));
            case HostFunction.MapInsert:
                return Word(containers.Insert(ContainerKind.Map, container, new(keyTag, key, valueTag, value)));
            case HostFunction.SetOpen:
                return Word(guest!.Open(ContainerKind.Set, container));
            case HostFunction.MapOpen:
                return Word(guest!.Open(ContainerKind.Map, container));
            case HostFunction.SetPut:
                guest!.Put(ContainerKind.Set, container, new(keyTag, key, SlotShape.I64, default));
                return default;
            case HostFunction.MapPut:
                guest!.Put(ContainerKind.Map, container, new(keyTag, key, valueTag, value));
                return default;
            case HostFunction.SetClose or HostFunction.MapClose:
                guest!.Close(
                    import.Function == HostFunction.SetClose ? ContainerKind.Set : ContainerKind.Map, container);
                return default;
            case HostFunction.SetRemove:
                return Word(containers.Remove(ContainerKind.Set, container, keyTag, key));
            case HostFunction.MapRemove:
                return Word(containers.Remove(ContainerKind.Map, container, keyTag, key));
            case HostFunction.SetContains:
                return Word(Has(ContainerKind.Set, container, keyTag, key));
            case HostFunction.MapContains:
                return Word(Has(ContainerKind.Map, container, keyTag, key));
            case HostFunction.SetSize:
                return new(containers.Count(ContainerKind.Set, container));
            case HostFunction.MapSize:
                return new(containers.Count(ContainerKind.Map, container));
            case HostFunction.MapGet when guest is not null:
                return Word(guest.Get(container, keyTag, key, valueTag));
            case HostFunction.MapGet:
                var found = containers.TryFind(ContainerKind.Map, container, keyTag, key, valueTag, out var cell);
                return Word(results.Option(found, valueTag, cell));
            case HostFunction.SetToArray:
                return Listing(ContainerKind.Set, container, keyTag, SlotShape.I64, ofValues: false);
            case HostFunction.MapKeys:
                return Listing(ContainerKind.Map, container, keyTag, valueTag, ofValues: false);
            case HostFunction.MapValues:
                return Listing(ContainerKind.Map, container, keyTag, valueTag, ofValues: true);
            case HostFunction.DecimalFromInt:
                return Word(Decimals.Add(first.Bits));
            case HostFunction.DecimalFromFloat:
                return Word(Decimals.Add((decimal)BitConverter.Int64BitsToDouble(first.Bits)));
            case HostFunction.JsonParse:
                return Parsed(VeraType.Json, first);
            case HostFunction.HtmlParse:
                return Parsed(VeraType.HtmlNode, first);
            case HostFunction.MdParse:
                return Parsed(VeraType.MdBlock, first);
            case HostFunction.Compute:
                return computing.Invoke(import.Computation!.Value, first, key, value);
            case HostFunction.AttachBucket:
                Attach(unchecked((int)key.Pointer), container, unchecked((int)value.Pointer));
                return default;
            default:
                throw new UnreachableException($"no host function {import.Function}");
        }
    }

    /// <summary>Decimals go through the same call site and have nothing to show.</summary>
    private void Attach(int kind, int wrapper, int handle)
    {
        switch (kind)
        {
            case Wrapper.DecimalKind:
                break;
            case (int)ContainerKind.Map or (int)ContainerKind.Set when containers is Mirror mirror:
                mirror.Attach((ContainerKind)kind, wrapper, handle);
                break;
            default:
                throw new GuestFault(
                    TrapReason.DeadHandle, $"attach_bucket_to_wrapper was called for kind {kind} (handle {handle})");
        }
    }

    private static Slot Word(int value) => new(unchecked((uint)value));

    private int Has(ContainerKind kind, int container, SlotShape keyTag, Slot key) =>
        guest?.Has(kind, container, keyTag, key)
            ?? containers.TryFind(kind, container, keyTag, key, SlotShape.I64, out _) ? 1 : 0;

    private Slot Listing(ContainerKind kind, int container, SlotShape keyTag, SlotShape valueTag, bool ofValues)
    {
        if (guest?.Column(kind, container, ofValues ? valueTag : keyTag, ofValues) is { } column)
        {
            HostFeatures.Lists(heap, column.Length);
            return column;
        }

        listed.Clear();
        containers.List(kind, container, keyTag, valueTag, listed);
        HostFeatures.Lists(heap, listed.Count);
        return results.Listing(listed, ofValues, ofValues ? valueTag : keyTag);
    }

    /// <summary>json_parse and its kin: a Result; every node is rooted until the whole tree stands.</summary>
    protected virtual Slot Parsed(VeraType type, Slot text)
    {
        var document = System.Text.Encoding.UTF8.GetString(
            GuestBytes.Bytes(heap.Memory, text.Pointer, text.Length));
        using var roots = new ShadowScope(heap);
        if (readDocument(type, document) is not { } tree)
        {
            return Word(results.Error("the document does not parse"));
        }

        return Word(results.Ok(trees.Write(tree).Pointer));
    }
}

/// <summary>Parses a document into literals, or gives null where it does not parse.</summary>
public delegate Expr? DocumentReader(VeraType type, string document);
