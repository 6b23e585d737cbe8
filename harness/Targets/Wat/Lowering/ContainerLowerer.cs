using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers container literals, folds, and the calls of imports on containers.</summary>
internal sealed class ContainerLowerer(
    ExprLowerer exprs, LoweredCase lowered, WrapperShape shape, WrapperLowerer wrappers)
{
    public int Container(Expr.Container container)
    {
        var isMap = container.Of.Kind == TypeKind.Map;
        var step = isMap ? 2 : 1;
        var made = Returned(container.Of, shape.NamesTypes
            ? HostImport.NewOf(container.Of)
            : HostImport.Of(isMap ? HostFunction.MapNew : HostFunction.SetNew));
        for (var i = 0; i + step <= container.Entries.Length; i += step)
        {
            made = Insert(container.Of, made, container.Entries[i], isMap ? container.Entries[i + 1] : null);
        }

        return made;
    }

    /// <summary>
    /// One turn after the other: each leaves nothing on the shadow stack but its new accumulator. That is seen by no
    /// turn and nothing else until the fold ends, so it is built in place where the runtime can.
    /// </summary>
    public int Fold(Expr.Fold fold)
    {
        var into = exprs.Evaluate(fold.Into, hold: true);
        var saved = exprs.Roots.BeginTurns();
        var isOpen = shape.BuildsInPlace && fold.Count > 1;
        into = isOpen ? Returned(fold.Type, Building(fold.Type).Open, into) : into;
        var made = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Move, made, into, kind: SlotShape.I32);
        exprs.Turns.Each(fold.Count, () =>
        {
            if (isOpen)
            {
                Put(fold.Type, made, fold.Key, fold.Value);
            }
            else
            {
                var next = Insert(fold.Type, made, fold.Key, fold.Value);
                lowered.Add(Code.Move, made, next, kind: SlotShape.I32);
            }

            exprs.Roots.EndTurn(saved, made);
        });
        if (isOpen)
        {
            lowered.Ask(Building(fold.Type).Close, made);
        }

        exprs.Roots.EndTurns(made);
        return made;
    }

    /// <summary>
    /// The host is asked: the handle is taken out of the wrapper at once, the other operands stay rooted meanwhile.
    /// </summary>
    public int Operate(ContainerImport import, Expr.Builtin node)
    {
        var container = node.Operands[0];
        var handle = exprs.Evaluate(container, hold: true);
        return Operate(import, container.Type, handle, node.Operands.AsSpan()[1..], node.Type);
    }

    private int Insert(VeraType type, int into, Expr key, Expr? value) => value is null
        ? Operate(ContainerImport.SetAdd, type, into, [key], type)
        : Operate(ContainerImport.MapInsert, type, into, [key, value], type);

    private static (HostImport Open, ContainerImport Put, HostImport Close) Building(VeraType type) =>
        type.Kind == TypeKind.Map
            ? (HostImport.Of(HostFunction.MapOpen), ContainerImport.MapPut, HostImport.Of(HostFunction.MapClose))
            : (HostImport.Of(HostFunction.SetOpen), ContainerImport.SetPut, HostImport.Of(HostFunction.SetClose));

    private void Put(VeraType type, int open, Expr key, Expr? value)
    {
        var keyRegister = exprs.Evaluate(key, hold: true);
        var valueRegister = value is null ? -1 : exprs.Evaluate(value, hold: true);
        lowered.Ask(Building(type).Put.For(type), open, keyRegister, valueRegister);
    }

    private int Operate(
        ContainerImport import, VeraType type, int container, ReadOnlySpan<Expr> operands, VeraType result)
    {
        Span<int> arguments = [wrappers.Unwrapped(container), -1, -1];
        for (var i = 0; i < operands.Length; i++)
        {
            arguments[i + 1] = exprs.Evaluate(operands[i], hold: true);
        }

        if (result == type)
        {
            return Returned(type, import.For(type), arguments[0], arguments[1], arguments[2]);
        }

        var kind = result.Passed;
        var register = lowered.CallHost(import.For(type), kind, arguments[0], arguments[1], arguments[2]);
        return result is { Kind: TypeKind.Array, First.Shape: SlotShape.Byte } ? Narrowed(register) : register;
    }

    /// <summary>The host cannot tell a Bool from a pointer and gives 4 bytes an item; an array of them has 1.</summary>
    private int Narrowed(int array)
    {
        var narrow = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Narrow, narrow, array);
        return narrow;
    }

    /// <summary>A container that an import returned, wrapped if need be, and pushed.</summary>
    private int Returned(VeraType type, HostImport import, int a = -1, int b = -1, int c = -1)
    {
        var result = lowered.CallHost(import, SlotShape.I32, a, b, c);
        if (shape.UsesHandles)
        {
            return wrappers.Wrap(type.Kind == TypeKind.Map ? (int)ContainerKind.Map : (int)ContainerKind.Set, result);
        }

        exprs.Roots.Push(RootPlace.Container, result);
        return result;
    }
}

/// <summary>An import on containers, and what its name tells of their slots.</summary>
internal readonly record struct ContainerImport(HostFunction Function, bool TellsKey = false, bool TellsValue = false)
{
    public static ContainerImport SetAdd { get; } = new(HostFunction.SetAdd, TellsKey: true);

    public static ContainerImport MapInsert { get; } = new(HostFunction.MapInsert, TellsKey: true, TellsValue: true);

    public static ContainerImport SetPut { get; } = new(HostFunction.SetPut, TellsKey: true);

    public static ContainerImport MapPut { get; } = new(HostFunction.MapPut, TellsKey: true, TellsValue: true);

    /// <summary>The import for containers of a type.</summary>
    public HostImport For(VeraType container) => HostImport.Of(
        Function,
        TellsKey ? container.First.Passed : default,
        TellsValue ? container.Second.Passed : default);
}
