using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;

namespace Vera.GcStress.Generation;

/// <summary>
/// Draws stress cases: insertion, forced allocation, a look at what was inserted, all that surrounds it.
/// </summary>
/// <remarks>
/// While drawing, the types and the visibility of all locals are known, so that what is drawn is nearly always valid;
/// repair has the last word.
/// </remarks>
public static class CaseGenerator
{
    // Odd, and far from the neighbours of any seed.
    private const ulong SeedStep = 0xA24BAED4963EE407;

    /// <summary>The one case that a seed names under these options.</summary>
    public static StressCase FromSeed(ulong seed, GenerationOptions options)
    {
        StressCase? first = null, suiting = null;
        for (var again = 0; again < GenerationLimits.DrawsMax; again++)
        {
            var at = unchecked(seed + ((ulong)again * SeedStep));
            var drawn = CaseRepair.Repair(Drawn(at, options));
            first ??= drawn;
            if (options.Suits?.Invoke(drawn) == false)
            {
                continue;
            }

            // What is to be rare is so, by a choice that the seed makes.
            if (options.PercentOf is not { } percentOf || new Draw(~at).Chance(percentOf(drawn)))
            {
                return drawn;
            }

            suiting ??= drawn;
        }

        return suiting ?? first!;
    }

    /// <summary>The case as it was drawn, before repair.</summary>
    internal static StressCase Drawn(ulong seed, GenerationOptions options)
    {
        var draw = new Draw(seed);
        var aim = CaseAim.From(draw, options.Aims);
        var schedule = options.Schedule ?? (aim.IsInside
            ? ScheduleDrawing.Dense(draw)
            : ScheduleDrawing.Schedule(draw, options.AllocationsExpected));
        var heap = aim.Heap ?? ScheduleDrawing.Heap(draw);
        var tables = TableDrawing.Tables(draw, options);
        var drawing = new Drawing(draw, options, schedule, heap, aim);
        new BodyDrawing(drawing).Draw(
            drawing.Turns.Big >= GenerationLimits.ShortFrom ? GenerationLimits.OpsMin : OpsOf(draw, options.OpsMean));
        // On a worklist of a slot or two, what a collection costs is the square of what there is.
        return new([.. drawing.Ops], schedule, heap, drawing.Turns.IsBig ? HeapTables.Usual : tables);
    }

    private static int OpsOf(Draw draw, int mean) =>
        Math.Max(GenerationLimits.OpsMin, (mean / 2) + draw.Below(mean + 1));
}
