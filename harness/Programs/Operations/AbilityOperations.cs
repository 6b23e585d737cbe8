using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>What types can do by themselves: be shown, and be compared part by part. One row a type.</summary>
public static class AbilityOperations
{
    private static readonly TypePattern Text = TypeKind.String;
    private static readonly TypePattern Maybe = Of(TypeKind.Option, TypeKind.String);
    private static readonly TypePattern Pair = Of(TypeKind.Tuple, TypeKind.Int, TypeKind.String);
    private static readonly TypePattern Either = Of(TypeKind.Result, TypeKind.Int, TypeKind.String);

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        Shown("show_ints", Of(TypeKind.Array, TypeKind.Int), static o => Listed(o, Number)),
        Shown("show_texts", Of(TypeKind.Array, TypeKind.String), static o => Listed(o, static text => text.Text)),
        Shown("show_options", Of(TypeKind.Array, Maybe), static o => Listed(o, Option)),
        Shown("show_option", Maybe, Option),
        Shown("show_pair", Pair, static pair => $"({Number(pair[0])}, {pair[1].Text})"),
        new("eq", "eq_options", 0, [Maybe, Maybe], TypeKind.Bool, static o => Option(o[0]) == Option(o[1])),
        new("eq", "eq_results", 0, [Either, Either], TypeKind.Bool,
            static o => o[0].Tag == o[1].Tag && (o[0].Tag == 0
                ? o[0][0].Bits == o[1][0].Bits
                : o[0][0].Text == o[1][0].Text)),
    ];

    private static Operation Shown(string form, TypePattern of, Func<Plain, string> shown) =>
        new("show", form, 0, [of], Text, o => shown(o[0]));

    private static string Number(Plain number) => NumeralOperations.Said(number.Bits);

    private static string Option(Plain option) => option.Tag == 0 ? "None" : $"Some({option[0].Text})";

    private static string Listed(Plain array, Func<Plain, string> shown) =>
        $"[{string.Join(", ", array.Parts.Select(shown))}]";
}
