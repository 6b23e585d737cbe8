using System.Collections.Immutable;
using System.Globalization;

namespace Vera.GcStress.Reducing.Syntax;

/// <summary>Reads expressions; each slot is resolved to the binding that it counts to.</summary>
internal sealed partial class NodeReader(TokenStream tokens)
{
    private static readonly string[][] Levels =
    [
        ["|>"], ["==>"], ["||"], ["&&"], ["==", "!="], ["<", ">", "<=", ">="], ["+", "-"], ["*", "/", "%"],
    ];

    private TokenStream tokens = tokens;

    // The bindings in scope, the newest last.
    private readonly List<Binder> scope = [];

    /// <summary>Reads with more bindings in scope.</summary>
    public T Within<T>(IEnumerable<Binder> binders, Func<T> read)
    {
        var outer = scope.Count;
        scope.AddRange(binders);
        var value = read();
        scope.RemoveRange(outer, scope.Count - outer);
        return value;
    }

    /// <summary>Parameters and result of a function.</summary>
    public (ImmutableArray<Binder> Parameters, string Result) Signature()
    {
        tokens.Take("(");
        var parameters = ImmutableArray.CreateBuilder<Binder>();
        while (!tokens.Takes("->"))
        {
            parameters.Add(Binding());
            tokens.Takes(",");
        }

        tokens.Take("@");
        var result = tokens.Type();
        tokens.Take(")");
        return (parameters.ToImmutable(), result);
    }

    public string Effects()
    {
        tokens.Take("effects");
        return tokens.InParentheses();
    }

    public Node.Block Block() => tokens.Deeper(() =>
    {
        var outer = scope.Count;
        tokens.Take("{");
        var statements = ImmutableArray.CreateBuilder<Statement>();
        Node? result = null;
        while (result is null)
        {
            if (tokens.Takes("let"))
            {
                statements.Add(Let());
                continue;
            }

            var value = Expression();
            if (tokens.Takes(";"))
            {
                statements.Add(new(null, value));
            }
            else
            {
                result = value;
            }
        }

        tokens.Take("}");
        scope.RemoveRange(outer, scope.Count - outer);
        return new Node.Block(statements.ToImmutable(), result);
    });

    private Statement Let()
    {
        Pattern bound = tokens.Next.Is("@")
            ? new Pattern.Bind(Binding())
            : new Pattern.Made(tokens.Word(), tokens.List("<", () => (Pattern)new Pattern.Bind(Binding()), ">"));
        tokens.Take("=");
        var value = Expression();
        tokens.Take(";");
        scope.AddRange(bound.Binders);
        return new(bound, value);
    }

    private Node Expression() => tokens.Deeper(() => Level(0));

    private Node Level(int level)
    {
        if (level == Levels.Length)
        {
            return Prefixed();
        }

        var left = Level(level + 1);
        while (Array.Find(Levels[level], sign => tokens.Next.Is(sign)) is { } sign)
        {
            tokens.Take();
            left = new Node.Binary(sign, left, Level(level + 1));
        }

        return left;
    }

    private Node Prefixed()
    {
        if (tokens.Next.Is("-") || tokens.Next.Is("!"))
        {
            var sign = tokens.Take().Value;
            return new Node.Unary(sign, tokens.Deeper(Prefixed));
        }

        var value = Primary();
        while (tokens.Takes("["))
        {
            value = new Node.Index(value, Expression());
            tokens.Take("]");
        }

        return value;
    }

    private Node Primary()
    {
        var next = tokens.Next;
        return next.Kind switch
        {
            TokenKind.Number => new Node.Literal(tokens.Take().Value),
            TokenKind.Text => Text(),
            TokenKind.Word => Worded(next),
            _ when next.Is("@") => Slot(),
            _ when next.Is("[") => new Node.Items(tokens.List("[", Expression, "]")),
            _ when next.Is("{") => Block(),
            _ when next.Is("(") => Parenthesised(),
            _ => throw tokens.Unknown("an expression belongs here"),
        };
    }

    private Node Parenthesised()
    {
        tokens.Take("(");
        if (tokens.Takes(")"))
        {
            return new Node.Literal("()");
        }

        var inner = Expression();
        tokens.Take(")");
        return inner;
    }

    private Node Worded(Token word)
    {
        switch (word.Value)
        {
            case "true" or "false":
                return new Node.Literal(tokens.Take().Value);
            case "if":
                return Choice();
            case "match":
                return Match();
            case "fn":
                return Lambda();
            case "handle":
                return Handle();
            case "forall" or "exists" or "old" or "new" or "assert" or "assume" or "where" or "in" or "then" or "else":
                throw tokens.Unknown("an expression that is known here belongs here");
        }

        var name = tokens.Word();
        if (tokens.Next.Is(".") && tokens.After.Kind == TokenKind.Word)
        {
            tokens.Take();
            name += "." + tokens.Word();
        }

        return tokens.Next.Is("(")
            ? new Node.Call(name, tokens.List("(", Expression, ")"), true)
            : new Node.Call(name, [], false);
    }

    private Node.If Choice()
    {
        tokens.Take("if");
        var condition = Expression();
        tokens.Take("then");
        var then = Block();
        tokens.Take("else");
        return new(condition, then, Block());
    }

    private Node.Match Match()
    {
        tokens.Take("match");
        var value = Expression();
        var arms = tokens.List("{", () =>
        {
            var pattern = Pattern();
            tokens.Take("->");
            return (pattern, Body: Within(pattern.Binders, Expression));
        }, "}");
        return new(value, [.. arms.Select(arm => arm.pattern)], [.. arms.Select(arm => arm.Body)]);
    }

    private Pattern Pattern() => tokens.Deeper<Pattern>(() =>
        tokens.Next.Is("@") ? new Pattern.Bind(Binding())
        : tokens.Next.Kind is TokenKind.Number or TokenKind.Text || tokens.Next.Value is "_" or "true" or "false"
            ? new Pattern.Plain(tokens.Take().Value)
        : new Pattern.Made(tokens.Word(), tokens.Next.Is("(") ? tokens.List("(", Pattern, ")") : []));

    private Node.Lambda Lambda()
    {
        tokens.Take("fn");
        var (parameters, result) = Signature();
        var effects = Effects();
        return new(parameters, result, effects, Within(parameters, Block));
    }

    private Node.Handle Handle()
    {
        tokens.Take("handle");
        tokens.Take("[");
        var effect = tokens.Type();
        tokens.Take("]");
        var all = ImmutableArray.CreateBuilder<Node>();
        Binder? state = null;
        if (tokens.Takes("("))
        {
            state = Binding();
            tokens.Take("=");
            all.Add(Expression());
            tokens.Take(")");
        }

        var answers = tokens.List("{", () => Answer(state), "}");
        tokens.Take("in");
        all.AddRange(answers.Select(answer => answer.Body));
        all.Add(Block());
        return new(
            effect, state, [.. answers.Select(a => a.Name)], [.. answers.Select(a => a.Parameters)],
            all.ToImmutable());
    }

    private (string Name, ImmutableArray<Binder> Parameters, Node Body) Answer(Binder? state)
    {
        var name = tokens.Word();
        var parameters = tokens.List("(", Binding, ")");
        tokens.Take("->");
        return (name, parameters, Within(state is null ? parameters : [state, .. parameters], Expression));
    }

    private Binder Binding()
    {
        tokens.Take("@");
        return new(tokens.Type());
    }

    private Node.Slot Slot()
    {
        var binding = Binding();
        tokens.Take(".");
        var line = tokens.Next.Line;
        if (tokens.Next.Kind != TokenKind.Number
            || !int.TryParse(tokens.Take().Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw tokens.Unknown("a slot's number belongs here");
        }

        var alike = scope.Where(binder => binder.Type == binding.Type).ToArray();
        return number < alike.Length
            ? new(alike[^(number + 1)])
            : throw new SyntaxException(line, $"@{binding.Type}.{number} is bound by nothing that is known here");
    }
}
