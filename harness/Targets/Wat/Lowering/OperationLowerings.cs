using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Wat.Hosts;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers one operation: the register of its result.</summary>
internal delegate int OperationLowering(ExprLowerer exprs, Expr.Builtin node);

/// <summary>How operations run on our own heap: one lowering for each.</summary>
internal static class OperationLowerings
{
    private static readonly Dictionary<Operation, OperationLowering> Containers = new()
    {
        [ContainerOperations.SetAdd] = Asking(ContainerImport.SetAdd),
        [ContainerOperations.MapInsert] = Asking(ContainerImport.MapInsert),
        [ContainerOperations.SetRemove] = Asking(new(HostFunction.SetRemove, TellsKey: true)),
        [ContainerOperations.MapRemove] = Asking(new(HostFunction.MapRemove, TellsKey: true)),
        [ContainerOperations.MapGet] = Asking(new(HostFunction.MapGet, TellsKey: true, TellsValue: true)),
        [ContainerOperations.SetContains] = Asking(new(HostFunction.SetContains, TellsKey: true)),
        [ContainerOperations.MapContains] = Asking(new(HostFunction.MapContains, TellsKey: true)),
        [ContainerOperations.SetToArray] = Asking(new(HostFunction.SetToArray, TellsKey: true)),
        [ContainerOperations.MapKeys] = Asking(new(HostFunction.MapKeys, TellsKey: true)),
        [ContainerOperations.MapValues] = Asking(new(HostFunction.MapValues, TellsValue: true)),
        [ContainerOperations.SetSize] = Asking(new(HostFunction.SetSize)),
        [ContainerOperations.MapSize] = Asking(new(HostFunction.MapSize)),
    };

    private static readonly Dictionary<Operation, OperationLowering> Closures = new()
    {
        [ClosureOperations.ApplyFn] = (exprs, node) => exprs.Reads.Apply(node.Operands[0], null),
        [ClosureOperations.ApplyTo] = (exprs, node) => exprs.Reads.Apply(node.Operands[0], node.Operands[1]),
    };

    /// <summary>The rows that say what they mean are carried out by the host.</summary>
    private static IEnumerable<KeyValuePair<Operation, OperationLowering>> Rows =>
        OperationCatalogue.All.Where(row => row.Meaning is not null).Select(row =>
            KeyValuePair.Create(row, (OperationLowering)(static (exprs, node) => exprs.Compute(node))));

    /// <summary>The lowering of every operation.</summary>
    public static OperationTable<OperationLowering> Of { get; } =
        new("lowering", [.. Containers, .. Closures, .. Rows]);

    private static OperationLowering Asking(ContainerImport import) =>
        (exprs, node) => exprs.Containers.Operate(import, node);
}
