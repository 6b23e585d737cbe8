using System.Text;
using FsCheck.Xunit;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

public class DocumentEditsTests
{
    [Property(MaxTest = 500)]
    public void The_same_draws_make_the_same_document(int seed)
    {
        Assert.Equal(SampleDocuments.FromSeed(seed), SampleDocuments.FromSeed(seed));
    }

    [Property(MaxTest = 500)]
    public void An_edit_stays_within_its_size(int seed)
    {
        var random = new Random(seed);
        var maxBytes = 1 + random.Next(500);
        var (type, document) = SampleDocuments.FromSeed(seed);
        var edited = DocumentEdits.Edit(document, type, random.Next, maxBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(edited), 0, maxBytes);
    }

    [Fact]
    public void Most_edits_of_documents_parse_and_differ()
    {
        foreach (var type in SampleDocuments.Types)
        {
            var documents = DocumentLibrary.BuiltIn.Of(type);
            var edited = Enumerable.Range(0, 600).Select(seed =>
                DocumentEdits.Edit(documents[seed % documents.Length], type, new Random(seed).Next, 1000)).ToList();
            Assert.InRange(edited.Count(document => DocumentParser.TryParse(type, document, out _, out _)), 300, 600);
            Assert.InRange(edited.Distinct().Count(), 300, 600);
        }
    }

    [Fact]
    public void An_excerpt_of_a_large_document_parses()
    {
        foreach (var type in SampleDocuments.Types)
        {
            foreach (var document in SampleDocuments.Files.Of(type).Where(d => d.Length > 600))
            {
                for (var seed = 0; seed < 20; seed++)
                {
                    var excerpt = DocumentEdits.Excerpt(document, type, new Random(seed).Next, 500);
                    Assert.InRange(Encoding.UTF8.GetByteCount(excerpt), 1, 500);
                    Assert.True(DocumentParser.TryParse(type, excerpt, out _, out var error), $"{error}: {excerpt}");
                }
            }
        }
    }

    [Property]
    public void Every_smaller_document_is_shorter_and_they_end(int seed)
    {
        var (type, document) = SampleDocuments.FromSeed(seed);
        var smaller = DocumentEdits.Smaller(document, type).ToList();
        Assert.All(smaller, candidate => Assert.InRange(candidate.Length, 0, document.Length - 1));
        Assert.Equal(smaller, DocumentEdits.Smaller(document, type));
        Assert.InRange(smaller.Count, document.Length > 0 ? 1 : 0, 12 * DocumentLimits.CandidatesMax);
    }

    [Theory]
    [InlineData('J', "null", "null")]
    [InlineData('J', "null", "1e999")]
    [InlineData('J', "needle", "\"needle\"")]
    [InlineData('H', "needle", "needle")]
    [InlineData('M', "needle", "needle")]
    public void Shrinking_ends_at_the_part_that_matters(char kind, string start, string needed)
    {
        var type = SampleDocuments.Types.Single(t => t.ToString()[0] == kind);
        var document = kind switch
        {
            'J' => $"{{\"a\":[1,{{\"b\":\"{start}\",\"c\":[{needed}, true]}},[2,3]],\"d\":{{\"e\":\"more\"}}}}",
            'H' => $"<div><ul><li>one<li class=x>{start} <b>two</b></ul><p>text</p></div><!-- c -->",
            _ => $"# Title\n\n- a\n  - b {start} c\n- d\n\n| x |\n|---|\n| y |\n",
        };
        bool Keeps(string text) =>
            text.Contains(needed, StringComparison.Ordinal) && DocumentParser.TryParse(type, text, out _, out _);

        while (DocumentEdits.Smaller(document, type).FirstOrDefault(Keeps) is { } smaller)
        {
            document = smaller;
        }

        Assert.Equal(needed, document);
    }

    [Property(MaxTest = 300)]
    public void Json_without_some_of_its_pieces_is_json(int seed)
    {
        var random = new Random(seed);
        var documents = SampleDocuments.Files.Of(VeraType.Json);
        var document = documents[random.Next(documents.Length)];
        var chunks = DocumentChunks.Of(document, VeraType.Json);
        var depth = chunks[random.Next(chunks.Count)].Depth;
        var gone = chunks.Where(c => c.Depth == depth && depth > 0 && random.Next(2) == 0).OrderBy(c => c.Start);

        var rest = DocumentChunks.Without(document, VeraType.Json, gone.ToArray());
        Assert.True(DocumentParser.TryParse(VeraType.Json, rest, out _, out var error), $"{error}: {rest}");
    }
}
