using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;
using Vera.GcStress.Targets.Wat.Values;
using static Vera.GcStress.Targets.Wat.Modules.WatText;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <summary>Prints a lowered case as a WASM module of its own, which imports the heap and its host.</summary>
/// <remarks>
/// Imports: <c>heap</c> (memory, gc_sp and the allocator), <c>vera</c> (containers, decimals, documents, by Vera's
/// names) and <c>gcstress</c> (what the watcher wants to know: begin, done, bind, drop, observe). Frames are
/// functions; a closure is called through the table.
/// </remarks>
internal sealed class ModuleEmitter
{
    private readonly LoweredCase lowered;
    private readonly ModuleLines lines;
    private readonly StepEmitter steps;

    private ModuleEmitter(StressCase stressCase, LoweredCase lowered)
    {
        this.lowered = lowered;
        lines = new(lowered);
        steps = new(stressCase, lowered, lines);
    }

    /// <summary>The module's text; it exports <c>run</c>.</summary>
    public static string Emit(StressCase stressCase, LoweredCase lowered) =>
        new ModuleEmitter(stressCase, lowered).Emit();

    private string Emit()
    {
        Imports();
        Globals();
        var functions = GuestFunction.Split(lowered);
        Closures(functions);
        foreach (var function in functions)
        {
            Function(function);
        }

        for (var i = 0; i < lowered.Texts; i++)
        {
            lines.Line($"(data $text{i} \"{Escaped(lowered.Text(i))}\")");
        }

        return $"(module\n{lines})\n";
    }

    private void Imports()
    {
        lines.Line("(import \"heap\" \"memory\" (memory 0))");
        lines.Line("(import \"heap\" \"gc_sp\" (global $gc_sp (mut i32)))");
        lines.Line("(import \"heap\" \"alloc\" (func $alloc (param i32) (result i32)))");
        lines.Line("(import \"heap\" \"alloc_data\" (func $alloc_data (param i32) (result i32)))");
        lines.Line("(import \"heap\" \"shadow_push\" (func $push (param i32)))");
        lines.Line("(import \"heap\" \"set_slot\" (func $set_slot (param i32 i32)))");
        lines.Line("(import \"heap\" \"register_wrapper\" (func $register_wrapper (param i32 i32 i32)))");
        foreach (var import in lowered.Imports.DistinctBy(i => i.Name))
        {
            var parameters = string.Concat(import.Parameters.Select(p => $" {WasmOf(p)}"));
            lines.Line($"(import \"vera\" \"{import.Name}\" (func ${import.Name}" +
                (parameters.Length == 0 ? "" : $" (param{parameters})") +
                (import.Result == SlotShape.None ? "" : $" (result {WasmOf(import.Result)})") + "))");
        }

        foreach (var name in (ReadOnlySpan<string>)["begin", "done", "drop"])
        {
            lines.Line($"(import \"gcstress\" \"{name}\" (func ${name} (param i32)))");
        }

        foreach (var verb in (ReadOnlySpan<string>)["bind", "observe"])
        {
            foreach (var kind in (ReadOnlySpan<string>)["i32", "i64", "f64"])
            {
                lines.Line($"(import \"gcstress\" \"{verb}_{kind}\" (func ${verb}_{kind} (param i32 {kind})))");
            }

            lines.Line($"(import \"gcstress\" \"{verb}_pair\" (func ${verb}_pair (param i32 i32 i32)))");
        }
    }

    private void Globals()
    {
        foreach (var register in lowered.GlobalRegisters.Order())
        {
            var type = WasmOf(lowered.Registers[register]);
            lines.Line($"(global $r{register} (mut {type}) ({type}.const 0))");
        }
    }

    /// <summary>
    /// One table entry a closure type: a function that returns what the closure captured. One more for each function
    /// that is a value.
    /// </summary>
    private void Closures(List<GuestFunction> functions)
    {
        if (lowered.Closures.Count == 0)
        {
            return;
        }

        var bodies = functions.Where(function => function.Index >= 0).ToDictionary(function => function.Index);
        var names = string.Concat(Enumerable.Range(0, lowered.Closures.Count)
            .Select(i => bodies.TryGetValue(i, out var body) ? $" $frame{body.Number}" : $" $closure{i}"));
        lines.Line($"(table {lowered.Closures.Count} funcref)");
        lines.Line($"(elem (i32.const 0){names})");
        for (var i = 0; i < lowered.Closures.Count; i++)
        {
            if (bodies.ContainsKey(i))
            {
                continue;
            }

            var offset = lowered.Closures[i].Offsets[0];
            var kind = lowered.Closures[i].Fields[0].Passed;
            lines.Line($"(type $closure_of_{i} (func (param i32 i64) (result {WasmOf(kind)})))");
            lines.Line($"(func $closure{i} (type $closure_of_{i}) ;; {lowered.Closures.TypeOf(i)}");
            lines.Line(kind.IsPair()
                ? $"  (i32.load offset={offset} (local.get 0)) (i32.load offset={offset + 4} (local.get 0)))"
                : $"  ({WasmOf(kind)}.load offset={offset} (local.get 0)))");
        }
    }

    private void Function(GuestFunction function)
    {
        var export = function.Number == 0 ? " (export \"run\")" : "";
        var parameters = string.Concat(function.Parameters.Select(r => $" (param $r{r} {lines.TypeOf(r)})"));
        var result = function.Result.Register < 0 ? "" : $" (result {WasmOf(function.Result.Kind)})";
        lines.Line($"(func $frame{function.Number}{export}{parameters}{result}");
        lines.Depth++;
        lines.Line(
            "(local $turns i32)" + string.Concat(function.Locals.Select(r => $" (local $r{r} {lines.TypeOf(r)})")));

        var tailed = false;
        foreach (var (step, callee) in function.Body)
        {
            if (callee is null)
            {
                steps.Emit(step);
                continue;
            }

            tailed = step.Code == Code.TailFrame;
            Call(callee, tailed);
        }

        if (!tailed && function.Result.Register >= 0)
        {
            lines.Line(lines.Get(function.Result.Register, function.Result.Kind));
        }

        lines.Depth--;
        lines.Line(")");
    }

    private void Call(GuestFunction callee, bool tail)
    {
        var arguments = string.Concat(callee.Parameters.Select(r => $" {lines.Get(r)}"));
        if (tail)
        {
            lines.Line($"(return_call $frame{callee.Number}{arguments})");
            return;
        }

        lines.Line($"(call $frame{callee.Number}{arguments})");
        lines.SetFromStack(callee.Result.Register, callee.Result.Kind);
    }
}
