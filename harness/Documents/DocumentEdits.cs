using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>Makes new documents of existing ones.</summary>
/// <remarks>
/// Pure: the same document and draws give the same text. What comes out need not parse. <c>draw(n)</c> gives 0..n-1.
/// </remarks>
public static class DocumentEdits
{
    private delegate string? EditRule(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw);

    private static readonly EditRule[] Rules = [Cut, Duplicate, Delete, Swap, Nest, Poison, Poison, Truncate];

    /// <summary>The document after one or two edits, within a number of bytes of UTF-8.</summary>
    public static string Edit(string document, VeraType type, Func<int, int> draw, int maxBytes)
    {
        var edited = Excerpt(document, type, draw, maxBytes);
        for (var edits = 1 + draw(2); edits > 0; edits--)
        {
            var rule = Rules[draw(Rules.Length)];
            var next = rule(edited, type, DocumentChunks.Of(edited, type), draw);
            edited = ValidText.CutBytes(next ?? Truncate(edited, type, [], draw)!, maxBytes);
        }

        return edited;
    }

    /// <summary>
    /// A part of the document that can stand alone, within a number of bytes of UTF-8: a JSON value, an HTML element, a
    /// run of Markdown blocks. The document itself if it is no larger.
    /// </summary>
    public static string Excerpt(string document, VeraType type, Func<int, int> draw, int maxBytes)
    {
        if (ValidText.CutBytes(document, maxBytes) == document)
        {
            return document;
        }

        var window = Window(document, draw);
        var fitting = DocumentChunks.Of(window, type).FindAll(c => Fits(window, c, maxBytes));
        var whole = fitting.FindAll(c => !c.IsLeaf);
        var choice = whole.Count > 0 ? whole : fitting;
        if (choice.Count == 0)
        {
            return ValidText.CutBytes(window, maxBytes);
        }

        var first = choice[draw(choice.Count)];
        var end = type.Kind == TypeKind.MdBlock ? RunEnd(choice, first, first.Start + draw(maxBytes)) : first.End;
        return ValidText.CutBytes(window[first.Start..end], maxBytes);
    }

    /// <summary>
    /// Smaller documents to try in place of this one, boldest first. Each is shorter; the sequence is finite and made
    /// as it is read.
    /// </summary>
    public static IEnumerable<string> Smaller(string document, VeraType type) =>
        DocumentShrinks.Of(document, type).Where(candidate => candidate.Length < document.Length);

    /// <summary>Lines, so that no JSON string is torn, from a drawn place on.</summary>
    private static string Window(string document, Func<int, int> draw)
    {
        if (document.Length <= DocumentLimits.WindowChars)
        {
            return document;
        }

        var from = draw(document.Length - DocumentLimits.WindowChars);
        var start = document.LastIndexOf('\n', from) + 1;
        return ValidText.Cut(document[start..], DocumentLimits.WindowChars);
    }

    private static bool Fits(string document, Chunk chunk, int maxBytes) =>
        chunk.Length <= maxBytes && Encoding.UTF8.GetByteCount(document.AsSpan(chunk.Start, chunk.Length)) <= maxBytes;

    private static int RunEnd(List<Chunk> choice, Chunk first, int limit)
    {
        var end = first.End;
        foreach (var next in choice)
        {
            end = next.Start >= first.Start && next.End <= limit ? Math.Max(end, next.End) : end;
        }

        return end;
    }

    private static string? Cut(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw) =>
        Drawn(chunks, draw) is { } chunk ? chunk.Of(document) : null;

    private static string? Duplicate(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw)
    {
        if (Drawn(chunks, draw) is not { } chunk)
        {
            return null;
        }

        var separator = (type.Kind, chunk.Depth) switch
        {
            (TypeKind.Json, _) => ",",
            (TypeKind.MdBlock, 0) => "\n\n",
            (TypeKind.MdBlock, 1) => "\n",
            _ => "",
        };
        var copies = new StringBuilder(document);
        for (var times = 1 << draw(4); times > 0; times--)
        {
            copies.Insert(chunk.End, separator + chunk.PieceOf(document));
        }

        return copies.ToString();
    }

    private static string? Delete(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw) =>
        Drawn(chunks, draw) is { } chunk ? DocumentChunks.Without(document, type, [chunk]) : null;

    /// <summary>Two pieces change places; one inside the other takes its place.</summary>
    private static string? Swap(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw)
    {
        if (Drawn(chunks, draw) is not { } one || Drawn(chunks, draw) is not { } other)
        {
            return null;
        }

        var (first, second) = one.Start <= other.Start ? (one, other) : (other, one);
        if (first.End > second.Start)
        {
            var (outer, inner) = first.Length >= second.Length ? (first, second) : (second, first);
            return Replaced(document, outer, inner.Of(document));
        }

        return Replaced(Replaced(document, second, first.Of(document)), first, second.Of(document));
    }

    private static string? Nest(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw)
    {
        if (Drawn(chunks, draw) is not { } chunk)
        {
            return null;
        }

        // Sometimes deeper than any tree may be.
        var levels = draw(8) == 0 ? DocumentLimits.DepthMax : 1 + draw(6);
        return Replaced(document, chunk, HostileText.Nested(chunk.Of(document), type, levels, draw));
    }

    private static string? Poison(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw)
    {
        var leaves = chunks.FindAll(c => c.IsLeaf);
        return Drawn(leaves, draw) is { } leaf ? Replaced(document, leaf, HostileText.Leaf(type, draw)) : null;
    }

    private static string? Truncate(string document, VeraType type, List<Chunk> chunks, Func<int, int> draw) =>
        ValidText.Cut(document, draw(document.Length + 1));

    private static Chunk? Drawn(List<Chunk> chunks, Func<int, int> draw) =>
        chunks.Count == 0 ? null : chunks[draw(chunks.Count)];

    private static string Replaced(string document, Chunk chunk, string text) =>
        string.Concat(document.AsSpan(0, chunk.Start), text, document.AsSpan(chunk.End));
}
