using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Shrinking.Order;

namespace Vera.GcStress.Shrinking.NormalForms;

/// <summary>
/// Simple expressions over every kind of element, of which the cases are made that all bugs have in common.
/// </summary>
internal static class CommonExpressions
{
    private static readonly Expr Zero = new Expr.Int(0);

    private static readonly VeraType Tree = VeraType.Tree(VeraType.Int);

    /// <summary>Around the sizes at which tables grow, nodes split and stacks of the small layout run over.</summary>
    private static readonly ImmutableArray<int> Counts = [1, 2, 3, 4, 8, 12, 17, 33];

    /// <summary>
    /// Keys that agree in all bits of their hashes, so that one list below the last level has both. Of letters alone,
    /// so that all that are drawn are heavier.
    /// </summary>
    internal static ImmutableArray<Expr.Text> Meeting { get; } = [new("aaaaaaaaaaaaaaab"), new("dnfaligclgklabde")];

    /// <summary>Elements: of each kind the default and each constructor, and what has been a problem.</summary>
    public static ImmutableArray<Expr> Elements { get; } =
    [
        .. TypeWeight.Ladder.Where(type => type.Kind != TypeKind.Closure).SelectMany(Plain),
        new Expr.Int(1),
        new Expr.Int(-1),
        new Expr.Bool(true),
        new Expr.Text("a"),
        Expr.Float64.From(-0.0),
        Expr.Float64.From(1.0),
        new Expr.Float64(0x7FF8_0000_0000_0000),
        new Expr.Parse(VeraType.Json, ""),
        new Expr.Parse(VeraType.Json, "0"),
        new Expr.Parse(VeraType.Json, "{}"),
        new Expr.Parse(VeraType.Json, "[0]"),
        new Expr.Parse(VeraType.HtmlNode, ""),
        new Expr.Parse(VeraType.HtmlNode, "a"),
        new Expr.Parse(VeraType.MdBlock, "a"),
        new Expr.Container(VeraType.Set(VeraType.Int), [Zero]),
        new Expr.ArrayOf(VeraType.Array(VeraType.Int), [Zero]),
        .. new Expr[] { Zero, new Expr.Text("a"), new Expr.Parse(VeraType.Json, "0") }.Select(Closure),
        .. Enumerable.Range(0, 2).SelectMany(granule => Addresses(granule)),
    ];

    /// <summary>Containers of an element, and what is read out of them.</summary>
    public static ImmutableArray<Expr> Reads { get; } = [.. Elements.SelectMany(Around), .. Removals, .. Met];

    /// <summary>The elements, and what can be made of the simplest.</summary>
    public static ImmutableArray<Expr> Simple { get; } = [.. Elements, .. Around(Zero)];

    /// <summary>Containers of many entries, and arrays of many items.</summary>
    public static ImmutableArray<Expr> Crowds { get; } = [.. Light.SelectMany(ManyOf), .. Counts.Select(ManyItems)];

    private static IEnumerable<Expr> Light =>
    [
        Zero, new Expr.Text("a"), Defaults.Of(VeraType.Enum), Defaults.Of(VeraType.Decimal),
    ];

    private static IEnumerable<Expr> Met
    {
        get
        {
            var one = new Expr.Container(VeraType.Set(VeraType.String), [Meeting[0]]);
            var both = new Expr.Container(one.Of, [.. Meeting]);
            return
            [
                both,
                new Expr.Fold(one, 1, Meeting[1], null),
                new Expr.Fold(one, 2, Meeting[1], null),
                .. Meeting.Select(key => ContainerExprs.Remove(both, key)),
                ContainerExprs.Remove(ContainerExprs.Remove(both, Meeting[0]), Meeting[1]),
                ContainerExprs.Remove(ContainerExprs.Remove(both, Meeting[1]), Meeting[0]),
            ];
        }
    }

    /// <summary>From containers of one and of two entries.</summary>
    private static IEnumerable<Expr> Removals =>
        from entries in Enumerable.Range(1, 2)
        let keys = Enumerable.Range(0, entries).Select(key => new Expr.Int(key)).ToArray<Expr>()
        from container in new Expr[]
        {
            new Expr.Container(VeraType.Set(VeraType.Int), [.. keys]),
            new Expr.Container(
                VeraType.Map(VeraType.Int, VeraType.Int), [.. keys.SelectMany(key => new[] { key, Zero })]),
        }
        from removed in keys
        select ContainerExprs.Remove(container, removed);

    private static Expr.ArrayOf ManyItems(int count) =>
        new(VeraType.Array(VeraType.Enum), Repeated(Defaults.Of(VeraType.Enum), count));

    private static IEnumerable<Expr> Plain(VeraType type) =>
        Defaults.Of(type) is Expr.Construct
            ? Enumerable.Range(0, type.Constructors.Length).Select(tag => Defaults.Construct(type, tag))
            : [Defaults.Of(type)];

    private static Expr.Closure Closure(Expr captured) => new(VeraType.Closure(captured.Type), captured);

    /// <summary>Words that look like addresses: alone, and as the field of a block.</summary>
    private static IEnumerable<Expr> Addresses(int granule)
    {
        var number = new Expr.Address(VeraType.Int, granule, High: -1);
        yield return number;
        yield return new Expr.Address(VeraType.String, granule, High: -1);
        yield return new Expr.Construct(VeraType.Tuple(VeraType.String, VeraType.Int), 0, [new Expr.Text(""), number]);
        yield return new Expr.Construct(VeraType.Record, 0, [number, new Expr.Text("")]);
        yield return new Expr.Construct(Tree, 1, [number, Defaults.Of(Tree), Defaults.Of(Tree)]);
    }

    private static IEnumerable<Expr> Around(Expr element)
    {
        var set = new Expr.Container(VeraType.Set(element.Type), [element]);
        var values = new Expr.Container(VeraType.Map(VeraType.Int, element.Type), [Zero, element]);
        var keys = new Expr.Container(VeraType.Map(element.Type, VeraType.Int), [element, Zero]);
        var item = new Expr.Item(ContainerExprs.Keys(set), 0);
        return
        [
            set,
            values,
            keys,
            new Expr.Container(set.Of, [element, element]),
            new Expr.Container(set.Of, [new Expr.Call(element)]),
            new Expr.Container(values.Of, [Zero, element, new Expr.Int(1), element, Zero, element]),
            new Expr.ArrayOf(VeraType.Array(VeraType.Int), [ContainerExprs.Size(new Expr.Container(set.Of, []))]),
            ContainerExprs.Keys(set),
            ContainerExprs.Values(values),
            ContainerExprs.Keys(keys),
            ContainerExprs.Get(new Expr.Container(values.Of, []), Zero),
            ContainerExprs.Get(values, Zero),
            new Expr.Construct(VeraType.Option(element.Type), 1, [element]),
            new Expr.Call(element),
            new Expr.Call(set),
            new Expr.Call(values),
            ContainerExprs.Keys(new Expr.Call(set)),
            ContainerExprs.Values(new Expr.Call(values)),
            new Expr.ArrayOf(VeraType.Array(element.Type), [element]),
            .. element is Expr.Closure
                ? new[] { element, item }.Select(closure => new Expr.Builtin(ClosureOperations.ApplyFn, closure))
                : [],
        ];
    }

    private static IEnumerable<Expr> ManyOf(Expr element)
    {
        var type = VeraType.Set(element.Type);
        var pairs = VeraType.Map(VeraType.Int, element.Type);
        foreach (var count in Counts)
        {
            Expr[] containers =
            [
                new Expr.Container(type, Repeated(element, count)),
                new Expr.Fold(new Expr.Container(type, []), count, element, null),
                new Expr.Fold(new Expr.Container(type, [element]), count, element, null),
                .. element.Type.Kind is TypeKind.Int or TypeKind.String
                    ? [new Expr.Fold(new Expr.Container(type, []), count, new Expr.Turn(element.Type), null)]
                    : Array.Empty<Expr>(),
                new Expr.Fold(new Expr.Container(pairs, []), count, Zero, element),
                new Expr.Fold(new Expr.Container(pairs, []), count, new Expr.Turn(VeraType.Int), element),
                new Expr.Fold(new Expr.Container(pairs, [Zero, element]), count, new Expr.Turn(VeraType.Int), element),
                new Expr.Fold(
                    new Expr.Container(pairs, [new Expr.Int(1), element]), count, new Expr.Turn(VeraType.Int), element),
            ];
            foreach (var container in containers)
            {
                yield return container;
                yield return new Expr.Call(container);
                yield return ContainerExprs.Values(container);
            }
        }
    }

    private static ImmutableArray<Expr> Repeated(Expr element, int count) =>
        [.. Enumerable.Repeat(element, count)];
}
