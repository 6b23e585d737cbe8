using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Values;
using static Vera.GcStress.Targets.Wat.Modules.WatText;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <summary>Prints the instructions of a lowered case, one by one.</summary>
internal sealed partial class StepEmitter(StressCase stressCase, LoweredCase lowered, ModuleLines lines)
{
    /// <summary>The text of one instruction that is no call of a frame.</summary>
    public void Emit(in Instruction step)
    {
        switch (step.Code)
        {
            case Code.Begin:
                lines.Line($";; {stressCase.Ops[(int)step.Imm]}");
                lines.Line($"(call $begin (i32.const {step.Imm}))");
                break;
            case Code.Const:
                lines.Line(lines.Set(step.A, $"({lines.TypeOf(step.A)}.{Literal(step)})"));
                break;
            case Code.Move when step.Shape.IsPair():
                lines.Line(lines.Set(step.A, lines.Get(step.B)) + " " + lines.Set(step.A + 1, lines.Get(step.B + 1)));
                break;
            case Code.Move:
                lines.Line(lines.Set(step.A, lines.Get(step.B)));
                break;
            case Code.Alloc:
                lines.Line(lines.Set(step.A, $"(call $alloc {SizeOf(step)})"));
                break;
            case Code.AllocData:
                lines.Line(lines.Set(step.A, $"(call $alloc_data {SizeOf(step)})"));
                break;
            case Code.Bytes:
                lines.Line($"(memory.init $text{step.Imm} {lines.Get(step.A)} (i32.const 0) " +
                    $"(i32.const {lowered.Text((int)step.Imm).Length}))");
                break;
            case Code.Store:
                Store(step);
                break;
            case Code.Load:
                Load(step);
                break;
            case Code.Push:
                lines.Line($"(call $push {lines.Get(step.A)})");
                break;
            case Code.Enter:
                lines.Line(lines.Set(step.A, "(global.get $gc_sp)"));
                break;
            case Code.Leave:
                lines.Line($"(global.set $gc_sp {lines.Get(step.A)})");
                break;
            case Code.SetRoot:
                lines.Line($"(call $set_slot {lines.Get(step.A)} {lines.Get(step.B)})");
                break;
            case Code.Host:
                Host(step);
                break;
            case Code.Register:
                lines.Line($"(call $register_wrapper {lines.Get(step.A)} (i32.const {step.Imm}) {lines.Get(step.B)})");
                break;
            case Code.Tag:
                lines.Line(lines.Set(step.A, step.Imm == 0
                    ? $"(i32.or {lines.Get(step.B)} (i32.const 0x80000000))"
                    : $"(i32.and {lines.Get(step.B)} (i32.const 0x7FFFFFFF))"));
                break;
            case Code.Narrow:
                Narrow(step);
                break;
            case Code.Apply:
                var closure = lines.Get(step.B);
                lines.Line($"(call_indirect (type $closure_of_{step.Imm}) {closure} {lines.Get(step.C)} " +
                    $"(i32.load {closure}))");
                lines.SetFromStack(step.A, step.Shape);
                break;
            case Code.If:
                lines.Open($"(if {lines.Get(step.A)} (then");
                break;
            case Code.IfTag:
                lines.Open($"(if (i32.eq (i32.load {lines.Get(step.A)}) (i32.const {step.Imm})) (then");
                break;
            case Code.IfLonger:
                lines.Open($"(if (i32.gt_s {lines.Get(step.A)} (i32.const {step.Imm})) (then");
                break;
            case Code.Else:
                lines.Depth--;
                lines.Open(") (else");
                break;
            case Code.End:
                lines.Depth--;
                lines.Line("))");
                break;
            case Code.Turns:
                Turns(step);
                break;
            case Code.EndTurns:
                EndTurns(step);
                break;
            case Code.Next or Code.Turn or Code.DigitCount or Code.Digits:
                Count(step);
                break;
            case Code.Try:
                lines.Open($"(block $tried{step.Imm} (block $caught{step.Imm}");
                break;
            case Code.Catch:
                lines.Line($"(br $tried{step.Imm}))");
                break;
            case Code.EndTry:
                lines.Depth--;
                lines.Line(")");
                break;
            case Code.Throw:
                lines.Line($"(br $caught{step.Imm})");
                break;
            case Code.Fail:
                lines.Line("unreachable");
                break;
            case Code.Churn:
                Repeat(step.Imm, Filled("alloc", step.B));
                break;
            case Code.Pressure:
                lines.Line(Filled("alloc_data", step.Imm));
                break;
            case Code.Bind:
                lines.Line(
                    $"(call $bind_{SuffixOf(step.Shape)} (i32.const {step.Imm}) {lines.Get(step.A, step.Shape)})");
                break;
            case Code.Observe:
                lines.Line(
                    $"(call $observe_{SuffixOf(step.Shape)} (i32.const {step.Imm}) {lines.Get(step.A, step.Shape)})");
                break;
            case Code.Drop:
                lines.Line($"(call $drop (i32.const {step.Imm}))");
                break;
            case Code.Done:
                lines.Line($"(call $done (i32.const {step.Imm}))");
                break;
            default:
                throw new UnreachableException($"no module text for {step.Code}");
        }
    }

    private string SizeOf(in Instruction allocation) =>
        allocation.B < 0 ? $"(i32.const {allocation.Imm})" : lines.Get(allocation.B);

    /// <summary>What offsets count from: a block, or an item in it.</summary>
    private string PlaceIn(int block, in Instruction step) => step.C < 0
        ? lines.Get(block)
        : $"(i32.add {lines.Get(block)} (i32.mul {lines.Get(step.C)} (i32.const {step.Shape.ElementBytes()})))";

    private void Store(in Instruction step)
    {
        var (block, offset) = (PlaceIn(step.A, step), step.Imm);
        lines.Line(step.Shape switch
        {
            SlotShape.Text or SlotShape.Items => $"(i32.store offset={offset} {block} {lines.Get(step.B)}) " +
                $"(i32.store offset={offset + 4} {block} {lines.Get(step.B + 1)})",
            SlotShape.Byte => $"(i32.store8 offset={offset} {block} {lines.Get(step.B)})",
            _ => $"({WasmOf(step.Shape)}.store offset={offset} {block} {lines.Get(step.B)})",
        });
    }

    private void Load(in Instruction step)
    {
        var (block, offset) = (PlaceIn(step.B, step), step.Imm);
        lines.Line(step.Shape switch
        {
            SlotShape.Text or SlotShape.Items => lines.Set(step.A, $"(i32.load offset={offset} {block})") + " " +
                lines.Set(step.A + 1, $"(i32.load offset={offset + 4} {block})"),
            SlotShape.Byte => lines.Set(step.A, $"(i32.load8_u offset={offset} {block})"),
            _ => lines.Set(step.A, $"({WasmOf(step.Shape)}.load offset={offset} {block})"),
        });
    }

    private void Host(in Instruction step)
    {
        var import = lowered.Imports[(int)step.Imm];
        ReadOnlySpan<int> registers = [step.A, step.B, step.C];
        var call = new StringBuilder($"(call ${import.Name}");
        for (var i = 0; i < import.Parameters.Count; i++)
        {
            call.Append(' ').Append(lines.Get(registers[i], import.Parameters[i]));
        }

        lines.Line(call.Append(')').ToString());
        if (step.D >= 0)
        {
            lines.SetFromStack(step.D, step.Shape);
        }
    }

    /// <summary>The wide array stays rooted while the narrow one is made.</summary>
    private void Narrow(in Instruction step)
    {
        var (wide, length) = (lines.Get(step.B), lines.Get(step.B + 1));
        lines.Line(lines.Set(step.A, "(i32.const 0)") + " " + lines.Set(step.A + 1, "(i32.const 0)"));
        lines.Line($"(if {length} (then");
        lines.Depth++;
        lines.Line($"(call $push {wide})");
        lines.Line(lines.Set(step.A, $"(call $alloc_data {length})"));
        lines.Line("(global.set $gc_sp (i32.sub (global.get $gc_sp) (i32.const 4)))");
        lines.Line("(loop $next");
        lines.Line($"  (i32.store8 (i32.add {lines.Get(step.A)} {lines.Get(step.A + 1)})");
        lines.Line($"    (i32.load (i32.add {wide} (i32.shl {lines.Get(step.A + 1)} (i32.const 2)))))");
        lines.Line("  " + lines.Set(step.A + 1, $"(i32.add {lines.Get(step.A + 1)} (i32.const 1))"));
        lines.Line($"  (br_if $next (i32.lt_u {lines.Get(step.A + 1)} {length})))");
        lines.Depth--;
        lines.Line("))");
    }

    /// <summary>A new block full of bytes that no oracle takes for anything.</summary>
    private static string Filled(string allocator, long bytes) =>
        $"(memory.fill (call ${allocator} (i32.const {bytes})) (i32.const 0x5A) (i32.const {bytes}))";

    private void Repeat(long count, string body)
    {
        lines.Line($"(local.set $turns (i32.const {count}))");
        lines.Line("(loop $churn");
        lines.Line($"  {body}");
        lines.Line("  (br_if $churn (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))");
    }
}
