using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>
/// Forces allocation: one large block, growth, a churn of small blocks, or a large block and then churn.
/// </summary>
/// <remarks>
/// The large block makes the heap collect; churn then reuses what the sweep freed, and so makes a victim visible
/// (the free list starts at the highest address).
/// </remarks>
internal sealed class PressureDrawing
{
    private const int AbsentPercent = 12;

    /// <summary>
    /// The largest payloads of blocks of 504, 512, 520 and 1024 bytes, header included: from 512 on, free blocks of
    /// several sizes share a list.
    /// </summary>
    private static readonly int[] SizeBounds = [500, 508, 516, 1020];

    private readonly Draw draw;
    private readonly int churnCountMax;
    private readonly bool absent;
    private int bytesLeft = GenerationLimits.PressureBytesMax;
    private bool grows;

    /// <summary>The size of the last large blocks that were churned: others near it share their free list.</summary>
    private int wide;

    public PressureDrawing(Draw draw, CollectionSchedule schedule)
    {
        this.draw = draw;
        var natural = schedule is CollectionSchedule.Natural;
        churnCountMax = schedule is CollectionSchedule.Eager
            ? GenerationLimits.ChurnCountEagerMax
            : GenerationLimits.ChurnCountMax;
        absent = !natural && draw.Chance(AbsentPercent);
        grows = draw.Chance(GenerationLimits.GrowthPercent);
    }

    /// <summary>Adds one or two ops; none in the few cases that leave collecting to the schedule.</summary>
    public void Emit(List<Op> ops)
    {
        if (absent)
        {
            return;
        }

        switch (draw.Below(10))
        {
            case < 4:
                Large(ops);
                break;
            case < 7:
                Churn(ops);
                break;
            default:
                Large(ops);
                Churn(ops);
                break;
        }
    }

    private void Large(List<Op> ops)
    {
        var bytes = draw.Between(GenerationLimits.LargeBytesMin, GenerationLimits.LargeBytesMax);
        if (grows)
        {
            grows = false;
            ops.Add(new Op.Allocate(draw.Between(GenerationLimits.GrowthBytesMin, GenerationLimits.GrowthBytesMax)));
        }
        else if (bytes <= bytesLeft)
        {
            bytesLeft -= bytes;
            ops.Add(new Op.Allocate(bytes));
        }
        else
        {
            Churn(ops);
        }
    }

    /// <summary>Blocks of one size; fewer of them, down to none, where the case has forced enough.</summary>
    private void Churn(List<Op> ops)
    {
        var bytes = ChurnBytes();
        var count = draw.Skewed(Math.Min(GenerationLimits.ChurnCountMin, churnCountMax), churnCountMax);
        count = Math.Min(count, bytesLeft / bytes);
        if (count > 0)
        {
            bytesLeft -= count * bytes;
            ops.Add(new Op.Churn(count, bytes));
        }
    }

    private int ChurnBytes()
    {
        if (!draw.Chance(GenerationLimits.ChurnWidePercent))
        {
            return draw.Between(GenerationLimits.ChurnBytesMin, GenerationLimits.ChurnBytesMax);
        }

        wide = wide > 0 && draw.Chance(50)
                ? Math.Clamp(wide + draw.Between(-64, 64), GenerationLimits.ChurnBytesMin, CaseLimits.ChurnBytes)
            : draw.Chance(50) ? draw.Of<int>(SizeBounds) - draw.Below(3)
            : draw.Between(SizeBounds[0], GenerationLimits.ChurnBytesWideMax);
        return wide;
    }
}
