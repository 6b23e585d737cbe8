using System.Diagnostics;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>
/// A piece of a document's text: a JSON value, an HTML element or text, a Markdown block, line or phrase.
/// </summary>
/// <param name="PieceStart">Where the piece begins with what belongs to it: the key of an object's member.</param>
/// <param name="Start">Where the piece itself begins, as it can stand alone.</param>
/// <param name="End">Behind the last character.</param>
/// <param name="Depth">How many pieces it lies in.</param>
/// <param name="IsLeaf">Whether it is a scalar or plain text.</param>
internal readonly record struct Chunk(int PieceStart, int Start, int End, int Depth, bool IsLeaf)
{
    public int Length => End - Start;

    public string Of(string document) => document[Start..End];

    public string PieceOf(string document) => document[PieceStart..End];
}

/// <summary>Finds the pieces of a document in its text, whether or not it is well-formed.</summary>
/// <remarks>One pass without recursion; at most <see cref="DocumentLimits.ChunksMax"/> pieces.</remarks>
internal static class DocumentChunks
{
    /// <summary>The pieces in the order of their ends, so that inner ones come first.</summary>
    public static List<Chunk> Of(string document, VeraType type) => type.Kind switch
    {
        TypeKind.Json => JsonChunks.Of(document),
        TypeKind.HtmlNode => HtmlChunks.Of(document),
        TypeKind.MdBlock => MarkdownChunks.Of(document),
        _ => throw new UnreachableException($"no document has the type {type}"),
    };

    /// <summary>
    /// The document without some disjoint pieces, given in the order of their places; in JSON their commas go with
    /// them.
    /// </summary>
    public static string Without(string document, VeraType type, ReadOnlySpan<Chunk> pieces)
    {
        var cuts = new List<(int Start, int End)>(pieces.Length);
        for (var i = pieces.Length - 1; i >= 0; i--)
        {
            cuts.Add(type.Kind == TypeKind.Json ? WithComma(document, pieces[i], cuts) : Plain(pieces[i]));
        }

        var rest = new StringBuilder(document.Length);
        var at = 0;
        for (var i = cuts.Count - 1; i >= 0; i--)
        {
            rest.Append(document, at, Math.Max(at, cuts[i].Start) - at);
            at = Math.Max(at, cuts[i].End);
        }

        return rest.Append(document, at, document.Length - at).ToString();

        static (int Start, int End) Plain(Chunk chunk) => (chunk.PieceStart, chunk.End);
    }

    /// <summary>The piece and the comma behind it, or else the one before it.</summary>
    private static (int Start, int End) WithComma(string document, Chunk chunk, List<(int Start, int End)> cuts)
    {
        var end = NextKept(document, chunk.End, cuts);
        if (end < document.Length && document[end] == ',')
        {
            return (chunk.PieceStart, end + 1);
        }

        var start = chunk.PieceStart;
        while (start > 0 && char.IsWhiteSpace(document[start - 1]))
        {
            start--;
        }

        return start > 0 && document[start - 1] == ',' ? (start - 1, chunk.End) : (chunk.PieceStart, chunk.End);
    }

    /// <summary>The next character that is neither a space nor cut already; cuts are listed from the last on.</summary>
    private static int NextKept(string document, int at, List<(int Start, int End)> cuts)
    {
        var next = cuts.Count - 1;
        while (at < document.Length)
        {
            if (next >= 0 && cuts[next].Start <= at)
            {
                at = Math.Max(at, cuts[next--].End);
            }
            else if (char.IsWhiteSpace(document[at]))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
