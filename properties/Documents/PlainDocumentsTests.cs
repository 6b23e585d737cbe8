using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Documents;

public sealed class PlainDocumentsTests
{
    public static TheoryData<TypeKind> Kinds => [TypeKind.HtmlNode, TypeKind.MdBlock];

    [Theory, MemberData(nameof(Kinds))]
    public void The_same_draws_give_the_same_small_document_that_parses(TypeKind kind) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
        {
            var type = VeraType.Of(kind);
            var document = PlainDocuments.Write(type, Draws(numbers));
            Assert.Equal(document, PlainDocuments.Write(type, Draws(numbers)));
            Assert.True(DocumentParser.TryParse(type, document, out _, out var error), error);
            Assert.InRange(document.Length, 1, 16 << 10);
        }).QuickCheckThrowOnFailure();

    [Theory, MemberData(nameof(Kinds))]
    public void Those_of_the_fixed_choice_are_many_and_most_are_small_enough_for_cases(TypeKind kind)
    {
        var documents = PlainDocuments.Of(VeraType.Of(kind));
        Assert.InRange(documents.Count, 12, 100);
        Assert.True(
            documents.Count(d => d.Length <= GenerationLimits.DocumentBytesMax) > documents.Count * 3 / 4);
    }

    private static Func<int, int> Draws(int[] numbers)
    {
        var at = 0;
        return below => numbers.Length == 0 ? 0 : (int)(unchecked((uint)numbers[at++ % numbers.Length]) % (uint)below);
    }
}
