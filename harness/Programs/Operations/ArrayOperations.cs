using System.Collections.Immutable;
using static Vera.GcStress.Programs.Operations.TypePattern;

namespace Vera.GcStress.Programs.Operations;

/// <summary>The operations on arrays that apply no function. Items are handed through as they are.</summary>
public static class ArrayOperations
{
    private static readonly TypePattern T = Variable("T", 0);
    private static readonly TypePattern Items = Of(TypeKind.Array, T);

    /// <summary>All rows of this family.</summary>
    public static ImmutableArray<Operation> All { get; } =
    [
        new("array_length", 78, [Items], TypeKind.Int, static o => o[0].Count),
        new("array_append", 78, [Items, T], Items, static o => Made.Array(Same(o[0]).Append(o[1]))),
        new("array_concat", 78, [Items, Items], Items, static o => Made.Array(Same(o[0]).Concat(Same(o[1])))),
        new("array_reverse", 117, [Items], Items, static o => Made.Array(Same(o[0]).Reverse())),
        new("array_flatten", 117, [Of(TypeKind.Array, Items)], Items,
            static o => Made.Array(o[0].Parts.SelectMany(Same))),
        new("array_slice", 91, [Items, TypeKind.Int, TypeKind.Int], Items,
            static o => Slice(o[0], o[1].Bits, o[2].Bits))
        {
            Values = OperandValues.Counts,
        },
        new("array_range", 78, [TypeKind.Int, TypeKind.Int], Of(TypeKind.Array, TypeKind.Int),
            static o => Range(o[0].Bits, o[1].Bits))
        {
            Values = OperandValues.Counts,
        },
    ];

    private static IEnumerable<Made> Same(Plain array) => array.Parts.Select(static item => (Made)item);

    /// <summary>Ends that lie outside are moved to the array's own.</summary>
    private static Made Slice(Plain array, long from, long to)
    {
        var first = (int)Math.Clamp(from, 0, array.Count);
        var end = (int)Math.Clamp(to, first, array.Count);
        return Made.Array(Enumerable.Range(first, end - first).Select(place => (Made)array[place]));
    }

    private static Made? Range(long from, long to)
    {
        var count = Int128.Max(0, (Int128)to - from);
        return count > Operation.ItemsMax
            ? null
            : Made.Array(Enumerable.Range(0, (int)count).Select(turn => (Made)(from + turn)));
    }
}
