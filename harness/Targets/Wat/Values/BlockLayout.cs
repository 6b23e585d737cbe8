using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Values;

/// <summary>Where the fields of one constructor (or a closure's captures) lie in their block.</summary>
/// <remarks>
/// Word 0 is the tag or the table index; fields follow, each aligned as its type asks, and the whole is rounded up
/// to 8. Offsets and sizes in bytes.
/// </remarks>
internal sealed class BlockLayout
{
    private static readonly TypeTable<BlockLayout[]> Known = new(LayoutsOf);

    public BlockLayout(ImmutableArray<VeraType> fields)
    {
        var offset = 4;
        var offsets = ImmutableArray.CreateBuilder<int>(fields.Length);
        foreach (var field in fields)
        {
            var alignment = field.Shape.FieldAlignment();
            offset = (offset + alignment - 1) & -alignment;
            offsets.Add(offset);
            offset += field.Shape.FieldBytes();
        }

        Fields = fields;
        Offsets = offsets.MoveToImmutable();
        Bytes = (offset + 7) & ~7;
        IsPointerFree = !fields.Any(f => f.IsHeap);
    }

    public ImmutableArray<VeraType> Fields { get; }

    public ImmutableArray<int> Offsets { get; }

    public int Bytes { get; }

    /// <summary>Whether no field can hold a pointer, so that a collector need not scan the block.</summary>
    public bool IsPointerFree { get; }

    /// <summary>The layout of an ADT value that the constructor with this tag made.</summary>
    public static BlockLayout Of(VeraType adt, int tag) => Known[adt][tag];

    /// <summary>The layout of a closure without a body: of what it gives.</summary>
    public static BlockLayout OfClosure(VeraType closure) => Known[closure][0];

    private static BlockLayout[] LayoutsOf(VeraType type) => type.Kind == TypeKind.Closure
        ? [new BlockLayout([type.First])]
        : [.. type.Constructors.Select(c => new BlockLayout(c.Fields))];
}
