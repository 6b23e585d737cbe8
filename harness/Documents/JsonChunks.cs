namespace Vera.GcStress.Documents;

/// <summary>The values in a JSON text, closed ones only; stray brackets are passed over.</summary>
internal static class JsonChunks
{
    public static List<Chunk> Of(string document)
    {
        var chunks = new List<Chunk>();
        var open = new Stack<(int Piece, int Start)>();
        var key = -1;
        for (var at = 0; at < document.Length && chunks.Count < DocumentLimits.ChunksMax;)
        {
            var start = at;
            switch (document[at])
            {
                case '[' or '{':
                    open.Push((TakePiece(start, ref key), start));
                    at++;
                    break;
                case ']' or '}':
                    at++;
                    if (open.TryPop(out var opened))
                    {
                        chunks.Add(new Chunk(opened.Piece, opened.Start, at, open.Count, false));
                    }

                    break;
                case '"':
                    at = StringEnd(document, start);
                    if (IsKey(document, at))
                    {
                        key = start;
                        break;
                    }

                    chunks.Add(new Chunk(TakePiece(start, ref key), start, at, open.Count, true));
                    break;
                case var c when IsWord(c):
                    at = WordEnd(document, start);
                    chunks.Add(new Chunk(TakePiece(start, ref key), start, at, open.Count, true));
                    break;
                default:
                    at++;
                    break;
            }
        }

        return chunks;
    }

    private static int TakePiece(int start, ref int key)
    {
        var piece = key < 0 ? start : key;
        key = -1;
        return piece;
    }

    private static int StringEnd(string document, int start)
    {
        var at = start + 1;
        while (at < document.Length && document[at] != '"')
        {
            at += document[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, document.Length);
    }

    private static bool IsKey(string document, int at)
    {
        while (at < document.Length && char.IsWhiteSpace(document[at]))
        {
            at++;
        }

        return at < document.Length && document[at] == ':';
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or '.';

    private static int WordEnd(string document, int at)
    {
        while (at < document.Length && IsWord(document[at]))
        {
            at++;
        }

        return at;
    }
}
