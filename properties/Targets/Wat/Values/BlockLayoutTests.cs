using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Values;

/// <summary>The sizes and offsets that were dumped from live memory of Vera.</summary>
public class BlockLayoutTests
{
    /// <summary>Type, constructor, payload bytes, and the offset of each field.</summary>
    private static readonly (VeraType Type, string Constructor, int Bytes, int[] Offsets)[] Dumped =
    [
        (VeraType.Json, "JNull", 8, []),
        (VeraType.Json, "JBool", 8, [4]),
        (VeraType.Json, "JNumber", 16, [8]),
        (VeraType.Json, "JString", 16, [4]),
        (VeraType.Json, "JArray", 16, [4]),
        (VeraType.Json, "JObject", 8, [4]),
        (VeraType.HtmlNode, "HtmlElement", 24, [4, 12, 16]),
        (VeraType.HtmlNode, "HtmlText", 16, [4]),
        (VeraType.HtmlNode, "HtmlComment", 16, [4]),
        (VeraType.MdInline, "MdText", 16, [4]),
        (VeraType.MdInline, "MdCode", 16, [4]),
        (VeraType.MdInline, "MdEmph", 16, [4]),
        (VeraType.MdInline, "MdStrong", 16, [4]),
        (VeraType.MdInline, "MdLink", 24, [4, 12]),
        (VeraType.MdInline, "MdImage", 24, [4, 12]),
        (VeraType.MdBlock, "MdParagraph", 16, [4]),
        (VeraType.MdBlock, "MdHeading", 24, [8, 16]),
        (VeraType.MdBlock, "MdCodeBlock", 24, [4, 12]),
        (VeraType.MdBlock, "MdBlockQuote", 16, [4]),
        (VeraType.MdBlock, "MdList", 16, [4, 8]),
        (VeraType.MdBlock, "MdThematicBreak", 8, []),
        (VeraType.MdBlock, "MdTable", 16, [4]),
        (VeraType.MdBlock, "MdDocument", 16, [4]),
        (VeraType.Record, "MkRecord", 24, [8, 16]),
        (VeraType.Record, "MkMixed", 32, [4, 8, 16, 20, 28]),
        (VeraType.Option(VeraType.Int), "Some", 16, [8]),
        (VeraType.Option(VeraType.String), "Some", 16, [4]),
        (VeraType.Option(VeraType.Bool), "Some", 8, [4]),
        (VeraType.Option(VeraType.Json), "Some", 8, [4]),
        (VeraType.Option(VeraType.Int), "None", 8, []),
        (VeraType.Tuple(VeraType.Int, VeraType.String), "Tuple", 24, [8, 16]),
        (VeraType.Tree(VeraType.Int), "Leaf", 8, []),
        (VeraType.Tree(VeraType.Int), "Node", 24, [8, 16, 20]),
    ];

    public static TheoryData<string, string> Rows => new(Dumped.Select(row => (row.Type.ToString(), row.Constructor)));

    [Theory, MemberData(nameof(Rows))]
    public void A_block_is_laid_out_as_Vera_lays_it_out(string type, string constructor)
    {
        var row = Array.Find(Dumped, r => r.Type.ToString() == type && r.Constructor == constructor);
        var tag = row.Type.Constructors.Single(c => c.Name == constructor).Tag;
        var layout = BlockLayout.Of(row.Type, tag);
        Assert.Equal(row.Bytes, layout.Bytes);
        Assert.Equal(row.Offsets, layout.Offsets);
    }

    [Fact]
    public void Every_constructor_of_Veras_own_trees_is_in_the_table()
    {
        foreach (var type in (VeraType[])[VeraType.Json, VeraType.HtmlNode, VeraType.MdInline, VeraType.MdBlock])
        {
            var rows = Dumped.Where(row => row.Type == type).Select(row => row.Constructor);
            Assert.Equal(type.Constructors.Select(c => c.Name), rows);
        }
    }

    [Theory]
    [InlineData(TypeKind.Int, 16, 8)]
    [InlineData(TypeKind.Float64, 16, 8)]
    [InlineData(TypeKind.Bool, 8, 4)]
    [InlineData(TypeKind.Json, 8, 4)]
    [InlineData(TypeKind.String, 16, 4)]
    public void A_closure_is_its_table_index_and_its_capture(TypeKind capture, int bytes, int offset)
    {
        var layout = BlockLayout.OfClosure(VeraType.Closure(VeraType.Of(capture)));
        Assert.Equal((bytes, offset), (layout.Bytes, layout.Offsets[0]));
    }

    [Theory]
    [InlineData(TypeKind.Int, 8, SlotShape.I64)]
    [InlineData(TypeKind.Nat, 8, SlotShape.I64)]
    [InlineData(TypeKind.Float64, 8, SlotShape.F64)]
    [InlineData(TypeKind.Bool, 1, SlotShape.I32)]
    [InlineData(TypeKind.Byte, 1, SlotShape.I32)]
    [InlineData(TypeKind.String, 8, SlotShape.Text)]
    [InlineData(TypeKind.Decimal, 4, SlotShape.I32)]
    [InlineData(TypeKind.MdBlock, 4, SlotShape.I32)]
    public void An_array_element_and_a_tag_are_Veras(TypeKind kind, int bytes, SlotShape tag)
    {
        var type = VeraType.Of(kind);
        Assert.Equal((bytes, tag), (type.Shape.ElementBytes(), type.Passed));
    }

    /// <summary>What a pointer-free block is not scanned for must not be there.</summary>
    [Fact]
    public void A_block_is_pointer_free_only_without_heap_fields()
    {
        foreach (var (type, constructor, _, _) in Dumped)
        {
            var found = type.Constructors.Single(c => c.Name == constructor);
            Assert.Equal(!found.Fields.Any(f => f.IsHeap), BlockLayout.Of(type, found.Tag).IsPointerFree);
        }
    }
}
