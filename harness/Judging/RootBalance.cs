using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that roots go when the frame goes that pushed them: no op leaves more of them than what it made needs, and a
/// callee leaves its result.
/// </summary>
internal sealed class RootBalance
{
    /// <summary>How many roots there were when each open frame began.</summary>
    private readonly Stack<int> frames = new();

    private ImmutableArray<Op> ops = [];
    private int roots;

    /// <summary>A run begins. A State cell has its root before the first op.</summary>
    public void Begin(StressCase stressCase)
    {
        ops = stressCase.Ops;
        frames.Clear();
        roots = 0;
        foreach (var op in ops)
        {
            if (op is Op.Put)
            {
                roots = 1;
                return;
            }
        }
    }

    /// <summary>What is wrong with the roots after an op, or null. Each op is asked about, in order.</summary>
    public string? Excess(int op, int rootsNow)
    {
        var (step, before) = (ops[op], roots);
        roots = rootsNow;
        switch (step)
        {
            case Op.Call:
                frames.Push(before);
                break;
            case Op.Return:
                before = frames.Pop();
                break;
            case Op.Tail:
                before = frames.Peek();
                break;
        }

        var left = rootsNow - before;
        return left <= Least(step) || left <= Most(step)
            ? null
            : $"op {op} left {left} roots on the shadow stack where its frame needs {Most(step)} of them at most";
    }

    /// <summary>No more than <see cref="Most"/>, and quickly found: enough for most ops.</summary>
    private static int Least(Op op) => op.Operand is { } operand ? RootBudget.Own(operand) : 0;

    private static int Most(Op op) => op switch
    {
        Op.Let let => RootBudget.Of(let.Value) + HeapSlot(let.Value.Type),
        Op.Match match => RootBudget.Of(match.Value) + Fields(match),
        Op.Return result => HeapSlot(result.Value.Type),
        Op.Tail tail => tail.Arguments.Length,
        _ => op.Operand is { } operand ? RootBudget.Of(operand) : 0,
    };

    /// <summary>Each field that is bound, and what its default is built of where another constructor is met.</summary>
    private static int Fields(Op.Match match)
    {
        var sum = 0;
        foreach (var field in match.Value.Type.Constructors[match.Tag].Fields)
        {
            sum += HeapSlot(field) + RootBudget.Of(Defaults.Of(field));
        }

        return sum;
    }

    private static int HeapSlot(VeraType type) => type.IsHeap ? 1 : 0;
}
