using System.Collections.Immutable;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>Finds the block that was freed too early: the one that, kept from one collection, makes a program right.
/// </summary>
/// <param name="module">The program's module.</param>
/// <param name="run">Runs it in one way.</param>
/// <param name="isRight">Whether a run shows what it should.</param>
internal sealed class LostBlocks(
    InstrumentedModule module, Func<Way, ModuleRun> run, Func<ModuleRun, bool> isRight)
{
    private const int CollectionsMax = 64;

    /// <summary>The block that is lost when a program is run in a way that shows it; null: none alone is.</summary>
    public LostBlock? Find(Way way)
    {
        var told = way with { Instruments = way.Instruments with { Keeps = true, Balance = true } };
        var collections = run(told).Collections;
        for (var collection = 1; collection <= Math.Min(collections, CollectionsMax); collection++)
        {
            var seen = Run(told, collection, []);
            var lost = seen.Freed;
            if (lost.IsEmpty || !isRight(Run(told, collection, lost)))
            {
                continue;
            }

            lost = Fewest(lost, few => isRight(Run(told, collection, few)));
            return new(
                lost[0].Size, lost[0].Allocation, NameOf(lost[0].Function), lost[0].Import, collection,
                NameOf(seen.Site), seen.Import)
            {
                Together = lost.Length,
            };
        }

        return null;
    }

    /// <summary>Halves the blocks while one half is enough.</summary>
    private static ImmutableArray<FreedBlock> Fewest(
        ImmutableArray<FreedBlock> blocks, Func<ImmutableArray<FreedBlock>, bool> isEnough)
    {
        while (blocks.Length > 1)
        {
            var half = blocks.Length / 2;
            var (first, second) = (blocks[..half], blocks[half..]);
            if (isEnough(second))
            {
                blocks = second;
            }
            else if (isEnough(first))
            {
                blocks = first;
            }
            else
            {
                return blocks;
            }
        }

        return blocks;
    }

    private ModuleRun Run(Way way, int collection, ImmutableArray<FreedBlock> kept) => run(way with
    {
        Plan = way.Plan with { Look = collection, Kept = [.. kept.Select(block => block.Address)] },
    });

    private string NameOf(int number) =>
        module.Functions.FirstOrDefault(f => GuestFunction.Same(f.Number, number))?.Name ?? "the program";
}
