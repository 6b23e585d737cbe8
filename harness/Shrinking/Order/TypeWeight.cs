using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Order;

/// <summary>How simple a type is to a reader: the lighter, the simpler.</summary>
internal static class TypeWeight
{
    /// <summary>One type of each kind, each as light as its kind can be, lightest first.</summary>
    public static IReadOnlyList<VeraType> Ladder { get; } =
        [.. Enum.GetValues<TypeKind>().Select(Lightest).OrderBy(Of)];

    public static int Of(VeraType type)
    {
        var weight = Of(type.Kind);
        foreach (var argument in type.Arguments)
        {
            weight += Of(argument);
        }

        return weight;
    }

    private static int Of(TypeKind kind) => kind switch
    {
        TypeKind.Int => 1,
        TypeKind.Nat => 2,
        TypeKind.Bool => 3,
        TypeKind.Byte => 4,
        TypeKind.Float64 => 5,
        TypeKind.String => 6,
        TypeKind.Enum => 7,
        TypeKind.Option => 8,
        TypeKind.Array => 9,
        TypeKind.Tuple => 10,
        TypeKind.Result => 11,
        TypeKind.Tree => 13,
        TypeKind.Record => 15,
        TypeKind.Json => 17,
        TypeKind.MdInline => 18,
        TypeKind.MdBlock => 20,
        TypeKind.HtmlNode => 22,
        TypeKind.Decimal => 24,
        TypeKind.Closure => 26,
        TypeKind.Set => 28,
        TypeKind.Map => 30,
        _ => throw new UnreachableException($"no weight for {kind}"),
    };

    /// <summary>The type of a kind over whole numbers.</summary>
    public static VeraType Lightest(TypeKind kind) =>
        VeraType.Of(kind, Enumerable.Repeat(VeraType.Int, VeraType.Arity(kind)).ToArray());
}
