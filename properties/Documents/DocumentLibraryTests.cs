using System.Text;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

public sealed class DocumentLibraryTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("vera-documents").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Every_file_of_the_project_is_usable()
    {
        var report = SampleDocuments.Files.Report;
        Assert.Empty(report.Skipped);
        Assert.Equal(report.FilesSeen, report.Usable);
        Assert.All(SampleDocuments.Types, type => Assert.InRange(SampleDocuments.Files.Of(type).Length, 10, 100));
    }

    [Fact]
    public void Built_in_documents_are_small_and_use_every_constructor()
    {
        foreach (var type in SampleDocuments.Types)
        {
            var documents = DocumentLibrary.BuiltIn.Of(type);
            Assert.All(documents, document => Assert.InRange(Encoding.UTF8.GetByteCount(document), 0, 399));
            var used = documents.SelectMany(document => Constructors(Parsed(type, document))).ToHashSet();
            Assert.Superset(type.Constructors.Select(c => c.Name).ToHashSet(), used);
        }
    }

    [Fact]
    public void What_cannot_be_used_is_counted_by_reason()
    {
        Write("a/good.json", "[1]");
        Write("a/b/page.HTM", "<p>x");
        Write("a/b/text.markdown", "\uFEFF# x");
        Write("other.txt", "not looked at");
        Write("bad.json", "{");
        Write("empty.md", "");
        Write("large.html", new string('x', DocumentLimits.BytesMax + 1));
        File.WriteAllBytes(Path.Combine(folder, "latin1.md"), [0x61, 0xE9]);
        File.CreateSymbolicLink(Path.Combine(folder, "link.json"), Path.Combine(folder, "a", "good.json"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "a", "loop"), folder);

        var library = DocumentLibrary.Load([folder]);

        var skipped = "1 empty, 1 too large, 1 not UTF-8, 1 unparsable, 1 symbolic links";
        Assert.Equal($"3 of 8 documents: 1 JSON, 1 HTML, 1 Markdown; skipped {skipped}", library.Report.ToString());
        Assert.Equal("# x", library.Of(VeraType.MdBlock)[0]);
    }

    [Fact]
    public void Order_is_that_of_names_whatever_the_file_system_says()
    {
        foreach (var name in new[] { "b.json", "B.json", "a/z.json", "a.json", "_/y.json" })
        {
            Write(name, $"\"{name}\"");
        }

        Assert.Equal(
            ["\"B.json\"", "\"a.json\"", "\"b.json\"", "\"_/y.json\"", "\"a/z.json\""],
            DocumentLibrary.Load([folder]).Of(VeraType.Json));
    }

    [Fact]
    public void A_folder_that_gives_no_document_is_an_error_of_one_line()
    {
        Write("notes.txt", "x");
        var missing = Path.Combine(folder, "missing");
        Assert.Contains(missing, Failure(missing), StringComparison.Ordinal);
        Assert.StartsWith("no .json", Failure(folder), StringComparison.Ordinal);

        Write("broken.json", "[");
        Assert.Contains("1 unparsable", Failure(folder), StringComparison.Ordinal);
    }

    private static string Failure(string path)
    {
        var message = Assert.Throws<DocumentException>(() => DocumentLibrary.Load([path])).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static Expr Parsed(VeraType type, string document)
    {
        Assert.True(DocumentParser.TryParse(type, document, out var tree, out var error), error);
        return tree;
    }

    private static IEnumerable<string> Constructors(Expr tree) =>
        tree.Parts.SelectMany(Constructors).Concat(tree is Expr.Construct value ? [value.Constructor.Name] : []);
}
