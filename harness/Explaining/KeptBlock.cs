using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>What keeps a block that nothing needs.</summary>
public enum KeeperKind
{
    /// <summary>Nothing that was found.</summary>
    Nothing,

    /// <summary>A word below the heap that is no slot of the shadow stack any more.</summary>
    StaleSlot,

    /// <summary>A word of a block.</summary>
    Word,
}

/// <summary>A block that a collection kept though nothing needs it.</summary>
/// <param name="Payload">Its payload address.</param>
/// <param name="Block">The block, if it is known.</param>
/// <param name="Keeper">What names it.</param>
/// <param name="Address">Where the word stands that names it.</param>
/// <param name="By">The block that the word stands in, or null.</param>
public sealed record KeptBlock(int Payload, BlockLife? Block, KeeperKind Keeper, int Address, BlockLife? By)
{
    /// <summary>The block whose address the word is, where that one leads to the kept block; otherwise null.</summary>
    public BlockLife? Through { get; init; }

    /// <summary>The word that was taken for its address, where that is not what it is; otherwise null.</summary>
    public FalsePointer? Mistaken { get; init; }
}

/// <summary>Looks for what keeps a block.</summary>
internal static class KeptCheck
{
    /// <summary>The block that is kept for nothing as the evidence has it, or null if there is none.</summary>
    public static KeptBlock? Of(in HeapView heap, HeapCopy before, HeapLives lives, Evidence evidence)
    {
        if (evidence.Core switch
        {
            Evidence.KeptWithoutRoots seen => seen.Block,
            Evidence.Overmarked seen => seen.Block,
            _ => -1,
        } is not (>= 0 and var payload))
        {
            return null;
        }

        var kept = new KeptBlock(payload, lives.At(payload), KeeperKind.Nothing, 0, null);
        var marked = new List<BlockLife>();
        foreach (var block in lives.Live)
        {
            if (heap.IsMarked(block.Payload))
            {
                marked.Add(block);
            }
        }

        var keepers = KeepersOf(kept, marked, before, lives).ToList();
        return keepers.Find(keeper => keeper.By!.PointerFree)
            ?? keepers.FirstOrDefault()
            ?? (FalsePointers.Near(payload, before, lives) is { } word ? kept with { Mistaken = word } : null)
            ?? (before.Find((uint)payload, heap.Roots.Length, heap.HeapStart) is >= 0 and var slot
                ? kept with { Keeper = KeeperKind.StaleSlot, Address = slot }
                : kept);
    }

    /// <summary>The words of marked blocks that name the block, then those that name one of these, and so on.</summary>
    private static IEnumerable<KeptBlock> KeepersOf(
        KeptBlock kept, List<BlockLife> marked, HeapCopy before, HeapLives lives)
    {
        var seen = new HashSet<int> { kept.Payload };
        var next = new Queue<int>(seen);
        while (next.TryDequeue(out var named))
        {
            foreach (var block in marked.Where(b => b.Payload != named))
            {
                if (before.Find((uint)named, block.Payload, block.Payload + block.Bytes) is >= 0 and var at)
                {
                    yield return kept with
                    {
                        Keeper = KeeperKind.Word,
                        Address = at,
                        By = block,
                        Through = named == kept.Payload ? null : lives.At(named),
                    };
                    if (seen.Add(block.Payload))
                    {
                        next.Enqueue(block.Payload);
                    }
                }
            }
        }
    }
}
