using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Where the documents come from that cases parse.</summary>
public interface IDocumentSource
{
    /// <summary>The documents that parse to a value of the type: Json, HtmlNode or MdBlock.</summary>
    IReadOnlyList<string> Of(VeraType type);

    /// <summary>The document with a small change.</summary>
    /// <param name="type">What the document parses to.</param>
    /// <param name="document">One of <see cref="Of"/>.</param>
    /// <param name="below">Draws a number from 0 up to, and without, its argument: the only source of chance.</param>
    string Edit(VeraType type, string document, Func<int, int> below);
}

/// <summary>No documents at all: nothing is parsed.</summary>
public sealed class NoDocuments : IDocumentSource
{
    public IReadOnlyList<string> Of(VeraType type) => [];

    public string Edit(VeraType type, string document, Func<int, int> below) => document;
}
