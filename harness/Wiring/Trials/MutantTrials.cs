using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Wiring.Trials;

/// <summary>Puts together what the rig needs for each mutant of the heap's text.</summary>
internal static class MutantTrials
{
    private const string Rarely =
        "(i32.eq (i32.and (global.get $allocations) (i32.const 31)) (i32.const 31))";

    private static readonly string[] OfVera = ["vera"];
    private static readonly string[] OfHardened = ["bins", "hardened"];

    /// <summary>Every mutant of what a collector runs, in the order of its files.</summary>
    public static IEnumerable<Mutant> All(CollectorKind collector) =>
        from source in HeapModule.Sources
        where !(collector == CollectorKind.Vera ? OfHardened : OfVera).Contains(source.File)
        from mutant in new MutantMaker(Rarely).Of($"{source.File}.wat", source.Text, source.Offset)
        select mutant;

    /// <summary>The mutant on a heap; null if it is no valid module.</summary>
    public static MutantTrial? Of(Mutant mutant, HeapChoice heap)
    {
        var edit = new HeapEdit($"{mutant}", mutant.Applied);
        if (!HeapModule.IsValid(edit))
        {
            return null;
        }

        var options = heap.Options with { FuelMax = FaultConditions.FuelMax };
        var planted = options with { Parts = options.Parts with { Heap = edit } };
        var trial = new Trial(
            edit.Name,
            heap.Drawing(GenerationOptions.Default, DocumentLibrary.BuiltIn),
            () => HeapRigs.CreateDriven(planted))
        {
            NewSound = () => HeapRigs.CreateDriven(options),
        };
        return new(mutant, trial, () => HeapModule.Unload(edit));
    }
}

/// <summary>A mutant, and how it is tried.</summary>
/// <param name="Mutant">The change.</param>
/// <param name="Trial">Named as the mutant is.</param>
/// <param name="Unload">To be called when it has been tried.</param>
internal sealed record MutantTrial(Mutant Mutant, Trial Trial, Action Unload);
