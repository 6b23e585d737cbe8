using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Wiring.Trials;

/// <summary>Puts together what the rig needs for each mutant of the heap's and the containers' text.</summary>
internal static class MutantTrials
{
    private static readonly MutantTurn[] Anywhere =
    [
        MutantTurn.Always,
        new("at every 32nd allocation", "(i32.eq (i32.and (global.get $allocations) (i32.const 31)) (i32.const 31))"),
    ];

    private static readonly Dictionary<string, long> Names = new() { ["{LEVELS}"] = CollidingKeys.Levels };

    /// <summary>Every mutant of what a heap runs, in the order of its files.</summary>
    public static IEnumerable<Mutant> All(HeapChoice heap) =>
        from text in heap.Runtime == RuntimeKind.Container
            ? new[] { MutantText.Heap, MutantText.Containers }
            : [MutantText.Heap]
        let declared = text.Declared.Where(one => one.HoldsWhere(Policy(heap))).ToLookup(one => one.File)
        let live = text == MutantText.Heap ? new LiveCode(text.Text, Policy(heap)) : null
        from source in text.Sources
        from mutant in new MutantMaker(Anywhere, text.Rare, live, Names)
            .Of(MutantText.NameOf(source.File), source.Text, source.Offset)
        select mutant with
        {
            Explained = declared[mutant.File].FirstOrDefault(one => one.Tells(mutant))?.Reason,
        };

    /// <summary>What a campaign on the heap as it is judges: half of it is near what showed something there.</summary>
    /// <param name="heap">The heap.</param>
    /// <param name="seed">The seed of the campaign.</param>
    /// <param name="count">How many cases, at most.</param>
    /// <param name="jobs">Threads; they change nothing but the speed.</param>
    /// <param name="parents">The parents that there are from the start.</param>
    /// <param name="progress">Told how many have been judged.</param>
    /// <param name="stop">Asks for an early end: then it is none.</param>
    public static ImmutableArray<StressCase> CasesOf(
        HeapChoice heap, ulong seed, int count, int jobs, ImmutableArray<StressCase> parents, Action<long> progress,
        CancellationToken stop)
    {
        var cases = new StressCase[count];
        var generation = heap.Drawing(GenerationOptions.Default, DocumentLibrary.BuiltIn);
        var options = new CampaignOptions(seed, generation, heap.Header(new Expectation.Pass()))
        {
            CasesMax = count,
            Jobs = jobs,
            Parents = parents,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
            MeasuredEvery = 0,
            FindingsMax = 0,
            Judged = (number, judged) => cases[number] = judged,
        };
        var report = new Campaign(heap.Suited(options), () => heap.NewRig(stop))
            .Run((soFar, _) => progress(soFar.Cases), stop);
        return report.Interrupted ? [] : ImmutableCollectionsMarshal.AsImmutableArray(cases);
    }

    /// <summary>What never changes while such a heap runs cases under the eyes of the oracles.</summary>
    private static Dictionary<string, long> Policy(HeapChoice heap) => new()
    {
        ["$hardened"] = heap.Gc == CollectorKind.Hardened ? 1 : 0,
        ["$traced"] = heap.Runtime == RuntimeKind.Traced ? 1 : 0,
        ["$poison"] = heap.Options.Poison ? 1 : 0,
        ["$hooks"] = 1,
    };

    /// <summary>The mutant on a heap; null if it is no valid module.</summary>
    public static MutantTrial? Of(Mutant mutant, HeapChoice heap)
    {
        var text = MutantText.Of(mutant);
        var edit = new HeapEdit($"{mutant}", mutant.Applied);
        if (!text.IsValid(edit))
        {
            return null;
        }

        var options = heap.Options with { FuelMax = FaultConditions.FuelMax };
        var planted = options with { Parts = text.Planted(options.Parts, edit) };
        var trial = new Trial(
            edit.Name,
            heap.Drawing(GenerationOptions.Default, DocumentLibrary.BuiltIn),
            () => HeapRigs.CreateDriven(planted))
        {
            NewSound = () => HeapRigs.CreateDriven(options),
        };
        return new(mutant, trial, () => text.Unload(edit));
    }
}

/// <summary>A mutant, and how it is tried.</summary>
/// <param name="Mutant">The change.</param>
/// <param name="Trial">Named as the mutant is.</param>
/// <param name="Unload">To be called when it has been tried.</param>
internal sealed record MutantTrial(Mutant Mutant, Trial Trial, Action Unload);
