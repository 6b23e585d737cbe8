using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Coverage;

/// <summary>Walks the expressions of a case and notes what they show.</summary>
internal sealed partial class AxisExpressions(CellTrace? trace)
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
            case Expr.Builtin builtin:
                return VisitBuiltin(builtin);
            case Expr.Fold fold:
                return VisitFold(fold);
            case Expr.Call call:
                return VisitCall(call);
            case Expr.Item item:
                Visit(item.Of);
                return null;
            case Expr.Argument argument:
                Visit(argument.Value);
                Values |= ValueAxis.Argument;
                return null;
            case Expr.If or Expr.Block or Expr.Match or Expr.Try or Expr.Throw or Expr.Recursion
                or Expr.Mutual or Expr.Contract or Expr.Passed or Expr.Applied or Expr.Cell or Expr.Store
                or Expr.Function:
                VisitControl(expr);
                return null;
            default:
                Values |= AxisScalars.Of(expr);
                return null;
        }
    }

    private AxisKeys? VisitBuiltin(Expr.Builtin builtin)
    {
        switch (builtin.Operation.Use)
        {
            case ContainerUse.Insert:
                return VisitInsert(builtin.Operands);
            case ContainerUse.Remove:
                return VisitRemove(builtin.Operands);
            case ContainerUse.Get:
                Ask(OperationAxis.Get, builtin.Operands);
                break;
            case ContainerUse.Contains:
                Ask(OperationAxis.Contains, builtin.Operands);
                break;
            case ContainerUse.Size:
                Ask(OperationAxis.Size, builtin.Operands);
                break;
            case ContainerUse.Iterate:
                Ask(OperationAxis.Iterate, builtin.Operands);
                break;
            case ContainerUse.None:
                foreach (var operand in builtin.Operands)
                {
                    Visit(operand);
                }

                break;
            default:
                throw new UnreachableException($"no axis for {builtin.Operation}");
        }

        return null;
    }

    private void Ask(OperationAxis operation, ImmutableArray<Expr> operands)
    {
        Did(operation, operands[0]);
        foreach (var key in operands.AsSpan()[1..])
        {
            Visit(key);
        }

        Read(operands[0]);
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

    private AxisKeys VisitInsert(ImmutableArray<Expr> operands)
    {
        var (into, key) = (operands[0], operands[1]);
        var keys = Visit(into);
        Locals.Supersede(into);
        VisitStored(key);
        Store(key, forgotten: Locals.CallDepth > 0);
        if (operands.Length > 2)
        {
            var value = operands[2];
            VisitStored(value);
            Store(value, forgotten: Locals.CallDepth > 0);
            Holders |= IsFresh(key) && IsFresh(value) ? HolderAxis.Operand : HolderAxis.None;
        }

        return Add(keys, key, into);
    }

    private AxisKeys VisitRemove(ImmutableArray<Expr> operands)
    {
        var (from, key) = (operands[0], operands[1]);
        var keys = Visit(from);
        Locals.Supersede(from);
        Visit(key);
        switch (AxisKeys.StatusOf(keys, key, from))
        {
            case KeyStatus.Present:
                Did(OperationAxis.Remove, from);
                break;
            case KeyStatus.Absent:
                Did(OperationAxis.RemoveMissing, from);
                break;
        }

        return new(key, Present: false, keys?.Open ?? false, keys);
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
        trace?.Did(operation, ExprTypes.Of(container));
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
        trace?.Stored(ExprTypes.Of(value), origin);
        if (IsFresh(value))
        {
            FreshStored++;
            StoredOutOfSight += forgotten ? 1 : 0;
        }
    }
}
