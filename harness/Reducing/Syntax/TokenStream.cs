using System.Collections.Immutable;
using System.Text;

namespace Vera.GcStress.Reducing.Syntax;

/// <summary>Tokens that are taken one by one.</summary>
internal sealed class TokenStream(List<Token> tokens, int depthMax)
{
    private int at;
    private int depth;

    public Token Next => tokens[at];

    public Token After => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public SyntaxException Unknown(string wanted) => new(Next.Line, $"{wanted}, and here is {Shown(Next.Value)}");

    public Token Take()
    {
        var taken = Next;
        at += taken.Kind == TokenKind.End ? 0 : 1;
        return taken;
    }

    public bool Takes(string value)
    {
        var found = Next.Is(value);
        at += found ? 1 : 0;
        return found;
    }

    public void Take(string value)
    {
        if (!Takes(value))
        {
            throw Unknown($"'{value}' belongs here");
        }
    }

    public string Word() => Next.Kind == TokenKind.Word ? Take().Value : throw Unknown("a name belongs here");

    /// <summary>Carries something out one level deeper; texts from anywhere may be nested without end.</summary>
    public T Deeper<T>(Func<T> read)
    {
        depth++;
        var value = depth > depthMax ? throw new SyntaxException(Next.Line, "it is nested too deep") : read();
        depth--;
        return value;
    }

    /// <summary>A list with commas between two signs.</summary>
    public ImmutableArray<T> List<T>(string open, Func<T> read, string close)
    {
        Take(open);
        var items = ImmutableArray.CreateBuilder<T>();
        while (!Takes(close))
        {
            if (items.Count > 0)
            {
                Take(",");
            }

            items.Add(read());
        }

        return items.ToImmutable();
    }

    /// <summary>A type as one text, spelled alike wherever it stands; of a refined one, its condition too.</summary>
    public string Type() => Deeper(() =>
    {
        if (Next.Is("{"))
        {
            return Between("{", "}");
        }

        if (!Takes("fn"))
        {
            var name = Word();
            return Next.Is("<") ? name + TypeArguments() : name;
        }

        Take("(");
        var taken = new List<string>();
        while (!Takes("->"))
        {
            taken.Add(Type());
            Takes(",");
        }

        var result = Type();
        Take(")");
        Take("effects");
        return $"fn({string.Join(", ", taken)}{(taken.Count > 0 ? " " : "")}-> {result}) effects{InParentheses()}";
    });

    public string TypeArguments() => $"<{string.Join(", ", List("<", Type, ">"))}>";

    /// <summary>What stands in parentheses, as it is spelled.</summary>
    public string InParentheses() => Between("(", ")");

    private string Between(string opening, string closing)
    {
        if (!Next.Is(opening))
        {
            throw Unknown($"'{opening}' belongs here");
        }

        var text = new StringBuilder();
        var open = 0;
        Token last = default;
        do
        {
            var token = Take();
            open += token.Is(opening) ? 1 : token.Is(closing) ? -1 : 0;
            if (token.Kind == TokenKind.End)
            {
                throw new SyntaxException(token.Line, $"'{opening}' is not closed");
            }

            text.Append(NeedsBlank(last, token) ? " " : "").Append(token.Value);
            last = token;
        }
        while (open > 0);

        return $"{text}";
    }

    private static bool NeedsBlank(Token left, Token right) =>
        left.Value is not (null or "(" or "@" or "." or "<" or "!")
        && right.Value is not ("(" or ")" or "," or "." or "<" or ">" or "[" or "]");

    private static string Shown(string value) => value.Length <= 20 ? value : value[..20] + "...";
}
