using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Targets;

/// <summary>Which values of a case depend on the order in which a set iterates, which Vera leaves open.</summary>
/// <remarks>
/// Such a value is, or has inside it, the array of the elements of a set that may have two or more. It is equal to
/// another one if both are equal as multisets. An item of it is any of the elements.
/// </remarks>
internal sealed class SetOrder
{
    private readonly Dictionary<int, bool> locals = [];
    private readonly Dictionary<int, int> sizes = [];
    private readonly HashSet<int> openOps = [];
    private readonly List<bool> bound = [];
    private bool stateIsOpen;
    private bool thrownIsOpen;

    private SetOrder(ImmutableArray<Op> ops)
    {
        // The cell may hold, at any time, what any op puts there.
        foreach (var op in ops.OfType<Op.Put>())
        {
            stateIsOpen |= IsOpen(op.Value);
        }

        ItemDepends = false;
        for (var number = 0; number < ops.Length; number++)
        {
            Step(number, ops[number]);
        }
    }

    /// <summary>Whether some item is read out of an array whose order is open: then any run may differ.</summary>
    public bool ItemDepends { get; private set; }

    public static SetOrder Of(StressCase stressCase) => new(stressCase.Ops);

    /// <summary>Whether the value that an op evaluates depends on the order of a set.</summary>
    public bool IsOpen(int op) => openOps.Contains(op);

    private void Step(int number, Op op)
    {
        if (op.Operand is not { } operand)
        {
            return;
        }

        var open = IsOpen(operand);
        if (open)
        {
            openOps.Add(number);
        }

        stateIsOpen |= open && op is Op.Put;
        foreach (var local in op.Binds)
        {
            locals[local] = open;
        }

        if (op is Op.Let or Op.Return && operand.Type.Kind == TypeKind.Set)
        {
            sizes[op.Binds[0]] = SizeMax(operand);
        }
    }

    private bool IsOpen(Expr expr)
    {
        if (expr is Expr.Builtin { Operation: var row } asked && IsOfItsOwn(asked))
        {
            return row.Use == ContainerUse.Insert && IsOpen(asked.Operands[0]);
        }

        var any = false;
        var parts = expr.Parts;
        for (var i = 0; i < parts.Length; i++)
        {
            any |= IsOpen(parts[i], expr.Binds(i).Length, bindsOpen: any || (expr is Expr.Try && thrownIsOpen));
            // What reads the cell need not stand behind what fills it.
            ItemDepends |= i == 0 && any && expr is Expr.Cell or Expr.Store;
        }

        switch (expr)
        {
            case Expr.Local e:
                return locals.GetValueOrDefault(e.Id);
            case Expr.Bound e:
                return bound[^(e.Up + 1)];
            case Expr.Throw:
                thrownIsOpen |= any;
                return false;
            case Expr.State:
                return stateIsOpen;
            case Expr.Builtin { Operation.Use: ContainerUse.Size or ContainerUse.Contains }:
                return false;
            case Expr.Builtin { Operation.Name: "array_length" }:
                return false;
            case Expr.Item or Expr.Applied or Expr.Builtin { Operation.Meaning: not null }:
                ItemDepends |= any;
                return any;
            case Expr.Builtin e when e.Operation == ContainerOperations.SetToArray:
                return any || SizeMax(e.Operands[0]) > 1;
            default:
                return any;
        }
    }

    /// <summary>Whether a set is asked for one of its own elements, or given it again: whichever it is, it is there.
    /// </summary>
    private static bool IsOfItsOwn(Expr.Builtin expr) =>
        expr.Operation.Use is ContainerUse.Contains or ContainerUse.Insert
        && expr.Operands is
            [Expr.Local { Of.Kind: TypeKind.Set } set, Expr.Item { Of: Expr.Builtin { Operands: [Expr.Local from] } }]
        && set.Id == from.Id;

    /// <summary>What a part binds comes out of the parts before it.</summary>
    private bool IsOpen(Expr part, int binds, bool bindsOpen)
    {
        bound.AddRange(Enumerable.Repeat(bindsOpen, binds));
        var open = IsOpen(part);
        bound.RemoveRange(bound.Count - binds, binds);
        return open;
    }

    /// <summary>The most elements that a set can have, as far as that is plain to see.</summary>
    private int SizeMax(Expr set) => set switch
    {
        Expr.Local e => sizes.GetValueOrDefault(e.Id, int.MaxValue),
        Expr.Container e => e.Entries.Length,
        Expr.Builtin { Operation.Use: ContainerUse.Insert } e => Sum(SizeMax(e.Operands[0]), 1),
        Expr.Builtin { Operation.Use: ContainerUse.Remove } e => SizeMax(e.Operands[0]),
        Expr.Fold e => Sum(SizeMax(e.Into), Math.Max(0, e.Count)),
        Expr.Call e => SizeMax(e.Body),
        _ => int.MaxValue,
    };

    private static int Sum(int size, int more) => size > int.MaxValue - more ? int.MaxValue : size + more;
}
