using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Shrinking;

/// <summary>Passes that put something smaller of the same type in the place of an expression.</summary>
internal static class SmallerExpressions
{
    /// <summary>How many locals are tried in place of one expression, the latest first.</summary>
    private const int LocalsMax = 2;

    /// <summary>Leaves out runs of array items and container entries, halves first.</summary>
    public static IEnumerable<StressCase> CutLists(StressCase current) =>
        Rewrite.Places(current).SelectMany(place => ShorterLists(place.Node).Select(place.Replace));

    /// <summary>A default, a part of the same type, a simpler operation or a local in place of every node.</summary>
    public static IEnumerable<StressCase> Replace(StressCase current)
    {
        var locals = LocalTypes.Of(current);
        foreach (var place in Rewrite.Places(current))
        {
            if (place.Node.Parts.IsEmpty)
            {
                continue;
            }

            foreach (var smaller in Smaller(place.Node, locals.Before(place.Op, place.Node.Type).Take(LocalsMax)))
            {
                yield return place.Replace(smaller);
            }
        }
    }

    /// <summary>
    /// An op that only looks at its value, or whose local is never read, becomes an observe of the value, of one of
    /// its parts, or of nothing much.
    /// </summary>
    public static IEnumerable<StressCase> ObserveParts(StressCase current)
    {
        var uses = Rewrite.Uses(current);
        for (var at = current.Ops.Length - 1; at >= 0; at--)
        {
            var op = current.Ops[at];
            if (op is not (Op.Observe or Op.Put or Op.Let or Op.Match) || op.Binds.Any(uses.ContainsKey))
            {
                continue;
            }

            foreach (var smaller in Observable(op.Operand!))
            {
                yield return Rewrite.ReplaceOp(current, at, new Op.Observe(smaller));
            }
        }
    }

    private static IEnumerable<Expr> Smaller(Expr node, IEnumerable<Expr.Local> locals) =>
        [
            Defaults.Of(node.Type), .. PartsOfType(node, node.Type), .. SimplerOperations(node), .. Unbound(node),
            .. locals,
        ];

    /// <summary>The outermost parts of a type.</summary>
    private static IEnumerable<Expr> PartsOfType(Expr node, VeraType type) =>
        node.Parts.SelectMany(part => part.Type == type ? [part] : PartsOfType(part, type));

    private static IEnumerable<Expr> Observable(Expr operand) =>
        [new Expr.Int(0), operand, .. operand.Parts, .. InsteadOfReading(operand)];

    /// <summary>Observing a container reads it, so the key that a lookup names can as well go in.</summary>
    private static IEnumerable<Expr> InsteadOfReading(Expr node) => node switch
    {
        Expr.Builtin { Operation.Use: ContainerUse.Contains, Operands: [Expr.Container literal, var key] } =>
            [WithEntry(literal, key, null)],
        Expr.Builtin { Operation.Use: ContainerUse.Get, Operands: [var from, var key] } =>
            [ContainerExprs.Contains(from, key)],
        _ => [],
    };

    private static Expr.Builtin Once(Expr.Fold fold) => ContainerExprs.Insert(fold.Into, fold.Key, fold.Value);

    private static Expr.Container WithEntry(Expr.Container literal, Expr key, Expr? value) =>
        literal with
        {
            Entries = literal.Of.Kind == TypeKind.Map
                ? literal.Entries.Add(key).Add(value ?? Defaults.Of(literal.Of.Second))
                : literal.Entries.Add(key),
        };

    private static IEnumerable<Expr> SimplerOperations(Expr node) => node switch
    {
        Expr.Builtin
        {
            Operation.Use: ContainerUse.Insert or ContainerUse.Remove,
            Operands: [Expr.Container literal, var key, .. var values],
        } => [WithEntry(literal, key, values.FirstOrDefault())],
        Expr.Fold { Into: Expr.Container literal } fold =>
            [WithEntry(WithEntry(literal, fold.Key, fold.Value), fold.Key, fold.Value), Once(fold)],
        Expr.Fold fold => [Once(fold)],
        Expr.Builtin { Operands: [Expr.Function function, .. var number] } call
            when ClosureOperations.Applies(call.Operation) =>
            [Unbind.Part(function.Body, [number.FirstOrDefault() ?? new Expr.Int(0)])],
        Expr.Builtin call when call.Operation == ClosureOperations.ApplyTo =>
            [new Expr.Builtin(ClosureOperations.ApplyFn, call.Operands[0])],
        _ => [],
    };

    /// <summary>What a part is without the expression that binds for it.</summary>
    private static IEnumerable<Expr> Unbound(Expr node) => node switch
    {
        Expr.Function function =>
            [new Expr.Closure(function.Type, Unbind.Part(function.Body, [new Expr.Int(0)]))],
        Expr.Block block => [Unbind.Part(block.Body, [block.Value]), Unbind.Part(block.Body, block.Binds(1))],
        Expr.Match { Subject: Expr.Construct made } match when made.Tag == match.Tag =>
            [Unbind.Part(match.Arm, made.Fields), Unbind.Part(match.Arm, match.Binds(1))],
        Expr.Match match => [Unbind.Part(match.Arm, match.Binds(1))],
        Expr.Try { Body: Expr.Throw { Value: var value } } attempt when value.Type == attempt.Thrown =>
            [Unbind.Part(attempt.Handler, [value])],
        Expr.Try attempt => [Unbind.Part(attempt.Handler, attempt.Binds(1))],
        Expr.Cell { Body: Expr.Store store } cell =>
        [
            cell with { Initial = store.Value, Body = store.Rest },
            Rewrite.Replace(store.Rest, part => part is Expr.State ? store.Value : null),
            Rewrite.Replace(cell.Body, part => part is Expr.State ? cell.Initial : null),
        ],
        Expr.Cell cell => [Rewrite.Replace(cell.Body, part => part is Expr.State ? cell.Initial : null)],
        Expr.Applied { Form: AppliedForm.Reduce, Start: { } start } applied =>
        [
            Unbind.Part(applied.Body, [start, new Expr.Item(applied.Of, 0)]),
            Unbind.Part(applied.Body, applied.Binds(2)),
        ],
        Expr.Applied { Form: AppliedForm.Each } applied =>
            [new Expr.ArrayOf(applied.Type, [Unbind.Part(applied.Body, [new Expr.Item(applied.Of, 0)])])],
        Expr.Applied { Form: AppliedForm.Some or AppliedForm.Every } applied =>
            [Unbind.Part(applied.Body, [new Expr.Item(applied.Of, 0)])],
        Expr.Mutual call =>
        [
            Unbind.Part(call.One.Base, call.Start),
            .. Alone(call),
            .. call.One.Rest is null ? Array.Empty<Expr>() : [call with { One = call.One with { Rest = null } }],
            .. call.Other.Rest is null ? Array.Empty<Expr>() : [call with { Other = call.Other with { Rest = null } }],
        ],
        Expr.Contract call =>
        [
            Unbind.Part(call.Body, call.Given),
            .. call.Requires is Expr.Bool ? Array.Empty<Expr>() : [call with { Requires = new Expr.Bool(true) }],
            .. call.Ensures is Expr.Bool ? Array.Empty<Expr>() : [call with { Ensures = new Expr.Bool(true) }],
        ],
        Expr.Recursion call =>
        [
            Unbind.Part(call.Base, call.Start),
            .. call.Rest is null ? Array.Empty<Expr>() : [call with { Rest = null }],
            .. call.Parameters.Select((type, i) =>
                call with { Next = call.Next.SetItem(i, new Expr.Bound(call.Next.Length - 1 - i, type)) }),
        ],
        _ => [],
    };

    /// <summary>One of the two functions calls itself.</summary>
    private static IEnumerable<Expr> Alone(Expr.Mutual call)
    {
        if (call.Calls.ParametersAt(0).SequenceEqual(call.Calls.ParametersAt(1)))
        {
            yield return new Expr.Recursion(call.Depth, call.Start, call.One.Next, call.One.Base, call.One.Rest);
            yield return new Expr.Recursion(call.Depth, call.Start, call.Other.Next, call.Other.Base, call.Other.Rest);
        }
    }

    private static IEnumerable<Expr> ShorterLists(Expr node) => node switch
    {
        Expr.ArrayOf array => Shorter(array.Items, 1).Select(array.With),
        Expr.Container container => Shorter(container.Entries, container.Of.Arguments.Length).Select(container.With),
        _ => [],
    };

    private static IEnumerable<ImmutableArray<Expr>> Shorter(ImmutableArray<Expr> items, int unit)
    {
        var count = items.Length / unit;
        for (var length = count; length >= 1; length /= 2)
        {
            for (var end = count; end > 0; end -= length)
            {
                var start = Math.Max(0, end - length);
                yield return items.RemoveRange(start * unit, (end - start) * unit);
            }
        }
    }
}
