using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Where the documents come from that cases parse.</summary>
public interface IDocumentSource
{
    /// <summary>The documents that parse to a value of the type: Json, HtmlNode or MdBlock.</summary>
    IReadOnlyList<string> Of(VeraType type);

    /// <summary>A document of bounded size: the given one with a small change, or a part of it.</summary>
    /// <param name="type">What the document parses to.</param>
    /// <param name="document">One of <see cref="Of"/>.</param>
    /// <param name="below">Draws a number from 0 up to, and without, its argument: the only source of chance.</param>
    /// <param name="bytesMax">The most bytes of UTF-8 that the result may have; a longer one is not used.</param>
    string Edit(VeraType type, string document, Func<int, int> below, int bytesMax);
}

/// <summary>No documents at all: nothing is parsed.</summary>
internal sealed class NoDocuments : IDocumentSource
{
    public IReadOnlyList<string> Of(VeraType type) => [];

    public string Edit(VeraType type, string document, Func<int, int> below, int bytesMax) => document;
}
