using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Properties.Programs;

/// <summary>Draws a case from a seed, in one go.</summary>
internal sealed class CarelessWriter(ulong seed)
{
    private static readonly ImmutableArray<VeraType> Scalars =
    [
        VeraType.Int, VeraType.Nat, VeraType.Bool, VeraType.Byte, VeraType.Float64, VeraType.String, VeraType.Decimal,
    ];

    private static readonly ImmutableArray<VeraType> Plain =
    [
        VeraType.Json, VeraType.HtmlNode, VeraType.MdBlock, VeraType.MdInline, VeraType.Enum, VeraType.Record,
    ];

    private static readonly string[] Texts =
    [
        "", "a", "hello", "quote \" and \\", "line\nbreak\ttab\r", "\0\u0001\u007f", "Grüße", "日本", "😀", "\ud800",
        "lone \udc00 low", "\u2028\u200b\ufeff", "{\"a\": [1, null]}", "<p>hi</p>", "# Title\n\n- a\n",
    ];

    private static readonly Operation[] Listings =
        [ContainerOperations.SetToArray, ContainerOperations.MapKeys, ContainerOperations.MapValues];

    private readonly List<VeraType> types = [];
    private ulong state = seed;
    private int bound;

    public StressCase Case(int size)
    {
        for (var i = 0; i < 3; i++)
        {
            types.Add(Type(2));
        }

        var ops = new Op[Below(size + 2)];
        for (var i = 0; i < ops.Length; i++)
        {
            ops[i] = i == 0 && Below(5) == 0
                ? new Op.Let(Binder(), new Expr.Argument(Literal(VeraType.String, 0)))
                : Step();
        }

        return new StressCase([.. ops], Schedule(), (HeapState)Below(5), Tables());
    }

    private HeapTables Tables() => Below(3) > 0
        ? HeapTables.Usual
        : new(Below(20) - 2, Table(), Table(), Table(), Below(2) == 0 ? null : 8 << Below(20), Table());

    private int? Table() => Below(2) == 0 ? null : Below(6000) - 2;

    private CollectionSchedule Schedule() => Below(4) switch
    {
        0 => new CollectionSchedule.Natural(),
        1 => new CollectionSchedule.Eager(),
        2 => new CollectionSchedule.Every(Below(9) - 1),
        _ => new CollectionSchedule.At([.. Enumerable.Range(0, Below(5)).Select(_ => Below(30) - 2)]),
    };

    private Op Step()
    {
        switch (Below(14))
        {
            case 0:
                var value = Value(AnyType(), 2);
                return new Op.Match(
                    [.. Enumerable.Range(0, Below(4)).Select(_ => Binder())], value, Below(9) - 1, Below(2) == 0);
            case 1 or 2:
                return new Op.Observe(Value(AnyType(), 3));
            case 3:
                return new Op.Put(Value(AnyType(), 2));
            case 4:
                return new Op.Allocate(Number());
            case 5:
                return new Op.Churn(Below(100) - 2, Number());
            case 6:
                return new Op.Call();
            case 7:
                return new Op.Return(Binder(), Value(AnyType(), 2));
            case 8:
                return new Op.Tail([.. Enumerable.Range(0, Below(4)).Select(_ => Reference())]);
            default:
                return new Op.Let(Binder(), Value(AnyType(), 3));
        }
    }

    private Expr Value(VeraType type, int depth)
    {
        if (Below(25) == 0)
        {
            type = AnyType();
        }

        var kind = Below(depth > 0 ? 16 : 5);
        return kind switch
        {
            0 or 1 => new Expr.Local(Reference(), type),
            2 => Odd(type),
            < 10 => Literal(type, depth),
            _ => Operation(type, depth - 1),
        };
    }

    /// <summary>Forms that few places allow.</summary>
    private Expr Odd(VeraType type) => Below(6) switch
    {
        0 => new Expr.Address(type, Below(100) - 5, Below(20) - 10),
        1 => new Expr.Turn(type),
        2 => new Expr.State(type),
        3 => new Expr.Parse(type, Text()),
        4 => new Expr.Argument(Literal(type, 0)),
        _ => Defaults.Of(type),
    };

    private Expr Literal(VeraType type, int depth)
    {
        switch (type.Kind)
        {
            case TypeKind.Int:
                return new Expr.Int(Long());
            case TypeKind.Nat:
                return new Expr.Nat(Long());
            case TypeKind.Bool:
                return new Expr.Bool(Below(2) == 0);
            case TypeKind.Byte:
                return new Expr.Byte((byte)Below(256));
            case TypeKind.Float64:
                return new Expr.Float64(Bits());
            case TypeKind.String:
                return new Expr.Text(Text());
            case TypeKind.Decimal:
                return new Expr.Decimal(Long());
            case TypeKind.Closure:
                return Below(2) == 0
                    ? new Expr.Function(Value(type.First, depth - 1))
                    : new Expr.Closure(type, Value(type.First, depth - 1));
            case TypeKind.Array:
                return new Expr.ArrayOf(type, Parts(Below(4), _ => type.First, depth - 1));
            case TypeKind.Set or TypeKind.Map:
                return new Expr.Container(type, Parts(Below(5), i => ExprTypes.OfPart(type, 0, i), depth - 1));
            default:
                var tag = depth > 0 ? Below(type.Constructors.Length) : 0;
                var fields = type.Constructors[tag].Fields;
                return depth > 0
                    ? new Expr.Construct(type, tag + (Below(30) / 29), Parts(fields.Length, i => fields[i], depth - 1))
                    : Defaults.Of(type);
        }
    }

    private Expr Operation(VeraType type, int depth)
    {
        switch (Below(25))
        {
            case 0 or 1 when type.IsContainer:
                return ContainerExprs.Insert(
                    Value(type, depth), Value(type.First, depth), Below(8) > 0 ? MapValue(type, depth) : null);
            case 2 when type.IsContainer:
                return ContainerExprs.Remove(Value(type, depth), Value(type.First, depth));
            case 3 when type.IsContainer:
                return new Expr.Fold(
                    Value(type, depth), Below(6000) - 100, Value(type.First, depth), MapValue(type, depth));
            case 4 when type.Kind == TypeKind.Option:
                var map = VeraType.Map(AnyType(), type.First);
                return ContainerExprs.Get(Value(map, depth), Value(map.First, depth));
            case 5 when type.Kind == TypeKind.Array:
                return new Expr.Builtin(Listings[Below(3)], Value(VeraType.Set(type.First), depth));
            case 6 when type.Kind == TypeKind.Array:
                return new Expr.Builtin(Listings[Below(3)], Value(VeraType.Map(VeraType.Int, type.First), depth));
            case 7:
                return new Expr.Item(Value(VeraType.Array(type), depth), Below(6) - 1);
            case 8:
                return new Expr.Builtin(ClosureOperations.ApplyFn, Value(VeraType.Closure(type), depth));
            case 9 or 10:
                return new Expr.Call(Value(type, depth));
            case 11:
                return new Expr.If(Value(VeraType.Bool, depth), Value(type, depth), Value(type, depth));
            case 12:
                return new Expr.Block(Value(AnyType(), depth), Value(type, depth));
            case 13:
                return new Expr.Match(
                    Value(AnyType(), depth), Number(), Value(type, depth), Below(4) > 0 ? Value(type, depth) : null);
            case 17:
                var (start, next) = (Parts(Below(3), _ => AnyType(), depth), Parts(Below(3), _ => AnyType(), depth));
                return new Expr.Recursion(Number(), start, next, Value(type, depth), Maybe(type, depth));
            case 18:
                var made = type.Kind == TypeKind.Array ? type.First : Below(2) == 0 ? type : VeraType.Bool;
                var array = Value(VeraType.Array(AnyType()), depth);
                return new Expr.Applied(
                    (AppliedForm)Below(7), array, Below(99) - 3, Maybe(type, depth), Value(made, depth));
            case 22:
                return new Expr.Mutual(
                    Number(), Parts(1, _ => AnyType(), depth), Half(type, depth), Half(type, depth));
            case 23:
                return new Expr.Contract(
                    Parts(1, _ => AnyType(), depth), Value(Below(4) == 0 ? AnyType() : VeraType.Bool, depth),
                    Value(type, depth), Value(VeraType.Bool, depth))
                { IsNamed = Below(3) == 0 };
            case 24:
                return new Expr.Passed(
                    (Naming)Below(2), (Passage)Below(9), Value(type, depth), Maybe(AnyType(), depth));
            case 20:
                var held = AnyType();
                return new Expr.Cell(
                    Value(held, depth),
                    Below(2) == 0 ? Value(type, depth) : new Expr.Store(Value(held, depth), Value(type, depth)))
                { IsNamed = Below(3) == 0 };
            case 21:
                return new Expr.Store(Value(AnyType(), depth), Value(type, depth));
            case 15:
                return new Expr.Try(AnyType(), Value(type, depth), Value(type, depth)) { IsNamed = Below(3) == 0 };
            case 16:
                return new Expr.Throw(type, Value(AnyType(), depth));
            case 14:
                return new Expr.Bound(Below(4) - 1, type);
            default:
                var container = AnyType();
                return Below(2) == 0 || !container.IsContainer
                    ? ContainerExprs.Size(Value(container, depth))
                    : ContainerExprs.Contains(Value(container, depth), Value(container.First, depth));
        }
    }

    private CallHalf Half(VeraType type, int depth) =>
        new(Parts(1 + Below(2), _ => AnyType(), depth), Value(type, depth), Maybe(type, depth));

    private Expr? Maybe(VeraType type, int depth) => Below(2) == 0 ? Value(type, depth) : null;

    private Expr? MapValue(VeraType type, int depth) =>
        (type.Kind == TypeKind.Map) == (Below(12) > 0) ? Value(type.Arguments[^1], depth) : null;

    private ImmutableArray<Expr> Parts(int count, Func<int, VeraType> typeAt, int depth) =>
        [.. Enumerable.Range(0, count + (Below(40) / 39))
            .Select(i => Value(i < count ? typeAt(i) : VeraType.Int, depth))];

    private VeraType AnyType() => Below(8) == 0 ? Type(2) : types[Below(types.Count)];

    private VeraType Type(int depth)
    {
        if (depth == 0)
        {
            return Below(2) == 0 ? Scalars[Below(Scalars.Length)] : Plain[Below(Plain.Length)];
        }

        return Below(10) switch
        {
            0 or 1 => VeraType.Set(Type(depth - 1)),
            2 or 3 => VeraType.Map(Type(depth - 1), Type(depth - 1)),
            4 => VeraType.Array(Type(depth - 1)),
            5 => VeraType.Option(Type(depth - 1)),
            6 => Below(2) == 0 ? VeraType.Tuple(Type(0), Type(depth - 1)) : VeraType.Result(Type(0), Type(0)),
            7 => Below(2) == 0 ? VeraType.Tree(Type(0)) : VeraType.Closure(Type(depth - 1)),
            _ => Type(0),
        };
    }

    private int Binder() => Below(10) == 0 ? Below(40) - 3 : bound++;

    private int Reference() => Below(20) == 0 ? int.MinValue + Below(9) : Below(bound + 2) - 1;

    private string Text() => Texts[Below(Texts.Length)];

    private int Number() => Below(20) == 0 ? int.MaxValue - Below(3) : Below(5000) - 10;

    private long Long() => Below(4) switch
    {
        0 => long.MinValue + Below(3),
        1 => unchecked((long)Next()),
        _ => Below(2000) - 1000,
    };

    private long Bits() => Below(4) switch
    {
        0 => unchecked((long)Next()),
        1 => unchecked(
            (long)(0x7FF0_0000_0000_0000 + (ulong)Below(3) + ((ulong)Below(4) << 51) + ((ulong)Below(2) << 63))),
        2 => BitConverter.DoubleToInt64Bits(Below(100) / 4.0) | (Below(2) == 0 ? long.MinValue : 0),
        _ => Below(5),
    };

    private int Below(int bound) => (int)(Next() % (ulong)Math.Max(1, bound));

    // SplitMix64: FsCheck draws the seed, and all that follows depends on it alone.
    private ulong Next()
    {
        unchecked
        {
            var z = state += 0x9E37_79B9_7F4A_7C15;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            return z ^ (z >> 31);
        }
    }
}
