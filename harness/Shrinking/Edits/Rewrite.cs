using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Edits;

/// <summary>A node of a case, and the case with something else of its type in its place.</summary>
internal readonly record struct Place(int Op, Expr Node, Func<Expr, StressCase> Replace);

/// <summary>Walks over and edits the expressions of a case.</summary>
internal static class Rewrite
{
    /// <summary>Every node, from the last op to the first and from the whole to its parts.</summary>
    public static IEnumerable<Place> Places(StressCase current)
    {
        for (var at = current.Ops.Length - 1; at >= 0; at--)
        {
            var (place, op) = (at, current.Ops[at]);
            if (op.Operand is not { } operand)
            {
                continue;
            }

            foreach (var (node, put) in Nodes(operand, whole => whole))
            {
                yield return new(place, node, e => ReplaceOp(current, place, op.With(put(e))));
            }
        }
    }

    /// <summary>The case with one op in place of another.</summary>
    public static StressCase ReplaceOp(StressCase current, int at, Op op) =>
        current.With(current.Ops.SetItem(at, op));

    /// <summary>The case with the outermost nodes replaced, in every op, for which something else is known.</summary>
    public static StressCase ReplaceAll(StressCase current, Func<Expr, Expr?> replace) => current.With(
    [
        .. current.Ops.Select(op => op.Operand is { } operand ? op.With(Replace(operand, replace)) : op),
    ]);

    /// <summary>Replaces the outermost nodes for which <paramref name="replace"/> knows something else.</summary>
    public static Expr Replace(Expr expr, Func<Expr, Expr?> replace)
    {
        if (replace(expr) is { } other)
        {
            return other;
        }

        var parts = expr.Parts;
        var changed = parts;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = Replace(parts[i], replace);
            changed = ReferenceEquals(part, parts[i]) ? changed : changed.SetItem(i, part);
        }

        return changed == parts ? expr : expr.With(changed);
    }

    /// <summary>The op with locals replaced; a tail call's argument that is no local any more is dropped.</summary>
    public static Op Substitute(Op op, IReadOnlyDictionary<int, Expr> locals)
    {
        if (locals.Count == 0)
        {
            return op;
        }

        if (op is Op.Tail tail)
        {
            return new Op.Tail([.. tail.Arguments.SelectMany(id => Arguments(id, locals)).Distinct()]);
        }

        return op.Operand is { } operand
            ? op.With(Replace(operand, e => e is Expr.Local l ? locals.GetValueOrDefault(l.Id) : null))
            : op;
    }

    /// <summary>How often each local is read.</summary>
    public static Dictionary<int, int> Uses(StressCase current)
    {
        var uses = new Dictionary<int, int>();
        foreach (var place in Places(current))
        {
            if (place.Node is Expr.Local local)
            {
                uses[local.Id] = uses.GetValueOrDefault(local.Id) + 1;
            }
        }

        return uses;
    }

    private static IEnumerable<(Expr Node, Func<Expr, Expr> Put)> Nodes(Expr node, Func<Expr, Expr> put)
    {
        yield return (node, put);
        var parts = node.Parts;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = i;
            foreach (var inner in Nodes(parts[i], e => put(node.With(parts.SetItem(part, e)))))
            {
                yield return inner;
            }
        }
    }

    private static IEnumerable<int> Arguments(int id, IReadOnlyDictionary<int, Expr> locals) =>
        !locals.TryGetValue(id, out var other) ? [id] : other is Expr.Local local ? [local.Id] : [];
}
