using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>
/// The operations that apply a function, each with functions of its own: ones that allocate, capture operands, ask
/// containers, or apply further functions.
/// </summary>
public static class AppliedOperations
{
    private const int Something = 1;

    private static readonly TypePattern T = Variable("T", 0);
    private static readonly TypePattern U = Variable("U", 1);
    private static readonly TypePattern Items = Of(TypeKind.Array, T);
    private static readonly TypePattern Texts = Of(TypeKind.Array, TypeKind.String);
    private static readonly TypePattern Set = Of(TypeKind.Set, T);
    private static readonly TypePattern Map = Of(TypeKind.Map, T, U);
    private static readonly TypePattern Pair = Of(TypeKind.Tuple, T, U);
    private static readonly TypePattern Numbered = Of(TypeKind.Tuple, TypeKind.Int, T);

    /// <summary>Each item in a <c>Some</c>.</summary>
    public static Operation MapSome { get; } = Applied("array_map", "map_some", 91, [Items],
        Of(TypeKind.Array, Of(TypeKind.Option, T)), static o => Each(o[0], Made.Some));

    /// <summary>Each item beside the captured value.</summary>
    public static Operation MapWith { get; } = Applied("array_map", "map_with", 91, [Items, U],
        Of(TypeKind.Array, Pair), static o => o[1] is var with ? Each(o[0], item => Both(item, with)) : null);

    /// <summary>What the captured map has for each item.</summary>
    public static Operation MapGet { get; } = Applied("array_map", "map_get_each", 91, [Items, Map],
        Of(TypeKind.Array, Of(TypeKind.Option, U)),
        static o => o[1] is var map ? Each(o[0], item => Found(map, ((Made.Same)item).Value)) : null);

    /// <summary>The digits of each number.</summary>
    public static Operation MapDigits { get; } = Applied("array_map", "map_digits", 91,
        [Of(TypeKind.Array, TypeKind.Int)], Texts,
        static o => Made.Texts(o[0].Parts.Select(static n => NumeralOperations.Said(n.Bits))));

    /// <summary>Arrays within an array, each item in a <c>Some</c>.</summary>
    public static Operation MapMap { get; } = Applied("array_map", "map_map", 91, [Of(TypeKind.Array, Items)],
        Of(TypeKind.Array, Of(TypeKind.Array, Of(TypeKind.Option, T))),
        static o => Each(o[0], static inner => Each(((Made.Same)inner).Value, Made.Some)));

    /// <summary>Each item beside its place.</summary>
    public static Operation MapPlaces { get; } = Applied("array_mapi", "mapi_places", 117, [Items],
        Of(TypeKind.Array, Of(TypeKind.Tuple, T, TypeKind.Nat)),
        static o => Made.Array(o[0].Parts.Select(static (item, place) => Both(item, place))));

    /// <summary>The items that the captured set has.</summary>
    public static Operation FilterIn { get; } = Applied("array_filter", "filter_in", 91, [Items, Set], Items,
        static o => o[1] is var set ? Made.Array(o[0].Parts.Where(set.Has).Select(static item => (Made)item)) : null);

    /// <summary>The strings that are longer when doubled than a number.</summary>
    public static Operation FilterLong { get; } = Applied("array_filter", "filter_long", 91,
        [Texts, TypeKind.Nat], Texts,
        static o => o[1].Bits is var least ? Made.Array(o[0].Parts
            .Where(text => 2L * ByteText.Of(text.Text).Length > least).Select(static text => (Made)text)) : null);

    /// <summary>Each item appended to what came before.</summary>
    public static Operation FoldAppend { get; } = Applied("array_fold", "fold_append", 91, [Items, Items], Items,
        static o => Made.Array(o[1].Parts.Concat(o[0].Parts).Select(static item => (Made)item)));

    /// <summary>Each string behind what came before.</summary>
    public static Operation FoldConcat { get; } = Applied("array_fold", "fold_concat", 91,
        [Texts, TypeKind.String], TypeKind.String,
        static o => o[1].Text + string.Concat(o[0].Parts.Select(static part => part.Text)));

    /// <summary>Each item in a node, above what came before.</summary>
    public static Operation FoldTree { get; } = Applied("array_fold", "fold_tree", 91,
        [Items, Of(TypeKind.Tree, T)], Of(TypeKind.Tree, T), static o => o[0].Parts.Aggregate(
            (Made)o[1], static (tree, item) => new Made.Construct(1, [item, tree, new Made.Construct(0, [])])));

    /// <summary>The first item that the captured set has.</summary>
    public static Operation FindIn { get; } = Applied("array_find", "find_in", 117, [Items, Set],
        Of(TypeKind.Option, T),
        static o => o[0].Parts.FirstOrDefault(o[1].Has) is { } found ? Made.Some(found) : Made.None);

    /// <summary>Whether the captured set has some item.</summary>
    public static Operation AnyIn { get; } = Applied("array_any", "any_in", 117, [Items, Set], TypeKind.Bool,
        static o => o[0].Parts.Any(o[1].Has));

    /// <summary>Whether it has all of them.</summary>
    public static Operation AllIn { get; } = Applied("array_all", "all_in", 117, [Items, Set], TypeKind.Bool,
        static o => o[0].Parts.All(o[1].Has));

    /// <summary>Pairs by their numbers; equal ones keep their order.</summary>
    public static Operation SortPairs { get; } = Applied("array_sort_by", "sort_pairs", 117,
        [Of(TypeKind.Array, Numbered)], Of(TypeKind.Array, Numbered),
        static o => Made.Array(o[0].Parts.OrderBy(static pair => pair[0].Bits).Select(static pair => (Made)pair)));

    /// <summary>Strings by their length in a copy made for each comparison.</summary>
    public static Operation SortTexts { get; } = Applied("array_sort_by", "sort_texts", 117, [Texts], Texts,
        static o => Made.Array(o[0].Parts.OrderBy(static text => ByteText.Of(text.Text).Length)
            .Select(static text => (Made)text)));

    /// <summary>What an option holds, in an array of its own.</summary>
    public static Operation OptionArray { get; } = Applied("option_map", "option_array", 89, [Of(TypeKind.Option, T)],
        Of(TypeKind.Option, Items),
        static o => o[0].Tag == Something ? Made.Some(Made.Array([o[0][0]])) : Made.None);

    /// <summary>What the captured map has for what an option holds.</summary>
    public static Operation OptionFind { get; } = Applied("option_and_then", "option_find", 89,
        [Of(TypeKind.Option, T), Map], Of(TypeKind.Option, U),
        static o => o[0].Tag == Something ? Found(o[1], o[0][0]) : Made.None);

    /// <summary>What an <c>Ok</c> holds, in a <c>Some</c>.</summary>
    public static Operation ResultSome { get; } = Applied("result_map", "result_some", 89,
        [Of(TypeKind.Result, T, U)], Of(TypeKind.Result, Of(TypeKind.Option, T), U),
        static o => o[0].Tag == 0 ? Made.Ok(Made.Some(o[0][0])) : new Made.Construct(1, [o[0][0]]));

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        MapSome, MapWith, MapGet, MapDigits, MapMap, MapPlaces, FilterIn, FilterLong, FoldAppend, FoldConcat, FoldTree,
        FindIn, AnyIn, AllIn, SortPairs, SortTexts, OptionArray, OptionFind, ResultSome,
    ];

    private static Operation Applied(
        string name, string form, int since, ImmutableArray<TypePattern> operands, TypePattern result,
        Meaning meaning) => new(name, form, since, operands, result, meaning);

    private static Made Each(Plain array, Func<Made, Made> change) =>
        Made.Array(array.Parts.Select(item => change(item)));

    private static Made.Construct Both(Made first, Made second) => new Made.Construct(0, [first, second]);

    private static Made Found(Plain map, Plain key) => map.Find(key) is { } found ? Made.Some(found) : Made.None;
}
