using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>The documents that cases draw from, by the type that they parse to.</summary>
/// <remarks>Every document in it parses.</remarks>
public sealed class DocumentLibrary
{
    private readonly ImmutableArray<string> json;
    private readonly ImmutableArray<string> html;
    private readonly ImmutableArray<string> markdown;

    internal DocumentLibrary(
        ImmutableArray<string> json,
        ImmutableArray<string> html,
        ImmutableArray<string> markdown,
        LoadReport report)
    {
        this.json = json;
        this.html = html;
        this.markdown = markdown;
        Report = report;
    }

    /// <summary>Small documents that come with the tool, common and awkward ones.</summary>
    public static DocumentLibrary BuiltIn { get; } = new(
        BuiltInDocuments.Json,
        BuiltInDocuments.Html,
        BuiltInDocuments.Markdown,
        new LoadReport(0, 0, 0, 0, ImmutableSortedDictionary<SkipReason, int>.Empty));

    /// <summary>What became of the files; all zero for the built-in documents.</summary>
    public LoadReport Report { get; }

    /// <summary>
    /// Reads the .json, .html, .htm, .md and .markdown files below the folders: of each folder its files, then its
    /// subfolders, both in the ordinal order of their names. Symbolic links are not followed.
    /// </summary>
    /// <exception cref="DocumentException">
    /// A folder does not exist or has no document that can be used.
    /// </exception>
    public static DocumentLibrary Load(IEnumerable<string> folders)
    {
        var loader = new DocumentLoader();
        foreach (var folder in folders)
        {
            loader.Load(folder);
        }

        return loader.ToLibrary();
    }

    /// <summary>The documents that parse to the type, in a fixed order. May be empty.</summary>
    public ImmutableArray<string> Of(VeraType type) => type.Kind switch
    {
        TypeKind.Json => json,
        TypeKind.HtmlNode => html,
        TypeKind.MdBlock => markdown,
        _ => throw new UnreachableException($"no document has the type {type}"),
    };

    /// <summary>This library's documents, then those of another.</summary>
    public DocumentLibrary With(DocumentLibrary other) => new(
        json.AddRange(other.json), html.AddRange(other.html), markdown.AddRange(other.markdown), other.Report);
}
