using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Wiring.Trials;

/// <summary>Puts together what the rig needs for each mutant of the heap's and the containers' text.</summary>
internal static class MutantTrials
{
    private static readonly string[] OfVera = ["vera"];
    private static readonly string[] OfHardened = ["bins", "hardened"];

    private static readonly MutantTurn[] Anywhere =
    [
        MutantTurn.Always,
        new("at every 32nd allocation", "(i32.eq (i32.and (global.get $allocations) (i32.const 31)) (i32.const 31))"),
    ];

    /// <summary>Where what is rare is a number that functions have at hand, by the name that they give it.</summary>
    private static readonly LocalTurn[] Locals =
    [
        new("$level", "at level 7", "(i32.eq {0} (i32.const 7))"),
        new("$level", "at the last level", "(i32.eq {0} (i32.const 15))"),
        new("$level", "below the last level", "(i32.eq {0} (i32.const 16))"),
        new("$count", "of 16", "(i32.eq {0} (i32.const 16))"),
        new("$count", "of 100 and more", "(i32.ge_u {0} (i32.const 100))"),
        new("$bit", "at the last child", "(i32.eq {0} (i32.const 0x8000))"),
        new("$at", "at place 15", "(i32.eq {0} (i32.const 15))"),
        new("$shape", "in maps of strings to floats", "(i32.eq {0} (i32.const 74))"),
        new("$size", "in blocks of 1000 bytes and more", "(i32.ge_u {0} (i32.const 1000))"),
        new("$total", "in blocks of 1000 bytes and more", "(i32.ge_u {0} (i32.const 1000))"),
        new("$stride", "in blocks of 1000 bytes and more", "(i32.ge_u {0} (i32.const 1000))"),
        new("$bytes", "in blocks of 1000 bytes and more", "(i32.ge_u {0} (i32.const 1000))"),
        new("$bin", "in bin 70 and above", "(i32.ge_u {0} (i32.const 70))"),
    ];

    /// <summary>Every mutant of what a heap runs, in the order of its files.</summary>
    public static IEnumerable<Mutant> All(HeapChoice heap) =>
        from text in heap.Runtime == RuntimeKind.Container
            ? new[] { MutantText.Heap, MutantText.Containers }
            : [MutantText.Heap]
        from source in text.Sources
        where !(heap.Gc == CollectorKind.Vera ? OfHardened : OfVera).Contains(source.File)
        from mutant in new MutantMaker(Anywhere, Locals)
            .Of(MutantText.NameOf(source.File), source.Text, source.Offset)
        select mutant;

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
