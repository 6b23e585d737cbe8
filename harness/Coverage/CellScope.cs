using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>The cells that a campaign can hit, and why the others are out of its reach.</summary>
public sealed class CellScope
{
    private readonly ImmutableArray<TypeKind> elements;
    private readonly Func<TypeKind, bool> hasDocuments;
    private readonly bool sets;
    private readonly bool maps;

    /// <param name="elements">What the containers hold.</param>
    /// <param name="containers">The containers.</param>
    /// <param name="hasDocuments">Whether there are documents that parse to a kind of value.</param>
    public CellScope(
        ImmutableArray<TypeKind> elements, ContainerChoice containers, Func<TypeKind, bool> hasDocuments)
    {
        this.elements = elements;
        this.hasDocuments = hasDocuments;
        sets = containers.HasFlag(ContainerChoice.Set);
        maps = containers.HasFlag(ContainerChoice.Map);
        Reachable = [.. Enumerable.Range(0, Cells.Count).Where(number => WhyNot(Cells.At(number)) is null)];
    }

    /// <summary>The numbers of the reachable cells, ascending.</summary>
    public IReadOnlyList<int> Reachable { get; }

    /// <summary>Maps have strings as keys now and then.</summary>
    private bool HasHeapContents => HasMaps || elements.Any(e => e >= TypeKind.String);

    private bool HasMaps => maps || elements.Contains(TypeKind.Map);

    /// <summary>Whether the cell is about a type and a container that the campaign was asked to try.</summary>
    public bool IsAsked(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return elements.Contains(cell.About) &&
            (cell is not Cell.Operated operated || (operated.Form == ContainerForm.Set ? sets : maps));
    }

    /// <summary>Whether cases hit the cell now and then though no campaign can count on it.</summary>
    public static bool IsSeldom(Cell cell) =>
        cell is Cell.Operated { Operation: OperationAxis.Size, Moment: Moment.During };

    /// <summary>Why no case of the campaign is to hit the cell; null if it is reachable.</summary>
    public string? WhyNot(Cell cell) => IsAsked(cell)
        ? cell switch
        {
            Cell.Operated operated => WhyNot(operated),
            Cell.From from => WhyNot(from),
            Cell.Beside beside => WhyNot(beside.Holder),
            Cell.InHeap => null,
            _ => throw new UnreachableException($"no rule for {cell}"),
        }
        : "not asked for";

    private string? WhyNot(Cell.Operated cell) => cell switch
    {
        { Form: ContainerForm.Set, Operation: OperationAxis.Get } => "only a map has a get",
        _ when IsSeldom(cell) => "drawn sizes are of what is there already: such an op seldom allocates",
        { Form: ContainerForm.MapHeapKey } when !elements.Any(e => e > TypeKind.String) =>
            "no type is asked for that is on the heap and compares by identity",
        _ => null,
    };

    private string? WhyNot(Cell.From cell) => cell.Origin switch
    {
        OriginAxis.Parsed when !IsParsed(cell.Element) => "no document is parsed to that type",
        OriginAxis.Get or OriginAxis.Keys or OriginAxis.Values when !HasMaps => "no maps",
        OriginAxis.Elements when !sets && !elements.Contains(TypeKind.Set) => "no sets",
        _ => null,
    };

    private string? WhyNot(HolderAxis holder) => holder switch
    {
        HolderAxis.State or HolderAxis.OnlyContainer when !HasHeapContents =>
            "what containers hold is not on the heap",
        _ => null, // Containers themselves, which functions capture too, and what wraps a scalar are on the heap.
    };

    private bool IsParsed(TypeKind kind) =>
        kind is TypeKind.Json or TypeKind.HtmlNode or TypeKind.MdBlock && hasDocuments(kind);
}
