using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers State cells: a register for what a cell holds, and a root that follows it.</summary>
internal sealed class CellLowerer(ExprLowerer exprs, LoweredCase lowered)
{
    // The innermost cell: where it is, the shadow pointer from before its root, and whether its type has an alias.
    private (int Register, int Slot, bool IsNamed) cell;

    /// <summary>The cell of the case, which holds nothing yet.</summary>
    public void Declare(VeraType type)
    {
        var slot = exprs.Roots.Enter();
        lowered.Add(Code.Push, lowered.Constant(SlotShape.I32, 0));
        var register = lowered.Register(type.Passed);
        lowered.GlobalRegisters.Add(slot);
        lowered.GlobalRegisters.Add(register);
        if (type.Passed.IsPair())
        {
            lowered.GlobalRegisters.Add(register + 1);
        }

        cell = (register, slot, IsNamed: false);
    }

    /// <summary>The case's cell gets a value.</summary>
    public void Put(Expr value)
    {
        var register = Move(value);
        if (value.Type.IsHeap)
        {
            exprs.Roots.Put(cell.Slot, register);
        }
    }

    /// <summary>What the innermost cell holds now, in a register that keeps it.</summary>
    public int Read(VeraType type) => Copy(cell.Register, type);

    /// <summary>A cell of its own for a part; the one around is as it was after that.</summary>
    public int Cell(Expr.Cell inner)
    {
        var type = inner.Initial.Type;
        var initial = exprs.Evaluate(inner.Initial, hold: false);
        var slot = exprs.Roots.Enter();
        var around = cell;
        cell = (Copy(initial, type), slot, inner.IsNamed);
        exprs.Roots.Keep(RootPlace.Cell, cell.Register, type);
        var result = exprs.Evaluate(inner.Body, hold: false);
        cell = around;
        return result;
    }

    /// <summary>The innermost cell gets a value, and its root with it.</summary>
    public int Store(Expr.Store store)
    {
        var register = Move(store.Value);
        if (store.Value.Type.IsHeap)
        {
            exprs.Roots.Store(cell.Slot, register, cell.IsNamed);
        }

        return exprs.Evaluate(store.Rest, hold: false);
    }

    private int Move(Expr value)
    {
        var register = exprs.Evaluate(value, hold: false);
        lowered.Add(Code.Move, cell.Register, register, kind: value.Type.Passed);
        return register;
    }

    private int Copy(int from, VeraType type)
    {
        var register = lowered.Register(type.Passed);
        lowered.Add(Code.Move, register, from, kind: type.Passed);
        return register;
    }
}
