using System.Collections.Immutable;
using System.Diagnostics;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>Reads the forms that branch, bind a value or leave: if, block, match, try, throw, recurse, each ...
/// </summary>
internal sealed class ControlParser(CaseReader reader, ExprParser exprs)
{
    // What the expressions around catch.
    private List<VeraType> caught = [];

    /// <summary>Whether a word opens one of these forms.</summary>
    public static bool Knows(string name) => name is "if" or "block" or "match" or "try" or "throw" or "recurse"
        or "mutual" or "contract" or "cell" or "store" or "generic" or "alias"
        || Expr.Applied.Spelt(name) is not null;

    /// <summary>What stands between the parentheses.</summary>
    public Expr Read(string name, VeraType? expected, int depth, out VeraType type) => name switch
    {
        "if" => If(expected, depth, out type),
        "block" => Block(expected, depth, out type),
        "match" => Match(expected, depth, out type),
        "try" => Try(expected, depth, out type),
        "throw" => Throw(expected, depth, out type),
        "recurse" => Recursion(expected, depth, out type),
        "mutual" => Mutual(expected, depth, out type),
        "contract" => Contract(expected, depth, out type),
        "generic" => Passed(Naming.Generic, expected, depth, out type),
        "alias" => Passed(Naming.Alias, expected, depth, out type),
        "cell" => Cell(expected, depth, out type),
        "store" => Store(expected, depth, out type),
        _ when Expr.Applied.Spelt(name) is { } form => Applied(form, expected, depth, out type),
        _ => throw new UnreachableException($"no parser for {name}"),
    };

    /// <summary>The body of a function: none of what is caught around it catches what is thrown in it.</summary>
    public Expr ReadAlone(ReadOnlySpan<VeraType> binds, VeraType? expected, int depth, out VeraType type)
    {
        var around = caught;
        caught = [];
        var body = exprs.ReadUnder(binds, expected, depth, out type);
        caught = around;
        return body;
    }

    private Expr.If If(VeraType? expected, int depth, out VeraType type)
    {
        var condition = exprs.Read(VeraType.Bool, depth, out _);
        reader.Expect(',');
        var then = exprs.Read(expected, depth, out type);
        reader.Expect(',');
        return new Expr.If(condition, then, exprs.Read(type, depth, out _));
    }

    private Expr.Block Block(VeraType? expected, int depth, out VeraType type)
    {
        var value = exprs.Read(null, depth, out var bound);
        reader.Expect(',');
        return new Expr.Block(value, exprs.ReadUnder([bound], expected, depth, out type));
    }

    private Expr.Match Match(VeraType? expected, int depth, out VeraType type)
    {
        var subject = exprs.Read(null, depth, out var of);
        reader.Expect(',');
        var tag = reader.Tag(reader.Name("a constructor"), of);
        reader.Expect(':');
        var arm = exprs.ReadUnder(of.Constructors[tag].Fields.AsSpan(), expected, depth, out type);
        if (of.Constructors.Length == 1)
        {
            return new Expr.Match(subject, tag, arm, null);
        }

        reader.Expect(',');
        return new Expr.Match(subject, tag, arm, exprs.Read(type, depth, out _));
    }

    private Expr.Try Try(VeraType? expected, int depth, out VeraType type)
    {
        var isNamed = TakesAlias();
        var thrown = TypeParser.Read(reader);
        reader.Expect(',');
        caught.Add(thrown);
        var body = exprs.Read(expected, depth, out type);
        caught.RemoveAt(caught.Count - 1);
        reader.Expect(',');
        return new Expr.Try(thrown, body, exprs.ReadUnder([thrown], type, depth, out _)) { IsNamed = isNamed };
    }

    private Expr.Throw Throw(VeraType? expected, int depth, out VeraType type)
    {
        type = exprs.Known(expected, "throw(...)", "Int");
        var value = exprs.Read(null, depth, out var thrown);
        return caught.Contains(thrown)
            ? new Expr.Throw(type, value)
            : throw reader.Error($"no try around it catches a value of type {thrown}");
    }

    private Expr.Applied Applied(AppliedForm form, VeraType? expected, int depth, out VeraType type)
    {
        var array = exprs.Read(null, depth, out var of);
        if (of.Kind != TypeKind.Array)
        {
            throw reader.Error($"a function is applied to the items of an array, and this is a {of}");
        }

        reader.Expect(',');
        var count = reader.Count("the items that a function is applied to", 0, Expr.Applied.ItemsMax(form));
        reader.Expect(',');
        type = form switch
        {
            AppliedForm.First => VeraType.Option(of.First),
            AppliedForm.Keep or AppliedForm.Sort => of,
            _ => VeraType.Bool,
        };
        Expr? start = null;
        if (form == AppliedForm.Reduce)
        {
            start = exprs.Read(expected, depth, out type);
            reader.Expect(',');
        }

        var wanted = form switch
        {
            AppliedForm.Each => expected is { Kind: TypeKind.Array } ? expected.First : null,
            AppliedForm.Reduce => type,
            AppliedForm.Sort => null,
            _ => VeraType.Bool,
        };
        VeraType[] binds = start is null ? [of.First] : [type, of.First];
        var around = exprs.State;
        exprs.State = around.InClosure;
        var body = exprs.ReadUnder(binds, wanted, depth, out var made);
        exprs.State = around;
        if (form == AppliedForm.Sort && !Expr.Applied.IsOrdered(made))
        {
            throw reader.Error($"items are sorted by an Int, a Nat or a String, and this is a {made}");
        }

        type = form == AppliedForm.Each ? VeraType.Array(made) : type;
        return new Expr.Applied(form, array, count, start, body);
    }

    private Expr.Cell Cell(VeraType? expected, int depth, out VeraType type)
    {
        var isNamed = TakesAlias();
        var initial = exprs.Read(null, depth, out var of);
        reader.Expect(',');
        var around = exprs.State;
        exprs.State = StatePlace.In(of);
        var body = exprs.Read(expected, depth, out type);
        exprs.State = around;
        return new Expr.Cell(initial, body) { IsNamed = isNamed };
    }

    private Expr.Store Store(VeraType? expected, int depth, out VeraType type)
    {
        if (exprs.State is not { IsInner: true, Type: { } held })
        {
            throw reader.Error("store(...) stands within cell(...), and in no function that is applied there");
        }

        var value = exprs.Read(held, depth, out _);
        reader.Expect(',');
        return new Expr.Store(value, exprs.Read(expected, depth, out type));
    }

    private Expr.Recursion Recursion(VeraType? expected, int depth, out VeraType type)
    {
        var calls = Depth();
        var (start, types) = Given([], depth);
        reader.Expect(',');
        var next = Next(types, types, depth);
        reader.Expect(',');
        var ends = exprs.ReadUnder(types, expected, depth, out type);
        var rest = reader.Take(',') ? exprs.ReadUnder([.. types, type], type, depth, out _) : null;
        return new Expr.Recursion(calls, start, next, ends, rest);
    }

    /// <summary>What the first function gives to the second one tells the parameters of that.</summary>
    private Expr.Mutual Mutual(VeraType? expected, int depth, out VeraType type)
    {
        var calls = Depth();
        var (start, types) = Given([], depth);
        reader.Expect(',');
        reader.Expect('(');
        var (there, others) = Given(types, depth);
        var one = Half(there, types, expected, depth, out type);
        reader.Expect(',');
        reader.Expect('(');
        var other = Half(Next(others, types, depth), others, type, depth, out _);
        return new Expr.Mutual(calls, start, one, other);
    }

    private Expr.Contract Contract(VeraType? expected, int depth, out VeraType type)
    {
        var isNamed = reader.Peek() != '[';
        if (isNamed)
        {
            var word = reader.Name("what a function is given");
            _ = word == Expr.Passed.Word(Naming.Alias) ? true : throw reader.Error($"no contract is of {word}");
            reader.Expect(',');
        }

        var (given, types) = Given([], depth);
        reader.Expect(',');
        var requires = Check(types, depth);
        reader.Expect(',');
        var body = exprs.ReadUnder(types, expected, depth, out type);
        reader.Expect(',');
        return new Expr.Contract(given, requires, body, Check([.. types, type], depth)) { IsNamed = isNamed };
    }

    private Expr.Passed Passed(Naming by, VeraType? expected, int depth, out VeraType type)
    {
        var word = reader.Name("what is done with a value");
        var form = Expr.Passed.Spelt(word) ?? throw reader.Error(
            $"{word} is none of {string.Join(", ", Enum.GetValues<Passage>().Select(Expr.Passed.Word))}");
        reader.Expect(',');
        var value = exprs.Read(expected, depth, out type);
        if (form != Passage.Pair)
        {
            return new Expr.Passed(by, form, value, null);
        }

        reader.Expect(',');
        return new Expr.Passed(by, form, value, exprs.Read(null, depth, out _));
    }

    /// <summary>Takes the word for what goes by an alias, if it stands by itself: it also begins expressions.</summary>
    private bool TakesAlias()
    {
        var start = reader.Position;
        if (char.IsAsciiLetterLower(reader.Peek()) && reader.Name("a value") == Expr.Passed.Word(Naming.Alias)
            && reader.Take(','))
        {
            return true;
        }

        reader.Position = start;
        return false;
    }

    private Expr Check(VeraType[] sees, int depth)
    {
        var around = exprs.State;
        exprs.State = around.InClosure;
        var check = exprs.ReadUnder(sees, VeraType.Bool, depth, out _);
        exprs.State = around;
        return check;
    }

    private CallHalf Half(
        ImmutableArray<Expr> next, VeraType[] types, VeraType? expected, int depth, out VeraType type)
    {
        reader.Expect(',');
        var ends = exprs.ReadUnder(types, expected, depth, out type);
        var rest = reader.Take(',') ? exprs.ReadUnder([.. types, type], type, depth, out _) : null;
        reader.Expect(')');
        return new(next, ends, rest);
    }

    private int Depth()
    {
        var calls = reader.Count("the depth of a recursion", 0, CaseLimits.FoldCount);
        reader.Expect(',');
        return calls;
    }

    /// <summary>Values in brackets, which tell the types of parameters.</summary>
    private (ImmutableArray<Expr> Given, VeraType[] Types) Given(VeraType[] sees, int depth)
    {
        var (given, types) = (ImmutableArray.CreateBuilder<Expr>(), new List<VeraType>());
        reader.Expect('[');
        do
        {
            given.Add(exprs.ReadUnder(sees, null, depth, out var type));
            types.Add(type);
        }
        while (reader.Take(','));
        reader.Expect(']');
        return (given.DrainToImmutable(), [.. types]);
    }

    /// <summary>Values in brackets for parameters of known types.</summary>
    private ImmutableArray<Expr> Next(VeraType[] sees, VeraType[] wanted, int depth)
    {
        var next = ImmutableArray.CreateBuilder<Expr>();
        for (var i = 0; i < wanted.Length; i++)
        {
            reader.Expect(i == 0 ? '[' : ',');
            next.Add(exprs.ReadUnder(sees, wanted[i], depth, out _));
        }

        reader.Expect(']');
        return next.DrainToImmutable();
    }
}
