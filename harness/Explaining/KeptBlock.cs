using System.Globalization;
using System.Text.RegularExpressions;
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
public sealed record KeptBlock(int Payload, BlockLife? Block, KeeperKind Keeper, int Address, BlockLife? By);

/// <summary>Looks for what keeps a block.</summary>
internal static partial class KeptCheck
{
    /// <summary>The block that the evidence of a failure names, or null if it is no such failure.</summary>
    public static KeptBlock? Of(in HeapView heap, HeapCopy before, HeapLives lives, string evidence)
    {
        if (Kept().Match(evidence) is not { Success: true } match)
        {
            return null;
        }

        var payload = int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var kept = new KeptBlock(payload, lives.At(payload), KeeperKind.Nothing, 0, null);
        foreach (var block in lives.Live.Where(b => b.Payload != payload))
        {
            for (var at = block.Payload; at + 4 <= block.Payload + block.Bytes; at += 4)
            {
                if (before.Word(at) == (uint)payload && heap.IsMarked(block.Payload))
                {
                    return kept with { Keeper = KeeperKind.Word, Address = at, By = block };
                }
            }
        }

        for (var at = heap.Roots.Length; at + 4 <= heap.HeapStart; at += 4)
        {
            if (before.Word(at) == (uint)payload)
            {
                return kept with { Keeper = KeeperKind.StaleSlot, Address = at };
            }
        }

        return kept;
    }

    [GeneratedRegex("block 0x([0-9a-f]+) of [0-9]+ bytes (?:is kept|was marked)")]
    private static partial Regex Kept();
}
