using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <content>Loops, and the numbers of their turns.</content>
internal sealed partial class StepEmitter
{
    private static readonly int[] Tens = [1, 10, 100, 1000];

    private void Turns(in Instruction step)
    {
        var turn = lines.Get(step.A);
        lines.Line(lines.Set(step.A, "(i32.const 0)"));
        lines.Open($"(block $done{step.A} (loop $turn{step.A}");
        lines.Line($"(br_if $done{step.A} (i32.ge_s {turn} {lines.Get(step.B)}))");
        lines.Line($"(br_if $done{step.A} (i32.ge_s {turn} (i32.const {step.Imm})))");
    }

    private void EndTurns(in Instruction step)
    {
        lines.Line(Incremented(step.A));
        lines.Line($"(br $turn{step.A})");
        lines.Depth--;
        lines.Line("))");
    }

    private void Count(in Instruction step)
    {
        switch (step.Code)
        {
            case Code.Next:
                lines.Line(Incremented(step.A));
                break;
            case Code.Turn:
                lines.Line(lines.Set(step.A, TurnAs(step)));
                break;
            case Code.DigitCount:
                var number = lines.Get(step.B);
                lines.Line(lines.Set(step.A, Tens[1..].Aggregate(
                    "(i32.const 1)", (sum, ten) => $"(i32.add {sum} (i32.ge_u {number} (i32.const {ten})))")));
                break;
            default:
                Digits(step);
                break;
        }
    }

    /// <summary>From the last one on: a number of a turn has at most four.</summary>
    private void Digits(in Instruction step)
    {
        var (block, number, count) = (lines.Get(step.A), lines.Get(step.B), lines.Get(step.C));
        for (var i = 0; i < Tens.Length; i++)
        {
            lines.Line($"(if (i32.gt_u {count} (i32.const {i})) (then (i32.store8 " +
                $"(i32.add {block} (i32.sub {count} (i32.const {i + 1}))) (i32.add (i32.const 48) " +
                $"(i32.rem_u (i32.div_u {number} (i32.const {Tens[i]})) (i32.const 10))))))");
        }
    }

    private string TurnAs(in Instruction step) => step.Shape switch
    {
        SlotShape.F64 => $"(f64.convert_i32_u {lines.Get(step.B)})",
        SlotShape.I64 => $"(i64.extend_i32_u {lines.Get(step.B)})",
        _ => $"(i32.and {lines.Get(step.B)} (i32.const {step.Imm}))",
    };

    private string Incremented(int register) => lines.Set(register, $"(i32.add {lines.Get(register)} (i32.const 1))");
}
