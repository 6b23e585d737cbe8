using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Walks the expressions of a case and notes what they show.</summary>
internal sealed class AxisExpressions(CellTrace? trace)
{
    public AxisLocals Locals { get; } = new();

    public ContainerAxis Containers { get; private set; }

    public ElementAxis Elements { get; private set; }

    public OriginAxis Origins { get; private set; }

    public HolderAxis Holders { get; private set; }

    public OperationAxis Operations { get; private set; }

    public ValueAxis Values { get; private set; }

    /// <summary>Containers that began with a <c>new</c> of their own.</summary>
    public int ContainersMade { get; private set; }

    /// <summary>Heap values that went into a container and have no local.</summary>
    public int FreshStored { get; private set; }

    /// <summary>Those of them whose roots were gone when the expression ended.</summary>
    public int StoredOutOfSight { get; private set; }

    public void Held(HolderAxis holders) => Holders |= holders;

    public void Bind(int local, VeraType type, OriginAxis origin, AxisKeys? keys)
    {
        Locals.Bind(local, type, origin, keys);
        Note(type);
    }

    /// <summary>Observing a container reads all of it.</summary>
    public void ObservedWhole(Expr value)
    {
        if (value is Expr.Local { Of.IsContainer: true } local)
        {
            Did(OperationAxis.Iterate, local);
            Read(local);
        }
    }

    /// <summary>Notes what an expression shows; for a container, what is known of its keys.</summary>
    public AxisKeys? Visit(Expr expr)
    {
        switch (expr)
        {
            case Expr.Local local:
                return Locals[local.Id].Keys;
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
                Did(OperationAxis.Get, get.From);
                Visit(get.Key);
                Read(get.From);
                break;
            case Expr.Contains contains:
                Did(OperationAxis.Contains, contains.In);
                Visit(contains.Key);
                Read(contains.In);
                break;
            case Expr.Size size:
                Did(OperationAxis.Size, size.Of);
                Read(size.Of);
                break;
            case Expr.Listing listing:
                Did(OperationAxis.Iterate, listing.Of);
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
        if (container is Expr.Local local && Locals[local.Id].Superseded)
        {
            Did(OperationAxis.OldVersion, local);
        }
    }

    private AxisKeys? VisitCall(Expr.Call call)
    {
        Locals.CallDepth++;
        var keys = Visit(call.Body);
        Locals.CallDepth--;
        return keys;
    }

    private AxisKeys? VisitContainer(Expr.Container container)
    {
        Did(OperationAxis.New, container);
        ContainersMade++;
        var stride = container.Of.Arguments.Length;
        Note(container.Of);
        VisitParts(container.Entries);
        AxisKeys? keys = null;
        for (var i = 0; i < container.Entries.Length; i++)
        {
            Store(container.Entries[i], forgotten: Locals.CallDepth > 0);
            keys = i % stride == 0 ? Add(keys, container.Entries[i], from: container) : keys;
        }

        return keys;
    }

    private AxisKeys VisitInsert(Expr.Insert insert)
    {
        var keys = Visit(insert.Into);
        Locals.Supersede(insert.Into);
        VisitStored(insert.Key);
        Store(insert.Key, forgotten: Locals.CallDepth > 0);
        if (insert.Value is { } value)
        {
            VisitStored(value);
            Store(value, forgotten: Locals.CallDepth > 0);
            Holders |= IsFresh(insert.Key) && IsFresh(value) ? HolderAxis.Operand : HolderAxis.None;
        }

        return Add(keys, insert.Key, insert.Into);
    }

    private AxisKeys VisitRemove(Expr.Remove remove)
    {
        var keys = Visit(remove.From);
        Locals.Supersede(remove.From);
        Visit(remove.Key);
        switch (AxisKeys.StatusOf(keys, remove.Key, remove.From))
        {
            case KeyStatus.Present:
                Did(OperationAxis.Remove, remove.From);
                break;
            case KeyStatus.Absent:
                Did(OperationAxis.RemoveMissing, remove.From);
                break;
        }

        return new(remove.Key, Present: false, keys?.Open ?? false, keys);
    }

    private AxisKeys VisitFold(Expr.Fold fold)
    {
        var keys = Visit(fold.Into);
        Locals.Supersede(fold.Into);
        Did(OperationAxis.Insert, fold.Into);
        Did(OperationAxis.Fold, fold.Into);
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
        Did(OperationAxis.Insert, from);
        if (AxisKeys.StatusOf(keys, key, from) == KeyStatus.Present)
        {
            Did(OperationAxis.InsertAgain, from);
            Values |= ValueAxis.Duplicate;
        }

        return new(key, Present: true, keys?.Open ?? false, keys);
    }

    /// <summary>An operation on a container.</summary>
    private void Did(OperationAxis operation, Expr container)
    {
        Operations |= operation;
        trace?.Did(operation, TypeForms.TypeOf(container));
    }

    private void Note(VeraType type)
    {
        var facts = TypeFacts.Of(type);
        Containers |= facts.Containers;
        Elements |= facts.Elements;
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
        var origin = Locals.OriginOf(value);
        Origins |= origin;
        trace?.Stored(TypeForms.TypeOf(value), origin);
        if (IsFresh(value))
        {
            FreshStored++;
            StoredOutOfSight += forgotten ? 1 : 0;
        }
    }

    /// <summary>Whether the expression makes a block that nothing else holds yet.</summary>
    private static bool IsFresh(Expr value) => value switch
    {
        Expr.Call call => IsFresh(call.Body),
        Expr.Text or Expr.Decimal or Expr.Construct or Expr.ArrayOf or Expr.Closure or Expr.Container => true,
        Expr.Insert or Expr.Remove or Expr.Fold or Expr.Get or Expr.Listing or Expr.Parse => true,
        Expr.Address { Of.IsHeap: true } or Expr.Turn { Of.IsHeap: true } => true,
        _ => false,
    };
}
