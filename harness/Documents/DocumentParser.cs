using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>Parses a document into the literal expression that builds the same tree.</summary>
/// <remarks>
/// The same type and text always give the same answer. Trees consist of <see cref="Expr.Construct"/>,
/// <see cref="Expr.ArrayOf"/>, <see cref="Expr.Container"/> and scalar literals only; every string in them is valid
/// Unicode. Safe to call from any thread.
/// </remarks>
public static class DocumentParser
{
    private static readonly Answer?[] Cache = new Answer?[DocumentLimits.CachedDocuments];

    /// <summary>
    /// Parses a document as Json, HtmlNode or MdBlock. One that is malformed or over a limit is an error text of one
    /// line, never an exception.
    /// </summary>
    public static bool TryParse(
        VeraType type,
        string document,
        [NotNullWhen(true)] out Expr? tree,
        [NotNullWhen(false)] out string? error)
    {
        var answer = document.Length <= DocumentLimits.CachedCharsMax ? Cached(type, document) : Parse(type, document);
        tree = answer.Tree;
        error = answer.Error;
        return answer.Tree is not null;
    }

    /// <summary>The last answer per slot: a run parses each document twice, in the model and in the target.</summary>
    private static Answer Cached(VeraType type, string document)
    {
        ref var slot = ref Cache[document.GetHashCode() & (DocumentLimits.CachedDocuments - 1)];
        var known = Volatile.Read(ref slot);
        if (known is not null && known.Type == type && known.Document == document)
        {
            return known;
        }

        var answer = Parse(type, document);
        Volatile.Write(ref slot, answer);
        return answer;
    }

    private static Answer Parse(VeraType type, string document)
    {
        try
        {
            if (Encoding.UTF8.GetByteCount(document) > DocumentLimits.BytesMax)
            {
                throw new DocumentException($"larger than {DocumentLimits.BytesMax} bytes");
            }

            RuntimeHelpers.EnsureSufficientExecutionStack();
            return new Answer(type, document, Read(type, document), null);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or UnreachableException))
        {
            // A library that stumbles over hostile text must not end a campaign: whatever it throws, and it throws
            // the same every time, the document does not parse.
            return new Answer(type, document, null, OneLine(e.Message));
        }
    }

    private static Expr Read(VeraType type, string document) => type.Kind switch
    {
        TypeKind.Json => JsonDocuments.Read(document),
        TypeKind.HtmlNode => HtmlDocuments.Read(document),
        TypeKind.MdBlock => MarkdownDocuments.Read(document),
        _ => throw new UnreachableException($"no document has the type {type}"),
    };

    private static string OneLine(string message)
    {
        var line = message.ReplaceLineEndings(" ");
        return line.Length <= DocumentLimits.ErrorCharsMax ? line : ValidText.Cut(line, DocumentLimits.ErrorCharsMax);
    }

    private sealed record Answer(VeraType Type, string Document, Expr? Tree, string? Error);
}
