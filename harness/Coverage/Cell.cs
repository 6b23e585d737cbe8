using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>Which containers a campaign is about.</summary>
[Flags]
public enum ContainerChoice
{
    /// <summary>Sets alone.</summary>
    Set = 1,

    /// <summary>Maps alone.</summary>
    Map = 2,

    /// <summary>Sets and maps, side by side and in one another.</summary>
    Both = Set | Map,
}

/// <summary>The forms that a container has: what its collector has to know differs between them.</summary>
public enum ContainerForm
{
    /// <summary>A set, whatever its elements are.</summary>
    Set,

    /// <summary>Keys that lie in the entry: Int, Bool, Float64 and the like.</summary>
    MapScalarKey,

    /// <summary>Keys that are compared byte by byte.</summary>
    MapStringKey,

    /// <summary>Keys that point into the heap and are compared by identity.</summary>
    MapHeapKey,
}

/// <summary>When a collection took place, seen from the op that did something with a container.</summary>
public enum Moment
{
    /// <summary>In an earlier op of the case.</summary>
    Before,

    /// <summary>In that very op.</summary>
    During,

    /// <summary>In a later op.</summary>
    After,
}

/// <summary>One combination of values of the axes: what a campaign is to have tried.</summary>
/// <remarks>
/// The product of all seven axes has millions of cells and no campaign fills it. Containers, elements, operations and
/// moments are combined in full; origin, holder and heap state each with the element.
/// </remarks>
public abstract record Cell
{
    private Cell()
    {
    }

    /// <summary>The element, key or value type that the cell is about.</summary>
    internal abstract TypeKind About { get; }

    /// <summary>An operation on a container that has the type as element, key or value, and a collection.</summary>
    public sealed record Operated(ContainerForm Form, TypeKind Element, OperationAxis Operation, Moment Moment) : Cell
    {
        internal override TypeKind About => Element;
    }

    /// <summary>A container that has the type, in a case that starts with this heap.</summary>
    public sealed record InHeap(TypeKind Element, HeapAxis Heap) : Cell
    {
        internal override TypeKind About => Element;
    }

    /// <summary>A value of the type that goes into a container and comes from there.</summary>
    public sealed record From(TypeKind Element, OriginAxis Origin) : Cell
    {
        internal override TypeKind About => Element;
    }

    /// <summary>A container that has the type, in a case that holds something so under pressure.</summary>
    public sealed record Beside(TypeKind Element, HolderAxis Holder) : Cell
    {
        internal override TypeKind About => Element;
    }

    /// <summary>The name of a cell: what people read.</summary>
    public sealed override string ToString() => this switch
    {
        Operated it =>
            $"{it.Form} of {it.Element}, {it.Operation}, collection {it.Moment.ToString().ToLowerInvariant()}",
        InHeap it => $"{it.Element}, heap {it.Heap}",
        From it => $"{it.Element}, origin {it.Origin}",
        Beside it => $"{it.Element}, holder {it.Holder}",
        _ => throw new UnreachableException("a cell without a name"),
    };
}

/// <summary>Numbers all cells, so that they are counted in flat arrays.</summary>
public static class Cells
{
    private static readonly int Forms = Enum.GetValues<ContainerForm>().Length;
    private static readonly int Kinds = Enum.GetValues<TypeKind>().Length;
    private static readonly int Operations = Enum.GetValues<OperationAxis>().Length - 1;
    private static readonly int Moments = Enum.GetValues<Moment>().Length;
    private static readonly int Heaps = Enum.GetValues<HeapAxis>().Length - 1;
    private static readonly int Origins = Enum.GetValues<OriginAxis>().Length - 1;
    private static readonly int Holders = Enum.GetValues<HolderAxis>().Length - 1;
    private static readonly int FirstHeap = Forms * Kinds * Operations * Moments;
    private static readonly int FirstOrigin = FirstHeap + (Kinds * Heaps);
    private static readonly int FirstHolder = FirstOrigin + (Kinds * Origins);

    /// <summary>How many cells there are, reachable or not.</summary>
    public static int Count { get; } = FirstHolder + (Kinds * Holders);

    /// <summary>The cell with a number from 0 up to, and without, <see cref="Count"/>.</summary>
    public static Cell At(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count);
        if (number >= FirstHolder)
        {
            var (kind, place) = Math.DivRem(number - FirstHolder, Holders);
            return new Cell.Beside((TypeKind)kind, (HolderAxis)(1 << place));
        }

        if (number >= FirstOrigin)
        {
            var (kind, place) = Math.DivRem(number - FirstOrigin, Origins);
            return new Cell.From((TypeKind)kind, (OriginAxis)(1 << place));
        }

        if (number >= FirstHeap)
        {
            var (kind, place) = Math.DivRem(number - FirstHeap, Heaps);
            return new Cell.InHeap((TypeKind)kind, (HeapAxis)(1 << place));
        }

        var (rest, moment) = Math.DivRem(number, Moments);
        (rest, var operation) = Math.DivRem(rest, Operations);
        var (form, element) = Math.DivRem(rest, Kinds);
        return new Cell.Operated(
            (ContainerForm)form, (TypeKind)element, (OperationAxis)(1 << operation), (Moment)moment);
    }

    /// <param name="form">The container.</param>
    /// <param name="element">The number of the type kind.</param>
    /// <param name="operation">The place of the operation's flag.</param>
    /// <returns>The number of the first of three cells, one a moment.</returns>
    internal static int OfOperation(ContainerForm form, int element, int operation) =>
        (((((int)form * Kinds) + element) * Operations) + operation) * Moments;

    internal static int OfHeap(int element, int heap) => FirstHeap + (element * Heaps) + heap;

    internal static int OfOrigin(int element, int origin) => FirstOrigin + (element * Origins) + origin;

    internal static int OfHolder(int element, int holder) => FirstHolder + (element * Holders) + holder;
}
