using System.Globalization;
using Vera.GcStress.Judging.Verdicts;

namespace Vera.GcStress.Programs;

/// <summary>
/// Reads the forms that look like calls: operations on containers, and the values that name a function.
/// </summary>
internal sealed class OperationParser(CaseReader reader, ExprParser exprs)
{
    private static readonly string[] Names =
    [
        "addr", "apply", "bits", "call", "closure", "contains", "elements", "false", "fold", "get", "inf", "insert",
        "item", "keys", "nan", "parse", "remove", "size", "state", "true", "turn", "values",
    ];

    // How many turns the innermost operand of a fold is evaluated for, or 0 outside of all folds.
    private int turns;

    public Expr Read(string name, VeraType? expected, int depth, out VeraType type)
    {
        switch (name)
        {
            case "turn":
                return Turn(expected, out type);
            case "addr":
                return Address(expected, out type);
            case "bits":
                type = VeraType.Float64;
                return Bits();
            case "parse":
                return Parse(out type);
        }

        if (Array.BinarySearch(Names, name, StringComparer.Ordinal) < 0)
        {
            throw reader.Error($"unknown operation '{name}'{Spelling.Hint(name, Names)}");
        }

        reader.Expect('(');
        var expr = Operation(name, expected, depth + 1, out type);
        reader.Expect(')');
        return expr;
    }

    private Expr Operation(string name, VeraType? expected, int depth, out VeraType type)
    {
        switch (name)
        {
            case "closure":
                return Closure(expected, depth, out type);
            case "call":
                return new Expr.Call(exprs.Read(expected, depth, out type));
            case "apply":
                var function = Operand(TypeKind.Closure, name, depth, out type);
                type = type.First;
                return new Expr.Apply(function);
            case "item":
                var array = Operand(TypeKind.Array, name, depth, out type);
                type = type.First;
                reader.Expect(',');
                return new Expr.Item(array, reader.Count("the place in an array", 0, CaseLimits.ItemIndex));
            case "insert" or "fold":
                return Insertion(name, expected, depth, out type);
            case "remove":
                var from = Container(name, expected, depth, out type);
                return new Expr.Remove(from, Next(type.First, depth));
            default:
                return Query(name, depth, out type);
        }
    }

    private Expr Query(string name, int depth, out VeraType type)
    {
        var container = name is "get" or "keys" or "values" ? Operand(TypeKind.Map, name, depth, out var of)
            : name is "elements" ? Operand(TypeKind.Set, name, depth, out of)
            : Container(name, null, depth, out of);
        switch (name)
        {
            case "get":
                type = VeraType.Option(of.Second);
                return new Expr.Get(container, Next(of.First, depth));
            case "contains":
                type = VeraType.Bool;
                return new Expr.Contains(container, Next(of.First, depth));
            case "size":
                type = VeraType.Int;
                return new Expr.Size(container);
            default:
                type = VeraType.Array(name == "values" ? of.Second : of.First);
                return new Expr.Listing(ListingOf(name), container);
        }
    }

    private Expr Insertion(string name, VeraType? expected, int depth, out VeraType type)
    {
        var into = Container(name, expected, depth, out type);
        if (name == "insert")
        {
            return new Expr.Insert(into, Next(type.First, depth), Value(type, depth));
        }

        var before = turns;
        var most = CaseLimits.FoldCount / Math.Max(1, turns);
        reader.Expect(',');
        var count = reader.Count("the turns of a fold (and of the folds around it, multiplied)", 0, most);
        turns = Math.Max(1, turns) * Math.Max(1, count);
        var key = Next(type.First, depth);
        var value = Value(type, depth);
        turns = before;
        return new Expr.Fold(into, count, key, value);
    }

    private Expr? Value(VeraType container, int depth) =>
        container.Kind == TypeKind.Map ? Next(container.Second, depth) : null;

    private Expr.Closure Closure(VeraType? expected, int depth, out VeraType type)
    {
        if (expected is { Kind: not TypeKind.Closure })
        {
            throw reader.Error($"expected a value of type {expected}, found a closure");
        }

        var capture = exprs.Read(expected?.First, depth, out var result);
        type = expected ?? VeraType.Closure(result);
        return new Expr.Closure(type, capture);
    }

    private Expr Container(string name, VeraType? expected, int depth, out VeraType type)
    {
        var container = exprs.Read(expected, depth, out type);
        return type.IsContainer
            ? container
            : throw reader.Error($"{name} takes a Set or a Map, not a value of type {type}");
    }

    private Expr Operand(TypeKind kind, string name, int depth, out VeraType type)
    {
        var operand = exprs.Read(null, depth, out type);
        return type.Kind == kind ? operand : throw reader.Error($"{name} takes a value of type {kind}, not {type}");
    }

    private Expr Next(VeraType type, int depth)
    {
        reader.Expect(',');
        return exprs.Read(type, depth, out _);
    }

    private Expr.Turn Turn(VeraType? expected, out VeraType type)
    {
        type = exprs.Known(expected, "turn", "Int");
        return turns == 0 ? throw reader.Error("turn is known only in the key and the value of a fold")
            : ExprTypes.CanBeTurn(type) ? new Expr.Turn(type)
            : throw reader.Error($"turn cannot be a value of type {type}");
    }

    private Expr.Address Address(VeraType? expected, out VeraType type)
    {
        type = exprs.Known(expected, "addr(...)", "Int");
        if (!ExprTypes.CanBeAddress(type))
        {
            throw reader.Error($"addr is an Int, a Nat, a Float64 or a String, not a value of type {type}");
        }

        reader.Expect('(');
        var low = reader.Count("the granule of an address", 0, CaseLimits.Granule);
        var high = reader.Take(',') ? reader.Count("the granule of an address", 0, CaseLimits.Granule) : -1;
        reader.Expect(')');
        return new Expr.Address(type, low, high);
    }

    private Expr.Float64 Bits()
    {
        reader.Expect('(');
        var token = reader.Number();
        reader.Expect(')');
        const NumberStyles Style = NumberStyles.AllowHexSpecifier;
        return token.StartsWith("0x", StringComparison.Ordinal)
            && long.TryParse(token.AsSpan(2), Style, CultureInfo.InvariantCulture, out var bits)
            ? new Expr.Float64(bits)
            : throw reader.Error("bits takes up to 16 hexadecimal digits, as in bits(0x7FF8000000000001)");
    }

    private Expr.Parse Parse(out VeraType type)
    {
        reader.Expect('(');
        type = TypeParser.Read(reader);
        if (!ExprTypes.CanBeParsed(type))
        {
            throw reader.Error($"parse makes a Json, an HtmlNode or an MdBlock, not a value of type {type}");
        }

        reader.Expect(',');
        var document = exprs.Text();
        reader.Expect(')');
        return new Expr.Parse(type, document);
    }

    private static ListingKind ListingOf(string name) => name switch
    {
        "elements" => ListingKind.Elements,
        "keys" => ListingKind.Keys,
        _ => ListingKind.Values,
    };
}
