using System.Globalization;

namespace Vera.GcStress.Targets;

/// <summary>Which rule of the heap was broken.</summary>
public enum BrokenRule
{
    /// <summary>A collection changed the payload of a block that stays.</summary>
    Payload,

    /// <summary>A collection changed the size in a block's header.</summary>
    Header,

    /// <summary>The blocks do not fill the heap exactly.</summary>
    Tiling,

    /// <summary>The free list leads to what is no free block, or to one twice.</summary>
    FreeList,

    /// <summary>A function moved the shadow pointer by more than its result's root.</summary>
    Balance,

    /// <summary>After the program a collection without any root kept a block, or what wrappers in the host stood for.
    /// </summary>
    Retention,
}

/// <summary>The first rule of the heap that a run was seen to break, and where.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Block">The address of the block's payload; 0 for a function.</param>
/// <param name="Size">The block's size in bytes.</param>
/// <param name="Offset">Where in the payload the first difference is.</param>
/// <param name="Before">The word there before, or the size.</param>
/// <param name="After">The word there after, or the size, by how much the shadow pointer moved, or how many entries are
/// left.</param>
public sealed record HeapDamage(BrokenRule Kind, uint Block, int Size, int Offset, uint Before, uint After)
{
    /// <summary>The collection that did it, counted from 1; 0: none has been.</summary>
    public int Collection { get; init; }

    /// <summary>The allocations up to then; the collection came before the last of them, or in it.</summary>
    public int Allocation { get; init; }

    /// <summary>The number of the function, for a rule of functions.</summary>
    public int Function { get; init; }

    /// <summary>One line, but for the name of the function.</summary>
    public override string ToString() => Kind switch
    {
        BrokenRule.Payload =>
            Text($"{When} changed the block at {Block} ({Size} bytes) at +{Offset}: {Before:x8} -> {After:x8}"),
        BrokenRule.Header => Text($"{When} changed the size of the block at {Block}: {Before} -> {After} bytes"),
        BrokenRule.Tiling => Text($"before {When} the block at {Block} of {Before} bytes ran past the end of the heap"),
        BrokenRule.FreeList =>
            Text($"after {When} the free list leads to {Block}, no free block or one it has had before"),
        BrokenRule.Retention when Block > 0 =>
            Text($"after the program a collection without any root kept the block at {Block} ({Size} bytes)"),
        BrokenRule.Retention => Text(
            $"after the program a collection without any root left {After} entries in the host's stores"),
        _ => Text($"it left {(int)After} bytes on the shadow stack"),
    };

    private string When => Text($"collection {Collection} at allocation {Allocation}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
