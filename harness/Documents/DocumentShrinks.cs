using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>What to try in place of a document that is too large to read, boldest first.</summary>
internal static class DocumentShrinks
{
    /// <summary>Lazy; a candidate may be no shorter than the document, and may come twice.</summary>
    public static IEnumerable<string> Of(string document, VeraType type)
    {
        var smallest = Smallest(type);
        return document.Length == 0
            ? []
            : smallest.Concat(FromPieces(document, type)).Concat(Compacted(document, type)).Concat(Spans(document));
    }

    private static string[] Smallest(VeraType type) => type.Kind switch
    {
        TypeKind.Json => ["0", "[]", "{}", "\"\"", "null", "[0]", "[[]]", "{\"\":0}"],
        TypeKind.HtmlNode => ["", "a", "<p>", "<!---->", "<p a>", "<p>a"],
        TypeKind.MdBlock => ["", "a", "- a", "> a", "`a`"],
        _ => throw new UnreachableException($"no document has the type {type}"),
    };

    private static IEnumerable<string> FromPieces(string document, VeraType type)
    {
        var chunks = DocumentChunks.Of(document, type);
        return Alone(document, chunks).Concat(Removed(document, type, chunks)).Concat(Leaves(document, type, chunks));
    }

    /// <summary>One piece instead of the whole, the largest first and plain text last.</summary>
    private static IEnumerable<string> Alone(string document, List<Chunk> chunks) =>
        chunks.OrderBy(c => c.IsLeaf)
            .ThenByDescending(c => c.Length)
            .Take(DocumentLimits.CandidatesMax)
            .Select(c => c.Of(document));

    /// <summary>Pieces of one depth left out: half of them, the other half, quarters ... down to each.</summary>
    private static IEnumerable<string> Removed(string document, VeraType type, List<Chunk> chunks)
    {
        foreach (var level in chunks.GroupBy(c => c.Depth).OrderBy(level => level.Key))
        {
            var pieces = level.OrderBy(c => c.Start).ToArray();
            var left = DocumentLimits.CandidatesMax;
            for (var size = (pieces.Length + 1) / 2; size > 0 && left > 0; size = size == 1 ? 0 : (size + 1) / 2)
            {
                for (var at = 0; at < pieces.Length && left-- > 0; at += size)
                {
                    var gone = pieces.AsSpan(at, Math.Min(size, pieces.Length - at));
                    yield return DocumentChunks.Without(document, type, gone);
                }
            }
        }
    }

    /// <summary>Scalars and texts made small one by one.</summary>
    private static IEnumerable<string> Leaves(string document, VeraType type, List<Chunk> chunks)
    {
        foreach (var leaf in chunks.Where(c => c.IsLeaf).Take(DocumentLimits.CandidatesMax))
        {
            foreach (var text in Shorter(leaf.Of(document), type))
            {
                yield return string.Concat(document.AsSpan(0, leaf.Start), text, document.AsSpan(leaf.End));
            }
        }
    }

    private static string[] Shorter(string leaf, VeraType type)
    {
        if (type.Kind != TypeKind.Json)
        {
            return ["a", ValidText.Cut(leaf, leaf.Length / 2)];
        }

        return leaf.StartsWith('"') && leaf.Length > 2
            ? ["\"\"", $"\"{ValidText.Cut(leaf[1..^1], (leaf.Length - 2) / 2)}\""]
            : ["0"];
    }

    /// <summary>JSON without its spaces and escapes.</summary>
    private static IEnumerable<string> Compacted(string document, VeraType type)
    {
        if (type.Kind == TypeKind.Json
            && DocumentParser.TryParse(type, document, out var tree, out _)
            && DocumentText.Render(tree) is { } compact)
        {
            yield return compact;
        }
    }

    /// <summary>The plain text with spans left out, halves first, single characters where it is short.</summary>
    private static IEnumerable<string> Spans(string document)
    {
        var left = DocumentLimits.CandidatesMax;
        for (var size = (document.Length + 1) / 2; size > 0; size = size == 1 ? 0 : (size + 1) / 2)
        {
            for (var at = 0; at < document.Length && left-- > 0; at += size)
            {
                var end = Math.Min(at + size, document.Length);
                if (!Tears(document, at) && !Tears(document, end))
                {
                    yield return document.Remove(at, end - at);
                }
            }
        }
    }

    private static bool Tears(string document, int at) =>
        at > 0 && at < document.Length && char.IsHighSurrogate(document[at - 1]);
}
