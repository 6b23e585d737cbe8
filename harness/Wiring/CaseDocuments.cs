using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Wiring;

/// <summary>A library of documents as the generator sees it.</summary>
internal sealed class CaseDocuments(DocumentLibrary library) : IDocumentSource
{
    private readonly Dictionary<TypeKind, IReadOnlyList<string>> lists = new[]
    {
        VeraType.Json, VeraType.HtmlNode, VeraType.MdBlock,
    }.ToDictionary(type => type.Kind, type => (IReadOnlyList<string>)library.Of(type));

    public IReadOnlyList<string> Of(VeraType type) => lists.GetValueOrDefault(type.Kind, []);

    /// <summary>A part of the document every fourth time, and otherwise an edit of it.</summary>
    public string Edit(VeraType type, string document, Func<int, int> below, int bytesMax) => below(4) == 0
        ? DocumentEdits.Excerpt(document, type, below, bytesMax)
        : DocumentEdits.Edit(document, type, below, bytesMax);
}
