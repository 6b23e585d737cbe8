using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Shrinking.NormalForms;

/// <summary>
/// The same simple cases for all bugs: each way to hold a value, or to lose it, with each simple value in it. Whatever
/// a bug was found with, the simplest of these that shows it is the same.
/// </summary>
internal static class CommonCases
{
    private static readonly Expr Empty = Defaults.Of(VeraType.Set(VeraType.Int));
    private static readonly Expr Zero = new Expr.Int(0);

    /// <summary>What allocates without holding anything.</summary>
    private static readonly ImmutableArray<Op> Allocating =
    [
        new Op.Allocate(1),
        new Op.Observe(Defaults.Of(VeraType.Enum)),
        new Op.Observe(Empty),
    ];

    /// <summary>In no order; some of them twice.</summary>
    public static IEnumerable<ImmutableArray<Op>> All =>
        [
            .. Single, .. Held, .. InFrames, .. InState, .. TailCalls, .. Updates, .. Crowded, .. Large, .. Reused,
            .. CommonControl.All,
        ];

    private static IEnumerable<Expr> Values => CommonExpressions.Elements.AddRange(CommonExpressions.Reads);

    private static IEnumerable<ImmutableArray<Op>> Single =>
        Values.Concat(CommonExpressions.Crowds).SelectMany(value => new ImmutableArray<Op>[]
        {
            [new Op.Observe(value)],
            [new Op.Let(0, value)],
        });

    /// <summary>A local, of the whole or of a field, and an allocation after it.</summary>
    private static IEnumerable<ImmutableArray<Op>> Held =>
        from value in Values
        from holder in Holders(value)
        from next in Allocating
        select ImmutableArray.Create(holder, next);

    private static IEnumerable<Op> Holders(Expr value)
    {
        yield return new Op.Let(0, value);
        if (value is Expr.Builtin
            {
                Operation.Use: ContainerUse.Get, Operands: [Expr.Container { Entries.IsEmpty: false }, ..],
            })
        {
            yield return new Op.Match([0], value, Tag: 1, Destructures: false);
            yield return new Op.Match([0], value, Tag: 1, Destructures: true);
        }
    }

    /// <summary>The result of a callee, and a loop or an allocation after it.</summary>
    private static IEnumerable<ImmutableArray<Op>> InFrames =>
        from value in CommonExpressions.Simple.Add(Empty)
        from next in Allocating
        from ops in new ImmutableArray<Op>[]
        {
            [new Op.Call(), new Op.Return(0, value), next],
            [new Op.Call(), new Op.Return(0, value), Looping, next],
            [new Op.Let(0, value), Looping, next],
        }
        select ops;

    private static Op.Observe Looping => new(new Expr.Fold(Empty, 0, Zero, null));

    private static IEnumerable<ImmutableArray<Op>> InState =>
        from value in CommonExpressions.Simple.Add(Empty)
        from next in Allocating
        let state = new Op.Observe(new Expr.State(value.Type))
        from ops in new ImmutableArray<Op>[]
        {
            [new Op.Put(value), next, state],
            [new Op.Put(value), new Op.Observe(new Expr.Container(VeraType.Set(value.Type), [state.Operand!]))],
            [new Op.Call(), new Op.Put(value), new Op.Return(0, Zero), state],
            [new Op.Call(), new Op.Put(value), new Op.Return(0, Zero), next, state],
            [new Op.Call(), new Op.Put(value), new Op.Return(0, Empty), state],
        }
        select ops;

    private static IEnumerable<ImmutableArray<Op>> TailCalls =>
        from value in CommonExpressions.Simple.Add(Empty)
        from next in Allocating
        from ops in new ImmutableArray<Op>[]
        {
            [new Op.Call(), new Op.Let(0, value), new Op.Tail([0]), next, new Op.Return(1, Zero)],
            [new Op.Let(0, value), new Op.Call(), new Op.Tail([]), next, new Op.Return(1, Zero)],
            [new Op.Let(0, value), new Op.Call(), new Op.Tail([]), new Op.Return(1, Empty)],
            [new Op.Call(), new Op.Let(0, value), new Op.Tail([0]), new Op.Return(1, Empty)],
        }
        select ops;

    /// <summary>A new version of a container beside the old one.</summary>
    private static IEnumerable<ImmutableArray<Op>> Updates =>
        from value in CommonExpressions.Elements
        from update in SetUpdates(value).Concat(MapUpdates(value))
        from reading in new Op[] { new Op.Observe(update.New), new Op.Let(1, update.New) }
        select ImmutableArray.Create(new Op.Let(0, update.Old), reading);

    private static IEnumerable<(Expr Old, Expr New)> SetUpdates(Expr value)
    {
        var old = new Expr.Container(VeraType.Set(value.Type), [Defaults.Of(value.Type)]);
        var local = new Expr.Local(0, old.Of);
        return [(old, ContainerExprs.Insert(local, value, null)), (old, ContainerExprs.Remove(local, value))];
    }

    private static IEnumerable<(Expr Old, Expr New)> MapUpdates(Expr value)
    {
        var old = new Expr.Container(VeraType.Map(VeraType.Int, value.Type), [Zero, Defaults.Of(value.Type)]);
        var local = new Expr.Local(0, old.Of);
        return
        [
            (old, ContainerExprs.Insert(local, Zero, value)),
            (old, ContainerExprs.Insert(local, new Expr.Int(1), value)),
            (old, ContainerExprs.Remove(local, Zero)),
        ];
    }

    /// <summary>Many entries, and something after them.</summary>
    private static IEnumerable<ImmutableArray<Op>> Crowded =>
        CommonExpressions.Crowds.Select(crowd => ImmutableArray.Create(new Op.Observe(crowd), Allocating[0]));

    /// <summary>Blocks from one granule up to a few pages; just below a power of two, and one granule less.</summary>
    private static IEnumerable<ImmutableArray<Op>> Large =>
        from power in Enumerable.Range(4, 14)
        let large = new Op.Allocate(1 << power)
        from ops in new ImmutableArray<Op>[]
        {
            [large, new Op.Observe(Empty)],
            [new Op.Observe(Empty), large],
            [large, large, new Op.Observe(Empty)],
            [new Op.Allocate((1 << power) - 3), new Op.Allocate((1 << power) - 11), new Op.Observe(Empty)],
        }
        select ops;

    /// <summary>A value in the place of what was freed before.</summary>
    private static IEnumerable<ImmutableArray<Op>> Reused =>
        from freed in new Op[]
        {
            new Op.Allocate(21), new Op.Allocate(37), new Op.Allocate(45),
            new Op.Observe(new Expr.Call(new Expr.Container(VeraType.Set(VeraType.Int), [Zero]))),
        }
        from value in CommonExpressions.Elements
        from stored in new[] { value, new Expr.Container(VeraType.Set(value.Type), [value]) }
        select ImmutableArray.Create(freed, new Op.Observe(stored));
}
