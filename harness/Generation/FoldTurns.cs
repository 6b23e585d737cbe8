using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>How many turns the folds of one case take.</summary>
internal sealed class FoldTurns
{
    /// <summary>Where nodes are full, and blocks are of another bin or class.</summary>
    private static readonly int[] Bounds = [8, 16, 32];

    /// <summary>The same for a big case; small ones are cheaper, and come more often.</summary>
    private static readonly int[] BigBounds = [64, 64, 64, 64, 128, 128, 128, 256, 256, 512];

    private readonly Draw draw;
    private readonly int most;
    private readonly bool isBig;
    private readonly int boundPercent;

    public FoldTurns(Draw draw, GenerationOptions options, CollectionSchedule schedule)
    {
        this.draw = draw;
        var eager = schedule is CollectionSchedule.Eager;
        most = eager ? GenerationLimits.FoldTurnsEagerMax : options.FoldTurnsMax;
        boundPercent = options.BigPercent == 0 || eager ? 0 : GenerationLimits.BoundPercent;
        isBig = schedule is CollectionSchedule.Natural or CollectionSchedule.At
            && options.BigPercent > 0 && draw.Chance(options.BigPercent);
    }

    /// <summary>Whether the case is to have a fold, and that of hundreds of turns.</summary>
    public bool IsBig => isBig;

    /// <summary>The turns of the next fold.</summary>
    public int Next() =>
        isBig ? Near(BigBounds)
        : boundPercent > 0 && draw.Chance(boundPercent) ? Near(Bounds)
        : draw.Skewed(GenerationLimits.FoldTurnsMin, most);

    private int Near(int[] bounds) => draw.Of<int>(bounds) + draw.Between(-1, 1);
}
