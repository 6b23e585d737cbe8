namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>Cuts a module's text into tokens, so that names in strings and comments are nothing but that.</summary>
internal static class WatScanner
{
    /// <summary>The longest text that is read, in characters; modules of real programs have a million.</summary>
    public const int CharsMax = 32 << 20;

    /// <summary>All tokens, in order.</summary>
    /// <exception cref="ModuleException">A string or comment does not end, or the text is too long.</exception>
    public static List<WatToken> Scan(string text)
    {
        if (text.Length > CharsMax)
        {
            throw new ModuleException($"the module's text is longer than {CharsMax >> 20} million characters");
        }

        var tokens = new List<WatToken>();
        for (var at = 0; at < text.Length;)
        {
            var end = EndOfGap(text, at);
            if (end == at)
            {
                var token = Token(text, at);
                tokens.Add(token);
                end = token.End;
            }

            at = end;
        }

        return tokens;
    }

    /// <summary>Where white space or a comment that begins here ends; here, if none does.</summary>
    private static int EndOfGap(string text, int at)
    {
        if (char.IsWhiteSpace(text[at]))
        {
            return at + 1;
        }

        if (Pair(text, at, ';', ';'))
        {
            var line = text.IndexOf('\n', at);
            return line < 0 ? text.Length : line + 1;
        }

        return Pair(text, at, '(', ';') ? EndOfBlock(text, at) : at;
    }

    /// <summary>Block comments nest.</summary>
    private static int EndOfBlock(string text, int at)
    {
        var depth = 0;
        do
        {
            var (opens, closes) = (Pair(text, at, '(', ';'), Pair(text, at, ';', ')'));
            depth += opens ? 1 : closes ? -1 : 0;
            at += opens || closes ? 2 : 1;
            if (at >= text.Length && depth > 0)
            {
                throw new ModuleException("the module's text ends in a comment");
            }
        }
        while (depth > 0);
        return at;
    }

    private static WatToken Token(string text, int at) => text[at] switch
    {
        '(' => new(WatTokenKind.Open, at, at + 1),
        ')' => new(WatTokenKind.Close, at, at + 1),
        '"' => new(WatTokenKind.Text, at, EndOfText(text, at)),
        _ => new(WatTokenKind.Word, at, EndOfWord(text, at)),
    };

    private static int EndOfText(string text, int at)
    {
        for (var end = at + 1; end < text.Length; end++)
        {
            if (text[end] == '"')
            {
                return end + 1;
            }

            end += text[end] == '\\' ? 1 : 0;
        }

        throw new ModuleException("the module's text ends in a string");
    }

    private static int EndOfWord(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !"()\";".Contains(text[end]))
        {
            end++;
        }

        return end;
    }

    private static bool Pair(string text, int at, char first, char second) =>
        text[at] == first && at + 1 < text.Length && text[at + 1] == second;
}
