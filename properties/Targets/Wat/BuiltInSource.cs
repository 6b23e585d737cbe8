using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>The documents that come with the tool, for drawn cases to parse.</summary>
internal sealed class BuiltInSource : IDocumentSource
{
    public static GenerationOptions AllElements { get; } = new() { Documents = new BuiltInSource() };

    public IReadOnlyList<string> Of(VeraType type) => DocumentLibrary.BuiltIn.Of(type);

    public string Edit(VeraType type, string document, Func<int, int> below, int bytesMax) =>
        DocumentEdits.Edit(document, type, below, bytesMax);
}
