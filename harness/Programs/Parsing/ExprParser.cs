using System.Collections.Immutable;
using System.Globalization;
using Vera.GcStress.Programs.Repair;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads expressions; the place tells the type, or the expression does, or a type stands beside it.</summary>
/// <remarks>The mirror image of <see cref="ExprPrinter"/>. Operations are in <see cref="OperationParser"/>.</remarks>
internal sealed class ExprParser
{
    // Constructors whose name alone tells the type.
    private static readonly Dictionary<string, VeraType> Plain =
        new[]
        {
            VeraType.Json, VeraType.HtmlNode, VeraType.MdBlock, VeraType.MdInline, VeraType.Enum, VeraType.Record,
        }
        .SelectMany(type => type.Constructors.Select(constructor => (constructor.Name, type)))
        .ToDictionary(c => c.Name, c => c.type, StringComparer.Ordinal);

    // The others, each with a type that it can have.
    private static readonly Dictionary<string, string> Generic = new(StringComparer.Ordinal)
    {
        ["Leaf"] = "Tree<Int>",
        ["Node"] = "Tree<Int>",
        ["Tuple"] = "Tuple<Int, Bool>",
        ["None"] = "Option<Int>",
        ["Some"] = "Option<Int>",
        ["Ok"] = "Result<Int, String>",
        ["Err"] = "Result<Int, String>",
    };

    private readonly CaseReader reader;
    private readonly LocalScope scope;
    private readonly OperationParser operations;

    // The types of what the expressions around bind, the newest last.
    private readonly List<VeraType> bound = [];
    private int nodes;
    private int textChars;

    public ExprParser(CaseReader reader, LocalScope scope)
    {
        this.reader = reader;
        this.scope = scope;
        operations = new OperationParser(reader, this);
    }

    /// <summary>The State cell: the case's, once a put has given it a type, or one that an expression makes.</summary>
    public StatePlace State { get; set; }

    /// <summary>Reads an expression and tells its type: <paramref name="expected"/> where that is given.</summary>
    public Expr Read(VeraType? expected, int depth, out VeraType type)
    {
        if (depth > CaseLimits.ExprDepth)
        {
            throw reader.Error($"an expression nests at most {CaseLimits.ExprDepth} deep");
        }

        if (++nodes > CaseLimits.Nodes)
        {
            throw reader.Error($"a case has at most {CaseLimits.Nodes} expressions and parts of them");
        }

        var expr = reader.Take('(') ? Ascribed(depth, out type) : Form(expected, depth, out type);
        return expected is null || type == expected
            ? expr
            : throw reader.Error($"expected a value of type {expected}, found one of type {type}");
    }

    /// <summary>The type that the place of a form tells; without it the form has no type.</summary>
    public VeraType Known(VeraType? expected, string form, string example) =>
        expected ?? throw NeedsType(form, example);

    /// <summary>The same for a part that sees values which the expression binds.</summary>
    public Expr ReadUnder(ReadOnlySpan<VeraType> binds, VeraType? expected, int depth, out VeraType type)
    {
        bound.AddRange(binds);
        var part = Read(expected, depth, out type);
        bound.RemoveRange(bound.Count - binds.Length, binds.Length);
        return part;
    }

    public string Text()
    {
        var text = reader.Text();
        textChars += text.Length;
        return textChars <= CaseLimits.TextChars
            ? text
            : throw reader.Error($"the strings of a case have at most {CaseLimits.TextChars} characters together");
    }

    private Expr Ascribed(int depth, out VeraType type)
    {
        // The type stands after the form that cannot be read without it.
        var form = reader.Position;
        var colon = reader.Position = reader.ColonOfParenthesis();
        reader.Expect(':');
        type = TypeParser.Read(reader);
        reader.Expect(')');
        var after = reader.Position;

        reader.Position = form;
        var expr = Form(type, depth, out var found);
        if (reader.Peek() != ':' || reader.Position != colon)
        {
            throw reader.Error($"expected ':' and a type, found {reader.Found()}");
        }

        reader.Position = after;
        return found == type ? expr : throw reader.Error($"a value of type {found} is said to be of type {type}");
    }

    private Expr Form(VeraType? expected, int depth, out VeraType type)
    {
        switch (reader.Peek())
        {
            case '$':
                var id = reader.Local();
                type = scope.IsVisible(id) ? scope.TypeOf(id) : throw Unknown(id);
                return new Expr.Local(id, type);
            case '@':
                return Bound(out type);
            case '"':
                type = VeraType.String;
                return new Expr.Text(Text());
            case '[':
                type = Known(expected, "[...]", "Array<Int>");
                return type.Kind == TypeKind.Array
                    ? new Expr.ArrayOf(type, List(type, 0, '[', ']', depth))
                    : throw reader.Error($"expected a value of type {type}, found an array");
            case '{':
                type = Known(expected, "{...}", "Set<Int>");
                return Container(type, depth);
            case '-' or (>= '0' and <= '9'):
                return Number(reader.Number(), expected, out type);
            case (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'):
                return Named(reader.Name("a value"), expected, depth, out type);
            default:
                throw reader.Error($"expected a value, found {reader.Found()}");
        }
    }

    private Expr.Bound Bound(out VeraType type)
    {
        reader.Expect('@');
        var up = reader.Count("the number of a bound value", 0, CaseLimits.ExprDepth * CaseLimits.ExprDepth);
        type = up < bound.Count
            ? bound[^(up + 1)]
            : throw reader.Error($"@{up} is not bound: {bound.Count} values are");
        return new Expr.Bound(up, type);
    }

    private CaseFormatException NeedsType(string form, string example) => reader.Error(
        $"nothing tells the type of {form} here: write it beside, as in ({form} : {example})");

    private CaseFormatException Unknown(int id) => reader.Error(
        id >= scope.Count ? $"unknown local ${id}" : $"local ${id} is out of scope: its frame or a tail call ended it");

    private Expr Named(string name, VeraType? expected, int depth, out VeraType type)
    {
        switch (name)
        {
            case "true" or "false":
                type = VeraType.Bool;
                return new Expr.Bool(name == "true");
            case "nan" or "inf":
                return Number(name, expected, out type);
            case "state":
                type = State.Type ?? throw reader.Error(
                    State.IsInner ? "no function within a cell reads its state" : "state is read before any put");
                return new Expr.State(type);
        }

        return char.IsAsciiLetterUpper(name[0])
            ? Construct(name, expected, depth, out type)
            : operations.Read(name, expected, depth, out type);
    }

    private Expr.Construct Construct(string name, VeraType? expected, int depth, out VeraType type)
    {
        type = expected ?? Plain.GetValueOrDefault(name) ?? throw (Generic.TryGetValue(name, out var example)
            ? NeedsType(name, example)
            : reader.Error($"unknown constructor '{name}'{Spelling.Hint(name, Plain.Keys.Concat(Generic.Keys))}"));
        var tag = reader.Tag(name, type);
        var fields = type.Constructors[tag].Fields.Length;
        var parts = fields == 0 ? [] : List(type, tag, '(', ')', depth);
        return parts.Length == fields
            ? new Expr.Construct(type, tag, parts)
            : throw reader.Error($"{name} takes {fields} fields, not {parts.Length}");
    }

    private ImmutableArray<Expr> List(VeraType whole, int tag, char open, char close, int depth)
    {
        reader.Expect(open);
        var parts = ImmutableArray.CreateBuilder<Expr>();
        if (!reader.Take(close))
        {
            do
            {
                if (whole.IsAdt && parts.Count == whole.Constructors[tag].Fields.Length)
                {
                    throw reader.Error($"{whole.Constructors[tag].Name} takes only {parts.Count} fields");
                }

                parts.Add(Read(ExprTypes.OfPart(whole, tag, parts.Count), depth + 1, out _));
            }
            while (reader.Take(','));
            reader.Expect(close);
        }

        return parts.DrainToImmutable();
    }

    private Expr.Container Container(VeraType type, int depth)
    {
        if (type.Kind == TypeKind.Set)
        {
            return new Expr.Container(type, List(type, 0, '{', '}', depth));
        }

        if (type.Kind != TypeKind.Map)
        {
            throw reader.Error($"expected a value of type {type}, found a container");
        }

        reader.Expect('{');
        var entries = ImmutableArray.CreateBuilder<Expr>();
        if (reader.Take('}') || (reader.Take(':') && reader.Take('}')))
        {
            return new Expr.Container(type, []);
        }

        do
        {
            entries.Add(Read(type.First, depth + 1, out _));
            reader.Expect(':');
            entries.Add(Read(type.Second, depth + 1, out _));
        }
        while (reader.Take(','));
        reader.Expect('}');
        return new Expr.Container(type, entries.DrainToImmutable());
    }

    private Expr Number(string token, VeraType? expected, out VeraType type)
    {
        if (token[^1] == 'd')
        {
            type = VeraType.Decimal;
            return new Expr.Decimal(NumberText.ReadDecimal(token) ?? throw OutOfRange(token, type));
        }

        if (token.AsSpan().IndexOfAny(".eEn") >= 0)
        {
            type = VeraType.Float64;
            return new Expr.Float64(NumberText.ReadFloat64(token) ?? throw OutOfRange(token, type));
        }

        type = expected is { Kind: TypeKind.Nat or TypeKind.Byte } ? expected : VeraType.Int;
        const NumberStyles Style = NumberStyles.AllowLeadingSign;
        if (!long.TryParse(token, Style, CultureInfo.InvariantCulture, out var value)
            || (type != VeraType.Int && value < 0) || (type == VeraType.Byte && value > byte.MaxValue))
        {
            throw OutOfRange(token, type);
        }

        return type.Kind switch
        {
            TypeKind.Nat => new Expr.Nat(value),
            TypeKind.Byte => new Expr.Byte((byte)value),
            _ => new Expr.Int(value),
        };
    }

    private CaseFormatException OutOfRange(string token, VeraType type)
    {
        var range = type.Kind switch
        {
            TypeKind.Int => "a whole one in 64 bits",
            TypeKind.Nat => "a whole one from 0 to 2^63 - 1",
            TypeKind.Byte => "a whole one from 0 to 255",
            TypeKind.Decimal => "whole quarters, as in 2.25d",
            _ => "64 bits, with a point or an exponent",
        };
        return reader.Error($"{token} is not a number of type {type}: {range}");
    }
}
