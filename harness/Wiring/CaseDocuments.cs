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

/// <summary>
/// Documents for a real Vera: JSON as for any target, of HTML and Markdown what it reads as everybody does, and
/// what the user brought.
/// </summary>
internal sealed class VeraDocuments(DocumentLibrary library) : IDocumentSource
{
    private readonly CaseDocuments all = new(library);

    private readonly Dictionary<TypeKind, IReadOnlyList<string>> lists = new()
    {
        [TypeKind.Json] = [.. library.Of(VeraType.Json).Where(IsPlainJson)],
        [TypeKind.HtmlNode] = [.. PlainDocuments.Of(VeraType.HtmlNode), .. Brought(library, VeraType.HtmlNode)],
        [TypeKind.MdBlock] = [.. PlainDocuments.Of(VeraType.MdBlock), .. Brought(library, VeraType.MdBlock)],
    };

    public IReadOnlyList<string> Of(VeraType type) => lists.GetValueOrDefault(type.Kind, []);

    public string Edit(VeraType type, string document, Func<int, int> below, int bytesMax)
    {
        if (type.Kind != TypeKind.Json && PlainDocuments.Of(type).Contains(document))
        {
            return PlainDocuments.Write(type, below);
        }

        var edited = all.Edit(type, document, below, bytesMax);
        return type.Kind == TypeKind.Json && !IsPlainJson(edited) ? document : edited;
    }

    /// <summary>Half a surrogate pair is no text in Python.</summary>
    private static bool IsPlainJson(string document) => !document.Contains("\\ud", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Brought(DocumentLibrary library, VeraType type) =>
        library.Of(type).Except(DocumentLibrary.BuiltIn.Of(type));
}
