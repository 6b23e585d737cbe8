using System.Runtime.InteropServices;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat;

/// <summary>The functions that are being applied: where each goes on, and what their registers held before.</summary>
/// <remarks>A function may be applied within itself: the registers of its body are saved, and come back.</remarks>
internal sealed class DrivenCalls
{
    private readonly Stack<Call> calls = new();
    private readonly List<long> saved = [];

    /// <summary>The places of the calls that have not returned, the newest first.</summary>
    public IEnumerable<int> Places => calls.Select(call => call.Place);

    public void Clear()
    {
        calls.Clear();
        saved.Clear();
    }

    /// <summary>The place of the first instruction of a function that is applied.</summary>
    public int Enter(FunctionCode code, int place, in Instruction step, Span<long> registers)
    {
        var (closure, argument) = (registers[step.B], registers[step.C]);
        calls.Push(new(place, step.A, code));
        saved.AddRange(registers.Slice(code.Closure, code.Registers));
        (registers[code.Closure], registers[code.Argument]) = (closure, argument);
        return code.Start;
    }

    /// <summary>The place of the call that returns; what it gave is where that wants it.</summary>
    public int Return(in Instruction step, Span<long> registers)
    {
        var call = calls.Pop();
        var (first, second) = (registers[step.A], step.Shape.IsPair() ? registers[step.A + 1] : 0);
        var from = saved.Count - call.Code.Registers;
        CollectionsMarshal.AsSpan(saved)[from..].CopyTo(registers[call.Code.Closure..]);
        saved.RemoveRange(from, call.Code.Registers);
        registers[call.Result] = first;
        if (step.Shape.IsPair())
        {
            registers[call.Result + 1] = second;
        }

        return call.Place;
    }

    private readonly record struct Call(int Place, int Result, FunctionCode Code);
}
