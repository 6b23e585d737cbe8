namespace Vera.GcStress.Reducing.Syntax;

/// <summary>Cuts a Vera program into tokens; comments are passed over.</summary>
internal static class Tokens
{
    private static readonly string[] Signs = ["==>", "->", "|>", "||", "&&", "==", "!=", "<=", ">="];

    private const string SingleSigns = "(){}[]<>,;.@=|+-*/%!";

    /// <exception cref="SyntaxException">There is something that no token begins with, or a text without an end.
    /// </exception>
    public static List<Token> Of(string source, int line = 1)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < source.Length;)
        {
            var blank = BlankFrom(source, at, line);
            if (blank > at)
            {
                line += source.AsSpan(at, blank - at).Count('\n');
                at = blank;
                continue;
            }

            var (kind, end) = Next(source, at, line);
            tokens.Add(new(kind, source[at..end], line));
            line += source.AsSpan(at, end - at).Count('\n');
            at = end;
        }

        tokens.Add(new(TokenKind.End, "the end of the file", line));
        return tokens;
    }

    /// <summary>The end of the text that begins at a quote.</summary>
    private static int TextEnd(string source, int start, int line)
    {
        var depth = 0;
        for (var at = start + 1; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '\\' when depth == 0 && at + 1 < source.Length:
                    depth = source[++at] == '(' ? 1 : 0;
                    break;
                case '(' when depth > 0:
                    depth++;
                    break;
                case ')' when depth > 0:
                    depth--;
                    break;
                case '"' when depth == 0:
                    return at + 1;
                case '\n':
                    throw new SyntaxException(line, "a text without an end");
            }
        }

        throw new SyntaxException(line, "a text without an end");
    }

    private static (TokenKind Kind, int End) Next(string source, int at, int line)
    {
        var first = source[at];
        if (char.IsAsciiLetter(first) || first == '_')
        {
            return (TokenKind.Word, Run(source, at, c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        }

        if (char.IsAsciiDigit(first))
        {
            var end = Run(source, at, char.IsAsciiDigit);
            var isSlot = at > 0 && source[at - 1] == '.';
            return (TokenKind.Number, !isSlot && end + 1 < source.Length && source[end] == '.'
                && char.IsAsciiDigit(source[end + 1]) ? Run(source, end + 1, char.IsAsciiDigit) : end);
        }

        if (first == '"')
        {
            return (TokenKind.Text, TextEnd(source, at, line));
        }

        var sign = Signs.FirstOrDefault(s => string.CompareOrdinal(source, at, s, 0, s.Length) == 0);
        return (TokenKind.Sign, sign is not null ? at + sign.Length
            : SingleSigns.Contains(first, StringComparison.Ordinal) ? at + 1
            : throw new SyntaxException(line, $"no token begins with the character {(int)first:x}"));
    }

    /// <summary>Where blanks and a comment end that begin at a place.</summary>
    private static int BlankFrom(string source, int at, int line)
    {
        if (char.IsWhiteSpace(source[at]))
        {
            return Run(source, at, char.IsWhiteSpace);
        }

        if (string.CompareOrdinal(source, at, "--", 0, 2) == 0)
        {
            return Run(source, at, c => c != '\n');
        }

        var close = string.CompareOrdinal(source, at, "{-", 0, 2) == 0 ? "-}"
            : string.CompareOrdinal(source, at, "/*", 0, 2) == 0 ? "*/"
            : null;
        var end = close is null ? at : source.IndexOf(close, at + 2, StringComparison.Ordinal) + 2;
        return end >= at ? end : throw new SyntaxException(line, "a comment without an end");
    }

    private static int Run(string source, int at, Func<char, bool> takes)
    {
        while (at < source.Length && takes(source[at]))
        {
            at++;
        }

        return at;
    }
}
