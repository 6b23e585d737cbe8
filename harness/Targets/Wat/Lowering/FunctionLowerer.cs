using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>
/// Lowers functions that are values: a block with what each captured and, where one is made first, its body.
/// </summary>
/// <remarks>
/// A body stands where its function is made, and is gone past there. It reads what was captured out of the closure's
/// block, so that one body serves wherever the same expression is evaluated. A function is applied to 0 once when it is
/// made, and the block keeps what it gave: whoever looks at memory can say it. Vera does not do that.
/// </remarks>
internal sealed class FunctionLowerer(ExprLowerer exprs, LoweredCase lowered, ControlLowerer control)
{
    private readonly Dictionary<Expr.Function, (int Number, ImmutableArray<Expr> Captures)> known =
        new(ReferenceEqualityComparer.Instance);

    public void Clear() => known.Clear();

    public int Function(Expr.Function function)
    {
        var (number, captures) = Known(function);
        var layout = lowered.Closures[number];
        int[] captured = [.. captures.Select(capture => exprs.Evaluate(capture, hold: false))];
        var block = lowered.Register(SlotShape.I32);
        lowered.Add(layout.IsPointerFree ? Code.AllocData : Code.Alloc, block, imm: layout.Bytes);
        lowered.StoreWord(block, 0, number);
        var gives = layout.Fields[0].Passed;
        lowered.Add(Code.Store, block, control.Unset(gives), imm: layout.Offsets[0], kind: gives);
        for (var i = 0; i < captured.Length; i++)
        {
            lowered.Add(
                Code.Store, block, captured[i], imm: layout.Offsets[i + 1], kind: layout.Fields[i + 1].Passed);
        }

        exprs.Roots.Push(RootPlace.Closure, block);
        var given = Apply(block, lowered.Constant(SlotShape.I64, 0), function.Type);
        lowered.Add(Code.Store, block, given, imm: layout.Offsets[0], kind: gives);
        return block;
    }

    /// <summary>Calls a closure of a type.</summary>
    public int Apply(int block, int argument, VeraType closure)
    {
        var kind = closure.First.Passed;
        var result = lowered.Register(kind);
        lowered.Add(Code.Apply, result, block, argument, imm: lowered.ClosureNumber(closure), kind: kind);
        return result;
    }

    private (int Number, ImmutableArray<Expr> Captures) Known(Expr.Function function)
    {
        if (!known.TryGetValue(function, out var found))
        {
            var captures = function.Captures();
            found = (lowered.AddFunction(function.Type, [.. captures.Select(capture => capture.Type)]), captures);
            known.Add(function, found);
            Body(function, found.Number, captures);
        }

        return found;
    }

    /// <summary>All that was captured is read before anything allocates, then what is of the heap is pushed.</summary>
    private void Body(Expr.Function function, int number, ImmutableArray<Expr> captures)
    {
        var start = lowered.Instructions.Count;
        var (closure, argument) = (lowered.Register(SlotShape.I32), lowered.Register(SlotShape.I64));
        lowered.Add(Code.Function, imm: number);
        var saved = exprs.Roots.OpenFunction();
        var layout = lowered.Closures[number];
        int[] captured = [.. captures.Select(capture => lowered.Register(capture.Type.Passed))];
        for (var i = 0; i < captured.Length; i++)
        {
            lowered.Add(
                Code.Load, captured[i], closure, imm: layout.Offsets[i + 1], kind: layout.Fields[i + 1].Passed);
        }

        for (var i = 0; i < captured.Length; i++)
        {
            exprs.Roots.Keep(RootPlace.Captured, captured[i], captures[i].Type);
        }

        var kind = function.Body.Type.Passed;
        var result = lowered.Register(kind);
        lowered.Add(Code.Move, result, control.Alone(captures, captured, argument, function.Body), kind: kind);
        exprs.Roots.CloseFunction(saved);
        lowered.Add(Code.EndFunction, result, imm: number, kind: kind);
        lowered.Functions[number] = new(
            closure, argument, start, lowered.Instructions.Count - 1, lowered.Registers.Count - closure);
    }
}

/// <summary>Where the body of a function that is a value stands among the instructions, and what it works on.</summary>
/// <param name="Closure">The register that it is given its closure in; its own registers begin here.</param>
/// <param name="Argument">The one that it is given the number in.</param>
/// <param name="Start">The place of its first instruction, a <see cref="Code.Function"/>.</param>
/// <param name="End">That of its last, an <see cref="Code.EndFunction"/>.</param>
/// <param name="Registers">How many registers are its own, those of functions within it too.</param>
internal sealed record FunctionCode(int Closure, int Argument, int Start, int End, int Registers)
{
    /// <summary>That of a function whose body is not lowered yet.</summary>
    public static FunctionCode Unknown { get; } = new(0, 0, 0, 0, 0);
}
