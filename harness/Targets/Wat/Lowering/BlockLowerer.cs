using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers what makes a block: strings, constructors, array literals, closures.</summary>
internal sealed class BlockLowerer(ExprLowerer exprs, LoweredCase lowered, PlantedFault fault)
{
    public int Text(string value)
    {
        if (value.Length == 0)
        {
            return EmptyPair();
        }

        var number = lowered.AddText(value);
        var bytes = lowered.Text(number).Length;
        var block = Allocate(bytes, pointerFree: fault != PlantedFault.StringsScanned);
        lowered.Add(Code.Bytes, block, imm: number);
        return Pair(block, bytes);
    }

    public int Construct(Expr.Construct node)
    {
        var layout = BlockLayout.Of(node.Of, node.Tag);
        var rooted = fault != PlantedFault.ConstructUnrooted;
        var block = Allocate(layout.Bytes, layout.IsPointerFree, rooted);
        lowered.StoreWord(block, 0, node.Tag);
        for (var i = 0; i < node.Fields.Length; i++)
        {
            var field = exprs.Evaluate(node.Fields[i], hold: false);
            lowered.Add(Code.Store, block, field, imm: layout.Offsets[i], kind: layout.Fields[i].Passed);
        }

        if (!rooted)
        {
            lowered.Add(Code.Push, block);
        }

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
        var rooted = fault != PlantedFault.ArrayUnrooted;
        var block = Allocate(checked(array.Items.Length * bytes), !element.IsHeap, rooted);
        for (var i = 0; i < array.Items.Length; i++)
        {
            var item = exprs.Evaluate(array.Items[i], hold: false);
            lowered.Add(Code.Store, block, item, imm: i * bytes, kind: element.Shape);
        }

        if (!rooted)
        {
            lowered.Add(Code.Push, block);
        }

        return Pair(block, array.Items.Length);
    }

    public int Closure(Expr.Closure closure)
    {
        var layout = BlockLayout.OfClosure(closure.Of);
        var capture = exprs.Evaluate(closure.Capture, hold: fault != PlantedFault.CaptureUnrooted);
        var block = Allocate(layout.Bytes, layout.IsPointerFree);
        lowered.StoreWord(block, 0, lowered.ClosureNumber(closure.Of));
        var kind = fault == PlantedFault.CaptureHalved && closure.Of.First.Passed.IsPair()
            ? SlotShape.I32
            : closure.Of.First.Passed;
        lowered.Add(Code.Store, block, capture, imm: layout.Offsets[0], kind: kind);
        return block;
    }

    private int Allocate(int bytes, bool pointerFree, bool rooted = true)
    {
        var block = lowered.Register(SlotShape.I32);
        lowered.Add(pointerFree ? Code.AllocData : Code.Alloc, block, imm: bytes);
        if (rooted)
        {
            lowered.Add(Code.Push, block);
        }

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
