using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Walks the expressions of a case and notes what they show.</summary>
internal sealed class AxisExpressions
{
    private readonly List<Facts> locals = new(48);
    private int callDepth;

    public ContainerAxis Containers { get; private set; }

    public ElementAxis Elements { get; private set; }

    public OriginAxis Origins { get; private set; }

    public HolderAxis Holders { get; private set; }

    public OperationAxis Operations { get; private set; }

    public ValueAxis Values { get; private set; }

    public OriginAxis StateOrigin { get; set; }

    /// <summary>How many frames are open.</summary>
    public int CalleeDepth { get; set; }

    /// <summary>Containers that began with a <c>new</c> of their own.</summary>
    public int ContainersMade { get; private set; }

    /// <summary>Heap values that went into a container and have no local.</summary>
    public int FreshStored { get; private set; }

    /// <summary>Those of them whose roots were gone when the expression ended.</summary>
    public int StoredOutOfSight { get; private set; }

    public VeraType TypeOf(int local) => locals[local].Type;

    public void Held(HolderAxis holders) => Holders |= holders;

    public void Bind(int local, VeraType type, OriginAxis origin, AxisKeys? keys)
    {
        while (locals.Count < local)
        {
            locals.Add(new(VeraType.Int, OriginAxis.None, null));
        }

        locals.Add(new(type, origin, keys));
        var facts = TypeFacts.Of(type);
        Containers |= facts.Containers;
        Elements |= facts.Elements;
    }

    /// <summary>Observing a container reads all of it.</summary>
    public void ObservedWhole(Expr value)
    {
        if (value is Expr.Local { Of.IsContainer: true } local)
        {
            Operations |= OperationAxis.Iterate;
            Read(local);
        }
    }

    /// <summary>Where the value of an expression comes from.</summary>
    public OriginAxis OriginOf(Expr value) => value switch
    {
        Expr.Local local => locals[local.Id].Origin,
        Expr.Parse => OriginAxis.Parsed,
        Expr.Get => OriginAxis.Get,
        Expr.Apply => OriginAxis.Capture,
        Expr.State => StateOrigin,
        Expr.Listing listing => OriginOf(listing.Kind),
        Expr.Item item => OriginOf(item.Of) is var array and
            (OriginAxis.Elements or OriginAxis.Keys or OriginAxis.Values) ? array : OriginAxis.ArrayItem,
        Expr.Call call => OriginOf(call.Body) is var made && made != OriginAxis.BuiltHere
            ? made
            : OriginAxis.BuiltInCallee,
        _ => callDepth + CalleeDepth > 0 ? OriginAxis.BuiltInCallee : OriginAxis.BuiltHere,
    };

    /// <summary>Notes what an expression shows; for a container, what is known of its keys.</summary>
    public AxisKeys? Visit(Expr expr)
    {
        switch (expr)
        {
            case Expr.Local local:
                return locals[local.Id].Keys;
            case Expr.Construct made:
                VisitParts(made.Fields);
                return null;
            case Expr.ArrayOf array:
                VisitParts(array.Items);
                return null;
            case Expr.Closure closure:
                VisitStored(closure.Capture);
                return null;
            case Expr.Container container:
                return VisitContainer(container);
            case Expr.Insert insert:
                return VisitInsert(insert);
            case Expr.Remove remove:
                return VisitRemove(remove);
            case Expr.Fold fold:
                return VisitFold(fold);
            case Expr.Call call:
                return VisitCall(call);
            default:
                VisitRead(expr);
                return null;
        }
    }

    private void VisitRead(Expr expr)
    {
        switch (expr)
        {
            case Expr.Get get:
                Operations |= OperationAxis.Get;
                Visit(get.Key);
                Read(get.From);
                break;
            case Expr.Contains contains:
                Operations |= OperationAxis.Contains;
                Visit(contains.Key);
                Read(contains.In);
                break;
            case Expr.Size size:
                Operations |= OperationAxis.Size;
                Read(size.Of);
                break;
            case Expr.Listing listing:
                Operations |= OperationAxis.Iterate;
                Read(listing.Of);
                break;
            case Expr.Item item:
                Visit(item.Of);
                break;
            case Expr.Apply apply:
                Visit(apply.Of);
                break;
            default:
                Values |= AxisScalars.Of(expr);
                break;
        }
    }

    private void Read(Expr container)
    {
        Visit(container);
        if (container is Expr.Local local && locals[local.Id].Superseded)
        {
            Operations |= OperationAxis.OldVersion;
        }
    }

    private AxisKeys? VisitCall(Expr.Call call)
    {
        callDepth++;
        var keys = Visit(call.Body);
        callDepth--;
        return keys;
    }

    private AxisKeys? VisitContainer(Expr.Container container)
    {
        Operations |= OperationAxis.New;
        ContainersMade++;
        var stride = container.Of.Arguments.Length;
        var facts = TypeFacts.Of(container.Of);
        Containers |= facts.Containers;
        Elements |= facts.Elements;
        VisitParts(container.Entries);
        AxisKeys? keys = null;
        for (var i = 0; i < container.Entries.Length; i++)
        {
            Store(container.Entries[i], forgotten: callDepth > 0);
            keys = i % stride == 0 ? Add(keys, container.Entries[i], from: container) : keys;
        }

        return keys;
    }

    private AxisKeys VisitInsert(Expr.Insert insert)
    {
        var keys = Visit(insert.Into);
        Supersede(insert.Into);
        VisitStored(insert.Key);
        Store(insert.Key, forgotten: callDepth > 0);
        if (insert.Value is { } value)
        {
            VisitStored(value);
            Store(value, forgotten: callDepth > 0);
            Holders |= IsFresh(insert.Key) && IsFresh(value) ? HolderAxis.Operand : HolderAxis.None;
        }

        return Add(keys, insert.Key, insert.Into);
    }

    private AxisKeys VisitRemove(Expr.Remove remove)
    {
        var keys = Visit(remove.From);
        Supersede(remove.From);
        Visit(remove.Key);
        Operations |= AxisKeys.StatusOf(keys, remove.Key, remove.From) switch
        {
            KeyStatus.Present => OperationAxis.Remove,
            KeyStatus.Absent => OperationAxis.RemoveMissing,
            _ => OperationAxis.None,
        };
        return new(remove.Key, Present: false, keys?.Open ?? false, keys);
    }

    private AxisKeys VisitFold(Expr.Fold fold)
    {
        var keys = Visit(fold.Into);
        Supersede(fold.Into);
        Operations |= OperationAxis.Insert | OperationAxis.Fold;
        VisitStored(fold.Key);
        Store(fold.Key, forgotten: true);
        if (fold.Value is { } value)
        {
            VisitStored(value);
            Store(value, forgotten: true);
        }

        return new(fold.Key, Present: true, Open: true, keys);
    }

    private AxisKeys Add(AxisKeys? keys, Expr key, Expr from)
    {
        Operations |= OperationAxis.Insert;
        if (AxisKeys.StatusOf(keys, key, from) == KeyStatus.Present)
        {
            Operations |= OperationAxis.InsertAgain;
            Values |= ValueAxis.Duplicate;
        }

        return new(key, Present: true, keys?.Open ?? false, keys);
    }

    private void VisitParts(ImmutableArray<Expr> parts)
    {
        var pending = false;
        foreach (var part in parts)
        {
            var fresh = IsFresh(part);
            Holders |= pending && fresh ? HolderAxis.Operand : HolderAxis.None;
            pending |= fresh;
            VisitStored(part);
        }
    }

    private void VisitStored(Expr part)
    {
        Visit(part);
        Values |= part is Expr.Local { Of.IsHeap: true } ? ValueAxis.Alias : ValueAxis.None;
    }

    /// <summary>A value goes into a container.</summary>
    private void Store(Expr value, bool forgotten)
    {
        Origins |= OriginOf(value);
        if (IsFresh(value))
        {
            FreshStored++;
            StoredOutOfSight += forgotten ? 1 : 0;
        }
    }

    private void Supersede(Expr container)
    {
        if (container is Expr.Local local)
        {
            locals[local.Id] = locals[local.Id] with { Superseded = true };
        }
    }

    private static OriginAxis OriginOf(ListingKind kind) => kind switch
    {
        ListingKind.Elements => OriginAxis.Elements,
        ListingKind.Keys => OriginAxis.Keys,
        _ => OriginAxis.Values,
    };

    /// <summary>Whether the expression makes a block that nothing else holds yet.</summary>
    private static bool IsFresh(Expr value) => value switch
    {
        Expr.Call call => IsFresh(call.Body),
        Expr.Text or Expr.Decimal or Expr.Construct or Expr.ArrayOf or Expr.Closure or Expr.Container => true,
        Expr.Insert or Expr.Remove or Expr.Fold or Expr.Get or Expr.Listing or Expr.Parse => true,
        Expr.Address { Of.IsHeap: true } or Expr.Turn { Of.IsHeap: true } => true,
        _ => false,
    };

    private readonly record struct Facts(VeraType Type, OriginAxis Origin, AxisKeys? Keys, bool Superseded = false);
}
