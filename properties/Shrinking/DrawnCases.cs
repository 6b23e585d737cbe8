using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>Careless random cases, repaired: a seed and a number of ops name one.</summary>
internal sealed class DrawnCases
{
    private static readonly VeraType[] Elements =
    [
        VeraType.Int, VeraType.Nat, VeraType.Bool, VeraType.Byte, VeraType.Float64, VeraType.String, VeraType.Decimal,
        VeraType.Json, VeraType.HtmlNode, VeraType.MdBlock, VeraType.MdInline, VeraType.Enum, VeraType.Record,
        VeraType.Tree(VeraType.Int), VeraType.Tuple(VeraType.Int, VeraType.String), VeraType.Option(VeraType.Json),
        VeraType.Array(VeraType.Nat), VeraType.Closure(VeraType.Json), VeraType.Set(VeraType.Byte),
        VeraType.Map(VeraType.String, VeraType.Json),
    ];

    private readonly Random random;
    private readonly List<Expr.Local> locals = [];
    private readonly VeraType[] types;
    private int depth;

    private DrawnCases(int seed)
    {
        random = new Random(seed);
        var element = Pick(Elements);
        types =
        [
            element, Pick(Elements), VeraType.Set(element), VeraType.Set(Pick(Elements)),
            VeraType.Map(Pick(Elements), element), VeraType.Array(element),
        ];
    }

    public static StressCase Draw(int seed, int ops, params Func<DrawnCases, Op>[] planted)
    {
        var drawn = new DrawnCases(seed);
        var list = new List<Op>();
        while (list.Count < ops)
        {
            list.Add(drawn.Any());
        }

        // Each in its order, anywhere.
        var places = planted.Select(_ => drawn.random.Next(list.Count + 1)).Order().ToArray();
        for (var i = planted.Length - 1; i >= 0; i--)
        {
            list.Insert(places[i], planted[i](drawn));
        }

        return CaseRepair.Repair(new([.. list], drawn.Schedule(), (HeapState)drawn.random.Next(4)));
    }

    public Expr Of(VeraType type)
    {
        var known = locals.Where(local => local.Of == type).ToArray();
        if (known.Length > 0 && random.Next(3) == 0)
        {
            return Pick(known);
        }

        depth++;
        var expr = depth > 3 ? Defaults.Of(type) : random.Next(8) == 0 ? Around(type) : Made(type);
        depth--;
        return expr;
    }

    private Expr Around(VeraType type) => random.Next(7) switch
    {
        3 => new Expr.Recursion(random.Next(9), [Of(type)], [Of(type)], new Expr.Bound(0, type), null),
        6 => new Expr.Try(
            type, new Expr.If(Of(VeraType.Bool), Of(type), new Expr.Throw(type, Of(type))), new Expr.Bound(0, type)),
        0 => new Expr.If(Of(VeraType.Bool), Of(type), Of(type)),
        1 => new Expr.Block(Of(type), new Expr.Bound(0, type)),
        2 => new Expr.Match(Of(VeraType.Option(type)), 1, new Expr.Bound(0, type), Of(type)),
        _ => new Expr.Call(Of(type)),
    };

    public VeraType Type() => Pick(types);

    public VeraType SetOf(Func<VeraType, bool> element) => VeraType.Set(Pick([.. Elements.Where(element)]));

    public int Number(int max) => random.Next(max + 1);

    private Op Any() => random.Next(14) switch
    {
        < 6 => Bind(Of(Type())),
        6 or 7 => new Op.Observe(Reading()),
        8 => new Op.Put(Of(Type())),
        9 => new Op.Allocate(random.Next(1 << random.Next(18))),
        10 => new Op.Churn(random.Next(100), random.Next(100)),
        11 => new Op.Call(),
        12 => Bind(Of(Type())) is var (id, value) ? new Op.Return(id, value) : new Op.Call(),
        _ => new Op.Match([locals.Count, locals.Count + 1], Of(Type()), random.Next(3), random.Next(2) == 0),
    };

    private Op.Let Bind(Expr value)
    {
        locals.Add(new(locals.Count, value.Type));
        return new(locals.Count - 1, value);
    }

    private Expr.Builtin Reading()
    {
        var from = Of(Pick([.. types.Where(type => type.IsContainer)]));
        return random.Next(3) switch
        {
            0 => ContainerExprs.Size(from),
            1 => ContainerExprs.Contains(from, Of(from.Type.First)),
            _ => from.Type.Kind == TypeKind.Map
                ? ContainerExprs.Get(from, Of(from.Type.First))
                : ContainerExprs.Keys(from),
        };
    }

    private Expr Made(VeraType type) => type.Kind switch
    {
        TypeKind.Int => new Expr.Int(random.NextInt64(1L << random.Next(62)) - 4),
        TypeKind.Nat => new Expr.Nat(random.NextInt64(1L << random.Next(62))),
        TypeKind.Bool => new Expr.Bool(random.Next(2) == 0),
        TypeKind.Byte => new Expr.Byte((byte)random.Next(256)),
        TypeKind.Float64 => new Expr.Float64(random.NextInt64()),
        TypeKind.String => random.Next(4) == 0 ? new Expr.Address(type, random.Next(99), -1) : new Expr.Text(Text()),
        TypeKind.Decimal => new Expr.Decimal(random.Next(1000)),
        TypeKind.Array => new Expr.ArrayOf(type, [.. Many().Select(_ => Of(type.First))]),
        TypeKind.Closure => new Expr.Closure(type, Of(type.First)),
        TypeKind.Json when random.Next(2) == 0 => new Expr.Parse(type, $"[{random.Next(99)}, [[\"{Text()}\"], null]]"),
        TypeKind.Set => MadeContainer(type, null),
        TypeKind.Map => MadeContainer(type, type.Second),
        _ => MadeAdt(type, random.Next(type.Constructors.Length)),
    };

    private Expr MadeContainer(VeraType type, VeraType? value) => random.Next(4) switch
    {
        0 => new Expr.Container(type, [.. Many().SelectMany(_ => type.Arguments.Select(Of))]),
        1 => new Expr.Fold(Of(type), random.Next(50), Of(type.First), value is null ? null : Of(value)),
        2 => ContainerExprs.Remove(Of(type), Of(type.First)),
        _ => ContainerExprs.Insert(Of(type), Of(type.First), value is null ? null : Of(value)),
    };

    private Expr.Construct MadeAdt(VeraType type, int tag) =>
        new(type, tag, [.. type.Constructors[tag].Fields.Select(Of)]);

    private CollectionSchedule Schedule() => random.Next(4) switch
    {
        0 => new CollectionSchedule.Natural(),
        1 => new CollectionSchedule.Eager(),
        2 => new CollectionSchedule.Every(random.Next(1, 6)),
        _ => new CollectionSchedule.At([.. Enumerable.Range(1, 120).Where(_ => random.Next(4) == 0)]),
    };

    private IEnumerable<int> Many() => Enumerable.Range(0, random.Next(4));

    private string Text() => string.Concat(Many().Select(_ => Pick(["a", "Zq", "é", "😀", "7"])));

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
