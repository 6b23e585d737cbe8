using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// Where the regions of linear memory lie, and by how much memory grows. All numbers are bytes.
/// </summary>
/// <remarks>
/// Regions follow each other without alignment: data, shadow stack, worklist, wrap table, heap.
/// </remarks>
/// <param name="DataBytes">Interned literals, from address 0.</param>
/// <param name="ShadowBytes">A multiple of 4: one slot a root.</param>
/// <param name="WorklistBytes">A multiple of 4: one slot a block that waits to be scanned.</param>
/// <param name="WrapBytes">A multiple of 16: one entry a wrapper.</param>
/// <param name="PageBytes">What memory grows by multiples of.</param>
/// <param name="InitialLimit">The memory's first size. Below the heap's start, the first allocation
/// collects and grows.</param>
public sealed record HeapLayout(
    int DataBytes, int ShadowBytes, int WorklistBytes, int WrapBytes, int PageBytes, int InitialLimit)
{
    private const int BytesMax = 1 << 30;

    /// <summary>From here on an address has the bit that tells handles from addresses.</summary>
    private const uint CeilingMax = 0x80000000;

    /// <summary>Vera's numbers, in a module that has no literals.</summary>
    public static readonly HeapLayout Real = new(0, 16_384, 65_536, 65_536, 65_536, 65_536);

    /// <summary>Vera's regions and small pages: the heap is full after a few dozen blocks.</summary>
    public static readonly HeapLayout Small = Real with { PageBytes = 4_096 };

    /// <summary>
    /// The address below which the heap stays, whatever it is asked for: an allocation that would go beyond traps.
    /// </summary>
    public uint Ceiling { get; init; } = CeilingMax;

    /// <summary>The end of the literals.</summary>
    public int ShadowStart => DataBytes;

    /// <summary>The end of the shadow stack.</summary>
    public int WorklistStart => ShadowStart + ShadowBytes;

    /// <summary>The end of the worklist.</summary>
    public int WrapStart => WorklistStart + WorklistBytes;

    /// <summary>The end of the wrap table: where the first block's header will lie.</summary>
    public int HeapStart => WrapStart + WrapBytes;

    /// <summary>
    /// The layout as a case wants it: its tables are smaller, and the heap starts where it did or a little later.
    /// </summary>
    public HeapLayout With(HeapTables tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.IsUsual)
        {
            return this;
        }

        var smaller = this with
        {
            ShadowBytes = Math.Min(ShadowBytes, 4 * tables.Shadow ?? ShadowBytes),
            WorklistBytes = Math.Min(WorklistBytes, 4 * tables.Worklist ?? WorklistBytes),
            WrapBytes = Math.Min(WrapBytes, 16 * tables.Wrap ?? WrapBytes),
            PageBytes = tables.Page ?? PageBytes,
        };
        var later = HeapStart + tables.Start - smaller.HeapStart;
        return smaller with
        {
            DataBytes = DataBytes + later,
            Ceiling = tables.Ceiling is { } room ? Math.Min(Ceiling, (uint)(HeapStart + tables.Start + room)) : Ceiling,
        };
    }

    /// <summary>The layout itself, if a heap can have it.</summary>
    /// <exception cref="ArgumentException">A size is negative, no multiple of its entries, or out of reach.</exception>
    public HeapLayout Checked()
    {
        long end = 0;
        foreach (var (bytes, entry) in Sizes())
        {
            end += bytes;
            if (bytes < 0 || bytes % entry != 0 || end > BytesMax)
            {
                throw new ArgumentException($"no heap can have this layout: {this}");
            }
        }

        if (Ceiling < HeapStart || Ceiling > CeilingMax)
        {
            throw new ArgumentException($"no heap can have this ceiling: {this}");
        }

        return PageBytes > 0 ? this : throw new ArgumentException($"pages need a size: {this}");
    }

    /// <summary>One line, for messages.</summary>
    public override string ToString() =>
        $"data {DataBytes}, shadow stack {ShadowBytes}, worklist {WorklistBytes}, wrap table {WrapBytes}, " +
        $"pages of {PageBytes}, first limit {InitialLimit}, ceiling 0x{Ceiling:x}";

    private ReadOnlySpan<(int Bytes, int Entry)> Sizes() => new[]
    {
        (DataBytes, 1), (ShadowBytes, 4), (WorklistBytes, 4), (WrapBytes, 16), (InitialLimit, 1),
    };
}
