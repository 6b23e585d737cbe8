using System.Diagnostics;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Why a collection took place.</summary>
public abstract record Trigger
{
    private Trigger()
    {
    }

    /// <summary>The schedule asked for it.</summary>
    public sealed record Schedule : Trigger;

    /// <summary>It made the heap what the case asks for, before the first op.</summary>
    public sealed record Preparation : Trigger;

    /// <summary>There was no room for a block of this payload size.</summary>
    public sealed record Pressure(int Bytes) : Trigger;

    /// <summary>It took place outside of any allocation: the wrap table was full.</summary>
    public sealed record WrapTable : Trigger;

    /// <summary>In a few words, for a timeline.</summary>
    public sealed override string ToString() => this switch
    {
        Schedule => "the schedule asked for it",
        Preparation => "to prepare the heap",
        Pressure pressure => $"no room for {pressure.Bytes} bytes",
        WrapTable => "no room in the wrap table",
        _ => throw new UnreachableException("no such trigger"),
    };
}

/// <summary>One block, from the allocation that handed it out to the collection that freed it.</summary>
public sealed class BlockLife
{
    /// <summary>The payload address.</summary>
    public required int Payload { get; init; }

    /// <summary>Payload bytes, as its header says.</summary>
    public required int Bytes { get; init; }

    /// <summary>The number of the allocation, from 1; 0 if it is older than the first op or was not seen.</summary>
    public required int Allocation { get; init; }

    /// <summary>The op in which it was allocated.</summary>
    public required int Op { get; init; }

    /// <summary>What asked for it.</summary>
    public required RunSite Site { get; init; }

    /// <summary>Whether it was asked for as a block without pointers.</summary>
    public required bool PointerFree { get; init; }

    /// <summary>The collection that freed it, or null.</summary>
    public CollectionRecord? FreedBy { get; set; }

    /// <summary>What it is, by its type or its tag word; null if that was not found out.</summary>
    public string? Label { get; set; }

    /// <summary>Whether it has the tag word of one that names a value of the host by its handle.</summary>
    public bool IsWrapper { get; set; }

    /// <summary><c>Json</c>, or what can be said without a type.</summary>
    public string Name => Label ?? (Allocation == 0 ? "block from before op 0"
        : Site.Import is { } import ? $"block made by {import}"
        : Site.Step is "churn" or "allocate" ? "filler"
        : Site.Makes ?? (PointerFree ? "data block" : "block"));

    /// <summary>Its name, its address, and the number of its allocation.</summary>
    public override string ToString() =>
        $"{Name} at 0x{Payload:x}" + (Allocation > 0 ? $" (allocation {Allocation})" : "");
}

/// <summary>One collection.</summary>
public sealed class CollectionRecord
{
    /// <summary>Counted from 1 over the run.</summary>
    public required int Number { get; init; }

    /// <summary>The allocation that it took place in, or after.</summary>
    public required int Allocation { get; init; }

    /// <summary>The op in which it took place.</summary>
    public required int Op { get; init; }

    /// <summary>What the program did then.</summary>
    public required RunSite Site { get; init; }

    /// <summary>Why it took place.</summary>
    public required Trigger Trigger { get; init; }

    /// <summary>How many slots the shadow stack had.</summary>
    public int RootSlots { get; init; }

    /// <summary>The payload bytes that were asked for when it began, or null.</summary>
    public int? Requested { get; init; }

    /// <summary>Bytes in blocks, headers included, when it began.</summary>
    public long LiveBefore { get; init; }

    /// <summary>The same when it had ended.</summary>
    public long LiveAfter { get; set; }

    /// <summary>By how much memory grew because it did not free enough.</summary>
    public int GrewBytes { get; set; }

    /// <summary>The blocks that it freed.</summary>
    public List<BlockLife> Freed { get; } = [];
}

/// <summary>What one op did.</summary>
/// <param name="Op">Its number.</param>
/// <param name="FirstAllocation">Allocations before it.</param>
/// <param name="LastAllocation">Allocations when it had ended.</param>
/// <param name="Collections">Those that took place in it.</param>
/// <param name="LiveBytes">Bytes in blocks that are not freed when it has ended, headers included.</param>
/// <param name="HeapBytes">The heap's size then.</param>
/// <param name="Observed">What it observed, or null.</param>
/// <param name="Ended">Whether it came to its end.</param>
public sealed record OpRecord(
    int Op, int FirstAllocation, int LastAllocation, IReadOnlyList<CollectionRecord> Collections, long LiveBytes,
    int HeapBytes, string? Observed, bool Ended);

/// <summary>The heap's blocks at one moment: after an op or after a collection.</summary>
/// <param name="Op">The op that runs or has just ended.</param>
/// <param name="Collection">The collection that has just ended, or null.</param>
/// <param name="Blocks">Block by block, upward.</param>
public sealed record HeapPicture(int Op, CollectionRecord? Collection, IReadOnlyList<PicturedBlock> Blocks);

/// <summary>One block of a picture.</summary>
/// <param name="Payload">The payload address.</param>
/// <param name="Bytes">Payload bytes.</param>
/// <param name="Life">The block's life, or null if the block is free.</param>
/// <param name="JustFreed">The life that the collection of this picture ended, or null.</param>
public readonly record struct PicturedBlock(int Payload, int Bytes, BlockLife? Life, BlockLife? JustFreed);

/// <summary>A block that a collection freed while something still held it.</summary>
/// <param name="Block">The block.</param>
/// <param name="Path">How it was held, from a root or another holder to the block itself.</param>
/// <param name="Before">Its first bytes before the collection.</param>
public sealed record LostBlock(BlockLife Block, HeldPath Path, byte[] Before);

/// <summary>How a block was held when a collection began.</summary>
/// <param name="Holder">Where it begins.</param>
/// <param name="Steps">From block to block; the last one is the block in question.</param>
public sealed record HeldPath(Holder Holder, IReadOnlyList<PathStep> Steps)
{
    /// <summary>The number of the first step that the collector does not take; -1 if it takes all of them.</summary>
    public int FirstUnseen
    {
        get
        {
            for (var i = 0; i < Steps.Count; i++)
            {
                if (Steps[i].Kind is not (EdgeKind.Root or EdgeKind.Word))
                {
                    return i;
                }
            }

            return -1;
        }
    }
}

/// <summary>Where a path begins.</summary>
/// <param name="Slot">The number of the shadow-stack slot, or -1.</param>
/// <param name="Held">Otherwise what of the program holds it.</param>
/// <param name="AlsoLocal">The local that holds the same address, or -1.</param>
public sealed record Holder(int Slot, HeldWord Held, int AlsoLocal)
{
    /// <summary>In a few words: <c>root slot 3 (local $1)</c>.</summary>
    public override string ToString() => Slot >= 0
        ? $"root slot {Slot}" + (AlsoLocal >= 0 ? $" (local ${AlsoLocal})" : "")
        : Held.Kind switch
        {
            HolderKind.Local => $"local ${Held.Number}",
            HolderKind.State => "the State cell",
            _ => Held.RootedAs ?? "an intermediate result of the op",
        };
}

/// <summary>How one block, or a holder, names another block.</summary>
public enum EdgeKind
{
    /// <summary>A slot of the shadow stack.</summary>
    Root,

    /// <summary>A word of a block that the collector scans.</summary>
    Word,

    /// <summary>A holder of the program that is no slot of the shadow stack.</summary>
    Unrooted,

    /// <summary>An entry of a container, with no word in memory that the collector would find it by.</summary>
    Contents,

    /// <summary>A part of a value by its type, with no word that the collector would find it by.</summary>
    Disguised,

    /// <summary>A word of a block that the collector does not scan.</summary>
    PointerFree,
}

/// <summary>One step of a path.</summary>
/// <param name="Kind">What leads to the block.</param>
/// <param name="Block">The block.</param>
/// <param name="Offset">Where in the block before it the word stands, or -1.</param>
/// <param name="Freed">Whether the collection freed the block.</param>
/// <param name="IsConfirmed">Whether some value has the block by its type, or some container by its runtime.</param>
public sealed record PathStep(EdgeKind Kind, BlockLife Block, int Offset, bool Freed, bool IsConfirmed);
