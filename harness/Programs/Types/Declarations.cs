using System.Collections.Immutable;

namespace Vera.GcStress.Programs.Types;

/// <summary>The constructors of every ADT that cases use, in the order that fixes their tags.</summary>
/// <remarks>
/// Json, HtmlNode, MdBlock, MdInline, Option and Result are Vera's own. Enum, Record and
/// Tree are declared by the case: an enum, a record-like ADT with every field width, a recursive generic one.
/// </remarks>
internal static class Declarations
{
    public static ImmutableArray<Constructor> ConstructorsOf(VeraType type) => type.Kind switch
    {
        TypeKind.Json => Declare(
            ("JNull", []),
            ("JBool", [VeraType.Bool]),
            ("JNumber", [VeraType.Float64]),
            ("JString", [VeraType.String]),
            ("JArray", [VeraType.Array(VeraType.Json)]),
            ("JObject", [VeraType.Map(VeraType.String, VeraType.Json)])),
        TypeKind.HtmlNode => Declare(
            ("HtmlElement",
            [
                VeraType.String,
                VeraType.Map(VeraType.String, VeraType.String),
                VeraType.Array(VeraType.HtmlNode),
            ]),
            ("HtmlText", [VeraType.String]),
            ("HtmlComment", [VeraType.String])),
        TypeKind.MdBlock => Declare(
            ("MdParagraph", [Inlines]),
            ("MdHeading", [VeraType.Nat, Inlines]),
            ("MdCodeBlock", [VeraType.String, VeraType.String]),
            ("MdBlockQuote", [Blocks]),
            ("MdList", [VeraType.Bool, VeraType.Array(Blocks)]),
            ("MdThematicBreak", []),
            ("MdTable", [VeraType.Array(VeraType.Array(Inlines))]),
            ("MdDocument", [Blocks])),
        TypeKind.MdInline => Declare(
            ("MdText", [VeraType.String]),
            ("MdCode", [VeraType.String]),
            ("MdEmph", [Inlines]),
            ("MdStrong", [Inlines]),
            ("MdLink", [Inlines, VeraType.String]),
            ("MdImage", [VeraType.String, VeraType.String])),
        TypeKind.Enum => Declare(("Red", []), ("Green", []), ("Blue", [])),
        TypeKind.Record => Declare(
            ("MkRecord", [VeraType.Int, VeraType.String]),
            ("MkMixed",
            [
                VeraType.Bool,
                VeraType.Float64,
                VeraType.Byte,
                VeraType.Array(VeraType.Int),
                VeraType.Option(VeraType.Int),
            ])),
        TypeKind.Tree => Declare(("Leaf", []), ("Node", [type.First, type, type])),
        TypeKind.Tuple => Declare(("Tuple", [type.First, type.Second])),
        TypeKind.Option => Declare(("None", []), ("Some", [type.First])),
        TypeKind.Result => Declare(("Ok", [type.First]), ("Err", [type.Second])),
        _ => [],
    };

    private static VeraType Inlines => VeraType.Array(VeraType.MdInline);

    private static VeraType Blocks => VeraType.Array(VeraType.MdBlock);

    private static ImmutableArray<Constructor> Declare(params (string Name, VeraType[] Fields)[] list) =>
        [.. list.Select((c, tag) => new Constructor(c.Name, tag, [.. c.Fields]))];
}
