using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>
/// Reads the forms that look like calls: operations on containers, and the values that name a function.
/// </summary>
internal sealed class OperationParser(CaseReader reader, ExprParser exprs)
{
    /// <summary>The words of values, and the forms that are no operations of the catalogue.</summary>
    private static readonly string[] Words =
    [
        .. ("addr alias argument bits block call cell closure contract false fn fold generic if inf item match mutual "
                + "nan parse recurse state store throw true try turn")
            .Split(' ')
            .Concat(OperationCatalogue.Words)
            .Order(StringComparer.Ordinal),
    ];

    private readonly ControlParser control = new(reader, exprs);

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

        var rows = OperationCatalogue.Called(name);
        if (rows.IsEmpty && !IsSpecial(name))
        {
            throw reader.Error($"unknown operation '{name}'{Spelling.Hint(name, Words)}");
        }

        reader.Expect('(');
        var expr = rows.IsEmpty
            ? Special(name, expected, depth + 1, out type)
            : Builtin(rows, expected, depth + 1, out type);
        reader.Expect(')');
        return expr;
    }

    /// <summary>The first operand decides which of the operations of one word is meant, and tells most types.</summary>
    private Expr.Builtin Builtin(
        ImmutableArray<Operation> rows, VeraType? expected, int depth, out VeraType type)
    {
        var first = exprs.Read(rows[0].FirstType ?? (rows[0].KeepsType ? expected : null), depth, out var of);
        var operation = rows.FirstOrDefault(row => row.Takes(of)) ?? throw reader.Error(
            $"{rows[0].Form} takes {string.Join(" or ", rows.Select(Taken))}, not a value of type {of}");
        var known = default(TypeBinding);
        operation.Operands[0].Matches(of, ref known);
        var operands = ImmutableArray.CreateBuilder<Expr>(operation.Operands.Length);
        operands.Add(first);
        foreach (var pattern in operation.Operands[1..])
        {
            reader.Expect(',');
            operands.Add(exprs.Read(pattern.Under(known), depth, out var next));
            if (!pattern.Matches(next, ref known))
            {
                throw reader.Error($"{operation.Form} takes {pattern} here, not a value of type {next}");
            }
        }

        type = operation.Result.Under(known)!;
        return new Expr.Builtin(operation, operands.MoveToImmutable());
    }

    private static bool IsSpecial(string name) =>
        ControlParser.Knows(name) || name is "closure" or "fn" or "call" or "item" or "fold" or "argument";

    private static string Taken(Operation operation) => $"a {operation.Operands[0].Kind}";

    private Expr Special(string name, VeraType? expected, int depth, out VeraType type)
    {
        switch (name)
        {
            case "closure":
                return Closure(expected, depth, out type);
            case "argument":
                var given = exprs.Read(expected, depth, out type);
                return Expr.Argument.CanBe(given) ? new Expr.Argument(given)
                    : throw reader.Error("what is given to a program is a number, a flag or a string, written out");
            case "fn":
                return Function(expected, depth, out type);
            case "call":
                return new Expr.Call(exprs.Read(expected, depth, out type));
            case "item":
                var array = exprs.Read(null, depth, out var of);
                type = of.Kind == TypeKind.Array
                    ? of.First
                    : throw reader.Error($"item takes an Array, not a value of type {of}");
                reader.Expect(',');
                return new Expr.Item(array, reader.Count("the place in an array", 0, CaseLimits.ItemIndex));
            case "fold":
                return Fold(expected, depth, out type);
            default:
                return control.Read(name, expected, depth, out type);
        }
    }

    private Expr.Fold Fold(VeraType? expected, int depth, out VeraType type)
    {
        var into = exprs.Read(expected, depth, out type);
        if (!type.IsContainer)
        {
            throw reader.Error($"fold takes a Set or a Map, not a value of type {type}");
        }

        var before = turns;
        var most = CaseLimits.FoldCount / Math.Max(1, turns);
        reader.Expect(',');
        var count = reader.Count("the turns of a fold (and of the folds around it, multiplied)", 0, most);
        turns = Math.Max(1, turns) * Math.Max(1, count);
        var around = exprs.State;
        exprs.State = around.InClosure;
        var key = Next(type.First, depth);
        var value = type.Kind == TypeKind.Map ? Next(type.Second, depth) : null;
        (turns, exprs.State) = (before, around);
        return new Expr.Fold(into, count, key, value);
    }

    private Expr.Function Function(VeraType? expected, int depth, out VeraType type)
    {
        ExpectsClosure(expected);
        var (before, around) = (turns, exprs.State);
        (turns, exprs.State) = (0, default);
        var body = control.ReadAlone([VeraType.Int], expected?.First, depth, out var result);
        (turns, exprs.State) = (before, around);
        type = expected ?? VeraType.Closure(result);
        return new Expr.Function(body);
    }

    private void ExpectsClosure(VeraType? expected)
    {
        if (expected is { Kind: not TypeKind.Closure })
        {
            throw reader.Error($"expected a value of type {expected}, found a closure");
        }
    }

    private Expr.Closure Closure(VeraType? expected, int depth, out VeraType type)
    {
        ExpectsClosure(expected);
        var capture = exprs.Read(expected?.First, depth, out var result);
        type = expected ?? VeraType.Closure(result);
        return new Expr.Closure(type, capture);
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
}
