using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers functions that are applied to the items of an array.</summary>
/// <remarks>
/// How many items there are is known when it runs, so the turns are a loop, but for sorting. What a turn pushes is
/// popped at its end; what it has made so far is held by a block that was pushed before the first turn, or pushed again
/// after each.
/// </remarks>
internal sealed partial class AppliedLowerer(ExprLowerer exprs, LoweredCase lowered, ControlLowerer control)
{
    public int Applied(Expr.Applied applied)
    {
        var array = exprs.Evaluate(applied.Of, hold: true);
        return applied.Form switch
        {
            AppliedForm.Each => Each(applied, array),
            AppliedForm.Reduce => Reduce(applied, array),
            AppliedForm.First => First(applied, array),
            AppliedForm.Keep => Keep(applied, array),
            AppliedForm.Sort => Sort(applied, array),
            _ => Asked(applied, array),
        };
    }

    private int Each(Expr.Applied applied, int array)
    {
        var type = applied.Body.Type;
        var made = Room(array, applied.Count, type);
        exprs.Roots.Push(RootPlace.Mapped, made);
        Turns(applied, array, (turn, item) =>
        {
            var value = control.Under([item], () => exprs.Evaluate(applied.Body, hold: false));
            StoreAt(type, value, made, turn);
        });
        exprs.Roots.Built(RootPlace.Mapped, made);
        return made;
    }

    /// <summary>A new array of as many items as there are, at most <paramref name="count"/>.</summary>
    private int Room(int array, int count, VeraType type)
    {
        var made = lowered.Register(SlotShape.Items);
        SetEmpty(made);
        for (var items = count; items > 0; items--)
        {
            lowered.Add(Code.IfLonger, array + 1, imm: items - 1);
            lowered.Add(type.IsHeap ? Code.Alloc : Code.AllocData, made, imm: items * type.Shape.ElementBytes());
            lowered.Add(Code.Const, made + 1, imm: items, kind: SlotShape.I32);
            lowered.Add(Code.Else);
        }

        for (var items = count; items > 0; items--)
        {
            lowered.Add(Code.End);
        }

        return made;
    }

    private void SetEmpty(int array)
    {
        lowered.Add(Code.Const, array, kind: SlotShape.I32);
        lowered.Add(Code.Const, array + 1, kind: SlotShape.I32);
    }

    /// <summary>Room for all items comes first. How many there are by now is the length that it has by now.</summary>
    private int Keep(Expr.Applied applied, int array)
    {
        var type = applied.Of.Type.First;
        var made = Room(array, applied.Count, type);
        exprs.Roots.Push(RootPlace.Kept, made);
        lowered.Add(Code.Const, made + 1, kind: SlotShape.I32);
        Turns(applied, array, (_, item) => IfItHolds(applied, item, holds =>
        {
            if (holds)
            {
                StoreAt(type, item, made, made + 1);
                lowered.Add(Code.Next, made + 1);
            }
        }));
        exprs.Roots.Built(RootPlace.Kept, made);
        lowered.Add(Code.IfLonger, made + 1);
        lowered.Add(Code.Else);
        SetEmpty(made);
        lowered.Add(Code.End);
        return made;
    }

    private int Reduce(Expr.Applied applied, int array)
    {
        var kind = applied.Type.Passed;
        var made = lowered.Register(kind);
        lowered.Add(Code.Move, made, exprs.Evaluate(applied.Start!, hold: true), kind: kind);
        Turns(
            applied,
            array,
            (_, item) => lowered.Add(
                Code.Move, made, control.Under([made, item], () => exprs.Evaluate(applied.Body, hold: false)),
                kind: kind),
            () => exprs.Roots.Keep(RootPlace.Reduced, made, applied.Type));
        return made;
    }

    private int Asked(Expr.Applied applied, int array)
    {
        var isAll = applied.Form == AppliedForm.Every;
        var result = lowered.Constant(SlotShape.I32, isAll ? 1 : 0);
        Turns(applied, array, (_, item) => IfItHolds(applied, item, holds =>
        {
            if (holds != isAll)
            {
                lowered.Add(Code.Const, result, imm: isAll ? 0 : 1, kind: SlotShape.I32);
            }
        }));
        return result;
    }

    private int First(Expr.Applied applied, int array)
    {
        var (found, result) = (lowered.Constant(SlotShape.I32, 0), lowered.Constant(SlotShape.I32, 0));
        Turns(applied, array, (_, item) =>
        {
            lowered.Add(Code.If, found);
            lowered.Add(Code.Else);
            IfItHolds(applied, item, holds =>
            {
                if (holds)
                {
                    var some = new Expr.Construct(applied.Type, 1, [new Expr.Bound(0, applied.Of.Type.First)]);
                    var made = control.Under([item], () => exprs.Evaluate(some, hold: false));
                    lowered.Add(Code.Move, result, made, kind: SlotShape.I32);
                    lowered.Add(Code.Const, found, imm: 1, kind: SlotShape.I32);
                }
            });
            lowered.Add(Code.End);
        });
        lowered.Add(Code.If, found);
        lowered.Add(Code.Else);
        var none = exprs.Evaluate(new Expr.Construct(applied.Type, 0, []), hold: false);
        lowered.Add(Code.Move, result, none, kind: SlotShape.I32);
        lowered.Add(Code.End);
        exprs.Roots.Keep(RootPlace.Result, result, applied.Type);
        return result;
    }

    /// <summary>The items one after the other, in one register; those of the heap are pushed.</summary>
    private void Turns(Expr.Applied applied, int array, Action<int, int> turn, Action? after = null)
    {
        var type = applied.Of.Type.First;
        var saved = exprs.Roots.BeginTurns();
        var place = lowered.BeginTurns(array + 1, applied.Count);
        exprs.Roots.BeginArm();
        var item = lowered.Register(type.Passed);
        lowered.Add(Code.Load, item, array, place, kind: type.Shape);
        exprs.Roots.Keep(RootPlace.Item, item, type);
        turn(place, item);
        exprs.Roots.Leave(saved);
        after?.Invoke();
        exprs.Roots.EndArm();
        lowered.EndTurns(place);
    }

    /// <summary>An item goes to an array, at the place that a register names.</summary>
    private void StoreAt(VeraType type, int item, int array, int place) =>
        lowered.Add(Code.Store, array, item, place, kind: type.Shape);

    private void IfItHolds(Expr.Applied applied, int item, Action<bool> arm)
    {
        var holds = control.Under([item], () => exprs.Evaluate(applied.Body, hold: false));
        lowered.Add(Code.If, holds);
        arm(true);
        lowered.Add(Code.Else);
        arm(false);
        lowered.Add(Code.End);
    }
}
