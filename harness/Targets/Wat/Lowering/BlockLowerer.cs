using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers what makes a block: strings, constructors, array literals, closures.</summary>
internal sealed class BlockLowerer(ExprLowerer exprs, LoweredCase lowered)
{
    public int Text(string value, RootPlace place = RootPlace.Text)
    {
        if (value.Length == 0)
        {
            return EmptyPair();
        }

        var number = lowered.AddText(value);
        var bytes = lowered.Text(number).Length;
        var block = Allocate(place, bytes, pointerFree: true);
        lowered.Add(Code.Bytes, block, imm: number);
        return Pair(block, bytes);
    }

    public int Construct(Expr.Construct node)
    {
        var layout = BlockLayout.Of(node.Of, node.Tag);
        var block = Allocate(RootPlace.Construct, layout.Bytes, layout.IsPointerFree);
        lowered.StoreWord(block, 0, node.Tag);
        for (var i = 0; i < node.Fields.Length; i++)
        {
            var field = exprs.Evaluate(node.Fields[i], hold: false);
            lowered.Add(Code.Store, block, field, imm: layout.Offsets[i], kind: layout.Fields[i].Passed);
        }

        exprs.Roots.Built(RootPlace.Construct, block);
        return block;
    }

    public int Array(Expr.ArrayOf array)
    {
        if (array.Items.Length == 0)
        {
            return EmptyPair();
        }

        var element = array.Of.First;
        var bytes = element.Shape.ElementBytes();
        var block = Allocate(RootPlace.Array, checked(array.Items.Length * bytes), !element.IsHeap);
        for (var i = 0; i < array.Items.Length; i++)
        {
            var item = exprs.Evaluate(array.Items[i], hold: false);
            lowered.Add(Code.Store, block, item, imm: i * bytes, kind: element.Shape);
        }

        exprs.Roots.Built(RootPlace.Array, block);
        return Pair(block, array.Items.Length);
    }

    public int Closure(Expr.Closure closure)
    {
        var layout = BlockLayout.OfClosure(closure.Of);
        var capture = exprs.Evaluate(closure.Capture, hold: true, RootPlace.Capture);
        var block = lowered.Register(SlotShape.I32);
        lowered.Add(layout.IsPointerFree ? Code.AllocData : Code.Alloc, block, imm: layout.Bytes);
        lowered.StoreWord(block, 0, lowered.ClosureNumber(closure.Of));
        lowered.Add(Code.Store, block, capture, imm: layout.Offsets[0], kind: closure.Of.First.Passed);
        exprs.Roots.Push(RootPlace.Closure, block);
        return block;
    }

    /// <summary>A new block, which is pushed: of a known size, or of as many bytes as a register says.</summary>
    public int Allocate(RootPlace place, int bytes, bool pointerFree, int size = -1)
    {
        var block = lowered.Register(SlotShape.I32);
        lowered.Add(pointerFree ? Code.AllocData : Code.Alloc, block, size, imm: bytes);
        exprs.Roots.Push(place, block);
        return block;
    }

    private int Pair(int pointer, long length)
    {
        var pair = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Move, pair, pointer, kind: SlotShape.I32);
        lowered.Add(Code.Const, pair + 1, imm: length, kind: SlotShape.I32);
        return pair;
    }

    private int EmptyPair()
    {
        var pair = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Const, pair, imm: 0, kind: SlotShape.I32);
        lowered.Add(Code.Const, pair + 1, imm: 0, kind: SlotShape.I32);
        return pair;
    }
}
