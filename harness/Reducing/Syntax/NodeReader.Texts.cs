using System.Collections.Immutable;

namespace Vera.GcStress.Reducing.Syntax;

internal sealed partial class NodeReader
{
    private Node.Text Text()
    {
        var token = tokens.Take();
        var (pieces, shown) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<Node>());
        var from = 1;
        for (var at = 1; at < token.Value.Length - 1; at++)
        {
            if (token.Value[at] != '\\')
            {
                continue;
            }

            at++;
            if (token.Value[at] == '(')
            {
                pieces.Add(token.Value[from..(at - 1)]);
                var end = Closing(token.Value, at);
                shown.Add(Interpolated(token.Value[(at + 1)..end], token.Line));
                (at, from) = (end, end + 1);
            }
        }

        pieces.Add(token.Value[from..^1]);
        return new(pieces.ToImmutable(), shown.ToImmutable());
    }

    private static int Closing(string text, int open)
    {
        var depth = 1;
        var at = open;
        while (depth > 0)
        {
            at++;
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        }

        return at;
    }

    private Node Interpolated(string source, int line)
    {
        var outer = tokens;
        tokens = new(Tokens.Of(source, line), 100);
        var value = Expression();
        if (tokens.Next.Kind != TokenKind.End)
        {
            throw tokens.Unknown("an interpolation ends with its expression");
        }

        tokens = outer;
        return value;
    }
}
