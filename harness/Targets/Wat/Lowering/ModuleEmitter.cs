using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;
using static Vera.GcStress.Targets.Wat.Lowering.WatText;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Prints a lowered case as a WASM module of its own, which imports the heap and its host.</summary>
/// <remarks>
/// Imports: <c>heap</c> (memory, gc_sp and the allocator), <c>vera</c> (containers, decimals, documents, by Vera's
/// names) and <c>gcstress</c> (what the watcher wants to know: begin, done, bind, drop, observe). Frames are
/// functions; a closure is called through the table.
/// </remarks>
public sealed class ModuleEmitter
{
    private readonly StringBuilder text = new();
    private readonly LoweredCase lowered;
    private readonly StressCase stressCase;
    private int depth = 1;

    private ModuleEmitter(StressCase stressCase, LoweredCase lowered)
    {
        this.stressCase = stressCase;
        this.lowered = lowered;
    }

    /// <summary>The module's text; it exports <c>run</c>.</summary>
    public static string Emit(StressCase stressCase, LoweredCase lowered) =>
        new ModuleEmitter(stressCase, lowered).Emit();

    private string Emit()
    {
        text.Append("(module\n");
        Imports();
        Globals();
        Closures();
        foreach (var function in GuestFunction.Split(lowered))
        {
            Function(function);
        }

        for (var i = 0; i < lowered.Texts; i++)
        {
            Line($"(data $text{i} \"{Escaped(lowered.Text(i))}\")");
        }

        return text.Append(")\n").ToString();
    }

    private void Imports()
    {
        Line("(import \"heap\" \"memory\" (memory 0))");
        Line("(import \"heap\" \"gc_sp\" (global $gc_sp (mut i32)))");
        Line("(import \"heap\" \"alloc\" (func $alloc (param i32) (result i32)))");
        Line("(import \"heap\" \"alloc_data\" (func $alloc_data (param i32) (result i32)))");
        Line("(import \"heap\" \"shadow_push\" (func $push (param i32)))");
        Line("(import \"heap\" \"register_wrapper\" (func $register_wrapper (param i32 i32 i32)))");
        foreach (var import in lowered.Imports.DistinctBy(i => i.Name))
        {
            var parameters = string.Concat(import.Parameters.Select(p => $" {WasmOf(p)}"));
            Line($"(import \"vera\" \"{import.Name}\" (func ${import.Name}" +
                (parameters.Length == 0 ? "" : $" (param{parameters})") +
                (import.Result == SlotShape.None ? "" : $" (result {WasmOf(import.Result)})") + "))");
        }

        foreach (var name in (ReadOnlySpan<string>)["begin", "done", "drop"])
        {
            Line($"(import \"gcstress\" \"{name}\" (func ${name} (param i32)))");
        }

        foreach (var verb in (ReadOnlySpan<string>)["bind", "observe"])
        {
            foreach (var kind in (ReadOnlySpan<string>)["i32", "i64", "f64"])
            {
                Line($"(import \"gcstress\" \"{verb}_{kind}\" (func ${verb}_{kind} (param i32 {kind})))");
            }

            Line($"(import \"gcstress\" \"{verb}_pair\" (func ${verb}_pair (param i32 i32 i32)))");
        }
    }

    private void Globals()
    {
        foreach (var register in lowered.GlobalRegisters.Order())
        {
            var type = WasmOf(lowered.Registers[register]);
            Line($"(global $r{register} (mut {type}) ({type}.const 0))");
        }
    }

    /// <summary>One table entry a closure type: a function that returns what the closure captured.</summary>
    private void Closures()
    {
        if (lowered.Closures.Count == 0)
        {
            return;
        }

        var names = string.Concat(Enumerable.Range(0, lowered.Closures.Count).Select(i => $" $closure{i}"));
        Line($"(table {lowered.Closures.Count} funcref)");
        Line($"(elem (i32.const 0){names})");
        for (var i = 0; i < lowered.Closures.Count; i++)
        {
            var capture = lowered.Closures[i].First;
            var offset = BlockLayout.OfClosure(lowered.Closures[i]).Offsets[0];
            var kind = capture.Passed;
            Line($"(type $closure_of_{i} (func (param i32) (result {WasmOf(kind)})))");
            Line($"(func $closure{i} (type $closure_of_{i}) ;; {lowered.Closures[i]}");
            Line(kind.IsPair()
                ? $"  (i32.load offset={offset} (local.get 0)) (i32.load offset={offset + 4} (local.get 0)))"
                : $"  ({WasmOf(kind)}.load offset={offset} (local.get 0)))");
        }
    }

    private void Function(GuestFunction function)
    {
        var export = function.Number == 0 ? " (export \"run\")" : "";
        var parameters = string.Concat(function.Parameters.Select(r => $" (param $r{r} {TypeOf(r)})"));
        var result = function.Result.Register < 0 ? "" : $" (result {WasmOf(function.Result.Kind)})";
        Line($"(func $frame{function.Number}{export}{parameters}{result}");
        depth++;
        Line("(local $turns i32)" + string.Concat(function.Locals.Select(r => $" (local $r{r} {TypeOf(r)})")));

        var tailed = false;
        foreach (var (step, callee) in function.Body)
        {
            if (callee is null)
            {
                Emit(step);
                continue;
            }

            tailed = step.Code == Code.TailFrame;
            Call(callee, tailed);
        }

        if (!tailed && function.Result.Register >= 0)
        {
            Line(Get(function.Result.Register, function.Result.Kind));
        }

        depth--;
        Line(")");
    }

    private void Call(GuestFunction callee, bool tail)
    {
        var arguments = string.Concat(callee.Parameters.Select(r => $" {Get(r)}"));
        if (tail)
        {
            Line($"(return_call $frame{callee.Number}{arguments})");
            return;
        }

        Line($"(call $frame{callee.Number}{arguments})");
        SetFromStack(callee.Result.Register, callee.Result.Kind);
    }

    private void Emit(in Instruction step)
    {
        switch (step.Code)
        {
            case Code.Begin:
                Line($";; {stressCase.Ops[(int)step.Imm]}");
                Line($"(call $begin (i32.const {step.Imm}))");
                break;
            case Code.Const:
                Line(Set(step.A, $"({TypeOf(step.A)}.{Literal(step)})"));
                break;
            case Code.Move when step.Shape.IsPair():
                Line(Set(step.A, Get(step.B)) + " " + Set(step.A + 1, Get(step.B + 1)));
                break;
            case Code.Move:
                Line(Set(step.A, Get(step.B)));
                break;
            case Code.Alloc:
                Line(Set(step.A, $"(call $alloc (i32.const {step.Imm}))"));
                break;
            case Code.AllocData:
                Line(Set(step.A, $"(call $alloc_data (i32.const {step.Imm}))"));
                break;
            case Code.Bytes:
                Line($"(memory.init $text{step.Imm} {Get(step.A)} (i32.const 0) " +
                    $"(i32.const {lowered.Text((int)step.Imm).Length}))");
                break;
            case Code.Store:
                Store(step);
                break;
            case Code.Load:
                Load(step);
                break;
            case Code.Push:
                Line($"(call $push {Get(step.A)})");
                break;
            case Code.Enter:
                Line(Set(step.A, "(global.get $gc_sp)"));
                break;
            case Code.Leave:
                Line($"(global.set $gc_sp {Get(step.A)})");
                break;
            case Code.SetRoot:
                Line($"(i32.store {Get(step.A)} {Get(step.B)})");
                break;
            case Code.Host:
                Host(step);
                break;
            case Code.Register:
                Line($"(call $register_wrapper {Get(step.A)} (i32.const {step.Imm}) {Get(step.B)})");
                break;
            case Code.Tag:
                Line(Set(step.A, step.Imm == 0
                    ? $"(i32.or {Get(step.B)} (i32.const 0x80000000))"
                    : $"(i32.and {Get(step.B)} (i32.const 0x7FFFFFFF))"));
                break;
            case Code.Narrow:
                Narrow(step);
                break;
            case Code.Apply:
                Line($"(call_indirect (type $closure_of_{step.Imm}) {Get(step.B)} (i32.load {Get(step.B)}))");
                SetFromStack(step.A, step.Shape);
                break;
            case Code.IfTag:
                Open($"(if (i32.eq (i32.load {Get(step.A)}) (i32.const {step.Imm})) (then");
                break;
            case Code.IfLonger:
                Open($"(if (i32.gt_s {Get(step.A)} (i32.const {step.Imm})) (then");
                break;
            case Code.Else:
                depth--;
                Open(") (else");
                break;
            case Code.End:
                depth--;
                Line("))");
                break;
            case Code.Churn:
                Repeat(step.Imm, Filled("alloc", step.B));
                break;
            case Code.Pressure:
                Line(Filled("alloc_data", step.Imm));
                break;
            case Code.Bind:
                Line($"(call $bind_{SuffixOf(step.Shape)} (i32.const {step.Imm}) {Get(step.A, step.Shape)})");
                break;
            case Code.Observe:
                Line($"(call $observe_{SuffixOf(step.Shape)} (i32.const {step.Imm}) {Get(step.A, step.Shape)})");
                break;
            case Code.Drop:
                Line($"(call $drop (i32.const {step.Imm}))");
                break;
            case Code.Done:
                Line($"(call $done (i32.const {step.Imm}))");
                break;
            default:
                throw new UnreachableException($"no module text for {step.Code}");
        }
    }

    private void Store(in Instruction step)
    {
        var (block, offset) = (Get(step.A), step.Imm);
        Line(step.Shape switch
        {
            SlotShape.Text or SlotShape.Items => $"(i32.store offset={offset} {block} {Get(step.B)}) " +
                $"(i32.store offset={offset + 4} {block} {Get(step.B + 1)})",
            SlotShape.Byte => $"(i32.store8 offset={offset} {block} {Get(step.B)})",
            _ => $"({WasmOf(step.Shape)}.store offset={offset} {block} {Get(step.B)})",
        });
    }

    private void Load(in Instruction step)
    {
        var (block, offset) = (Get(step.B), step.Imm);
        Line(step.Shape switch
        {
            SlotShape.Text or SlotShape.Items => Set(step.A, $"(i32.load offset={offset} {block})") + " " +
                Set(step.A + 1, $"(i32.load offset={offset + 4} {block})"),
            SlotShape.Byte => Set(step.A, $"(i32.load8_u offset={offset} {block})"),
            _ => Set(step.A, $"({WasmOf(step.Shape)}.load offset={offset} {block})"),
        });
    }

    private void Host(in Instruction step)
    {
        var import = lowered.Imports[(int)step.Imm];
        ReadOnlySpan<int> registers = [step.A, step.B, step.C];
        var call = new StringBuilder($"(call ${import.Name}");
        for (var i = 0; i < import.Parameters.Count; i++)
        {
            call.Append(' ').Append(Get(registers[i], import.Parameters[i]));
        }

        Line(call.Append(')').ToString());
        if (step.D >= 0)
        {
            SetFromStack(step.D, step.Shape);
        }
    }

    /// <summary>The wide array stays rooted while the narrow one is made.</summary>
    private void Narrow(in Instruction step)
    {
        var (wide, length) = (Get(step.B), Get(step.B + 1));
        Line(Set(step.A, "(i32.const 0)") + " " + Set(step.A + 1, "(i32.const 0)"));
        Line($"(if {length} (then");
        depth++;
        Line($"(call $push {wide})");
        Line(Set(step.A, $"(call $alloc_data {length})"));
        Line("(global.set $gc_sp (i32.sub (global.get $gc_sp) (i32.const 4)))");
        Line("(loop $next");
        Line($"  (i32.store8 (i32.add {Get(step.A)} {Get(step.A + 1)})");
        Line($"    (i32.load (i32.add {wide} (i32.shl {Get(step.A + 1)} (i32.const 2)))))");
        Line("  " + Set(step.A + 1, $"(i32.add {Get(step.A + 1)} (i32.const 1))"));
        Line($"  (br_if $next (i32.lt_u {Get(step.A + 1)} {length})))");
        depth--;
        Line("))");
    }

    /// <summary>A new block full of bytes that no oracle takes for anything.</summary>
    private static string Filled(string allocator, long bytes) =>
        $"(memory.fill (call ${allocator} (i32.const {bytes})) (i32.const 0x5A) (i32.const {bytes}))";

    private void Repeat(long count, string body)
    {
        Line($"(local.set $turns (i32.const {count}))");
        Line("(loop $churn");
        Line($"  {body}");
        Line("  (br_if $churn (local.tee $turns (i32.sub (local.get $turns) (i32.const 1)))))");
    }

    private void Open(string line)
    {
        Line(line);
        depth++;
    }

    private void Line(string line)
    {
        text.Append(' ', depth * 2).Append(line).Append('\n');
    }

    private void SetFromStack(int register, SlotShape kind)
    {
        if (kind.IsPair())
        {
            Line(SetTop(register + 1));
        }

        Line(SetTop(register));
    }

    private string SetTop(int register) => $"({Scope(register)}.set $r{register})";

    private string Set(int register, string value) => $"({Scope(register)}.set $r{register} {value})";

    private string Get(int register) => $"({Scope(register)}.get $r{register})";

    private string Get(int register, SlotShape kind) =>
        kind.IsPair() ? $"{Get(register)} {Get(register + 1)}" : Get(register);

    private string Scope(int register) => lowered.GlobalRegisters.Contains(register) ? "global" : "local";

    private string TypeOf(int register) => WasmOf(lowered.Registers[register]);
}
