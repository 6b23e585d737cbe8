using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Edits;

/// <summary>Leaves ops out and gives what read their locals something else to read.</summary>
/// <remarks>
/// A local that goes is replaced by the local of its type that it was made from (an insert by the container inserted
/// into), else by the default of its type. A frame of which only the call or only the return goes is unwrapped: its
/// ops stay and its result becomes a let.
/// </remarks>
internal static class Cut
{
    public static StressCase Range(StressCase current, int start, int end) =>
        Of(current, at => at >= start && at < end);

    public static StressCase Of(StressCase current, Func<int, bool> leavesOut)
    {
        var ops = current.Ops;
        var partners = Partners(ops);
        var standIns = new Dictionary<int, Expr>();
        var kept = ImmutableArray.CreateBuilder<Op>(ops.Length);
        for (var at = 0; at < ops.Length; at++)
        {
            var goes = leavesOut(at);
            var op = Rewrite.Substitute(ops[at], standIns);
            if (partners[at] >= 0 && goes != leavesOut(partners[at]))
            {
                Unwrap(op, kept);
            }
            else if (goes)
            {
                AddStandIns(op, standIns);
            }
            else
            {
                kept.Add(op);
            }
        }

        return current.With(kept.ToImmutable());
    }

    /// <summary>For each call the place of its return and the other way round; -1 for all other ops.</summary>
    public static int[] Partners(ImmutableArray<Op> ops)
    {
        var partners = new int[ops.Length];
        var open = new Stack<int>();
        for (var at = 0; at < ops.Length; at++)
        {
            partners[at] = -1;
            if (ops[at] is Op.Call)
            {
                open.Push(at);
            }
            else if (ops[at] is Op.Return && open.TryPop(out var call))
            {
                (partners[at], partners[call]) = (call, at);
            }
        }

        return partners;
    }

    private static void Unwrap(Op op, ImmutableArray<Op>.Builder kept)
    {
        if (op is Op.Return closing)
        {
            kept.Add(new Op.Let(closing.Id, closing.Value));
        }
    }

    private static void AddStandIns(Op op, Dictionary<int, Expr> standIns)
    {
        switch (op)
        {
            case Op.Let let:
                standIns[let.Id] = StandIn(let.Value);
                break;
            case Op.Return closing:
                standIns[closing.Id] = StandIn(closing.Value);
                break;
            case Op.Match match:
                var fields = match.Value.Type.Constructors[match.Tag].Fields;
                for (var i = 0; i < match.Ids.Length && i < fields.Length; i++)
                {
                    standIns[match.Ids[i]] = Defaults.Of(fields[i]);
                }

                break;
        }
    }

    private static Expr StandIn(Expr value) => FirstLocal(value, value.Type) ?? Defaults.Of(value.Type);

    private static Expr.Local? FirstLocal(Expr expr, VeraType type) =>
        expr is Expr.Local local && local.Of == type
            ? local
            : expr.Parts.Select(part => FirstLocal(part, type)).FirstOrDefault(found => found is not null);
}
