namespace Vera.GcStress.Documents;

/// <summary>How much of a document, and how many documents, are worth reading. Every limit is here.</summary>
/// <remarks>
/// The last group keeps the libraries out of inputs on which they are quadratic or worse: AngleSharp in the number of
/// open elements and of formatting elements that it reopens, Markdig in the marks of one paragraph and in the
/// containers that one line opens. Each bound is far above what a written document has.
/// </remarks>
public static class DocumentLimits
{
    /// <summary>The longest document, in bytes of UTF-8.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>The deepest tree, in values inside values.</summary>
    public const int DepthMax = 64;

    /// <summary>The largest tree, in values; keys and attributes count as one each.</summary>
    public const int NodesMax = 20_000;

    /// <summary>All the documents of one library together, in bytes.</summary>
    public const int LibraryBytesMax = 64 * 1024 * 1024;

    /// <summary>The longest error text, in characters.</summary>
    public const int ErrorCharsMax = 200;

    /// <summary>Work that the HTML parser may be given: the depths of all elements, and what follows.</summary>
    public const int HtmlWorkMax = 400_000;

    /// <summary>What one formatting element costs that the parser reopened after misnested tags.</summary>
    public const int HtmlReopenedElementWork = 4;

    /// <summary>What an element costs that is more than a node to the DOM: frames, base addresses, links.</summary>
    public const int HtmlHeavyElementWork = 400;

    /// <summary>The sum, over all paragraphs of a Markdown text, of the square of the marks in it.</summary>
    public const long MarkdownWorkMax = 25_000_000;

    /// <summary>Quotes and lists that one line of Markdown may open.</summary>
    public const int MarkdownMarkersPerLineMax = 128;

    /// <summary>The part of a long document that an excerpt is looked for in, in characters.</summary>
    public const int WindowChars = 32 * 1024;

    /// <summary>Pieces of a document that edits know.</summary>
    public const int ChunksMax = 4096;

    /// <summary>Candidates that shrinking offers of one sort.</summary>
    public const int CandidatesMax = 256;

    /// <summary>Documents up to this length are kept parsed, in characters.</summary>
    public const int CachedCharsMax = 4096;

    /// <summary>How many parsed documents are kept. A power of two.</summary>
    public const int CachedDocuments = 256;
}
