using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Hosts;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers the loop of a fold, and what tells its turns apart.</summary>
internal sealed class TurnLowerer(ExprLowerer exprs, LoweredCase lowered)
{
    /// <summary>The register that counts the turns of the innermost fold.</summary>
    private int turn;

    /// <summary>Lowers what each turn does, which sees its number. There is a first one, so it is no arm.</summary>
    public void Each(int count, Action body)
    {
        if (count <= 0)
        {
            return;
        }

        var outer = turn;
        turn = lowered.BeginTurns(lowered.Constant(SlotShape.I32, count), count);
        body();
        lowered.EndTurns(turn);
        turn = outer;
    }

    /// <summary>How many turns of the innermost fold came before this one, as a value of a type.</summary>
    public int Number(VeraType type) => type.Kind switch
    {
        TypeKind.Bool => As(SlotShape.I32, 1),
        TypeKind.Byte => As(SlotShape.I32, byte.MaxValue),
        TypeKind.Int or TypeKind.Nat => As(SlotShape.I64),
        TypeKind.Float64 => As(SlotShape.F64),
        TypeKind.Decimal => exprs.DecimalOf(HostFunction.DecimalFromInt, As(SlotShape.I64)),
        TypeKind.String => Digits(),
        _ => throw new UnreachableException($"a turn is no {type}"),
    };

    private int As(SlotShape shape, int mask = 0)
    {
        var number = lowered.Register(shape);
        lowered.Add(Code.Turn, number, turn, imm: mask, kind: shape);
        return number;
    }

    private int Digits()
    {
        var count = lowered.Register(SlotShape.I32);
        lowered.Add(Code.DigitCount, count, turn);
        var block = exprs.Blocks.Allocate(RootPlace.Text, 0, pointerFree: true, count);
        lowered.Add(Code.Digits, block, turn, count);
        var text = lowered.Register(SlotShape.Items);
        lowered.Add(Code.Move, text, block, kind: SlotShape.I32);
        lowered.Add(Code.Move, text + 1, count, kind: SlotShape.I32);
        return text;
    }
}
