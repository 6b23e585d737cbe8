using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers.Linked;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Wiring.Trials;

/// <summary>A text that slips are made in, and what comes of an edit to it.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Sources">The files that it is put together from, and where each begins in it.</param>
/// <param name="Rare">Where what is rare is a number that functions have at hand.</param>
/// <param name="IsValid">Whether the engine takes it with an edit.</param>
/// <param name="Planted">The parts of a target that have an edit.</param>
/// <param name="Unload">Gives back what an edit was compiled to.</param>
internal sealed record MutantText(
    string Text,
    IReadOnlyList<(string File, string Text, int Offset)> Sources,
    IReadOnlyList<LocalTurn> Rare,
    Func<HeapEdit, bool> IsValid,
    Func<WatParts, HeapEdit, WatParts> Planted,
    Action<HeapEdit> Unload)
{
    /// <summary>The heap's.</summary>
    public static MutantText Heap { get; } = new(
        HeapModule.Text,
        [.. HeapModule.Sources],
        [
            .. new[] { "$size", "$total", "$stride", "$bytes" }.Select(local =>
                new LocalTurn(local, "in blocks of 1000 bytes and more", "(i32.ge_u {0} (i32.const 1000))")),
            new("$bin", "in bin 70 and above", "(i32.ge_u {0} (i32.const 70))"),
        ],
        HeapModule.IsValid,
        (parts, edit) => parts with { Heap = edit },
        HeapModule.Unload);

    /// <summary>The containers'.</summary>
    public static MutantText Containers { get; } = new(
        FunctionTemplates.Text,
        [.. FunctionTemplates.Sources],
        [
            new("$level", "at level 7", "(i32.eq {0} (i32.const 7))"),
            new("$level", "at the last level", "(i32.eq {0} (i32.const 15))"),
            new("$level", "below the last level", "(i32.eq {0} (i32.const 16))"),
            new("$count", "of 16", "(i32.eq {0} (i32.const 16))"),
            new("$count", "of 100 and more", "(i32.ge_u {0} (i32.const 100))") { Beside = "$array" },
            new("$bit", "at the last child", "(i32.eq {0} (i32.const 0x8000))"),
            new("$shape", "in maps of strings to floats", "(i32.eq {0} (i32.const 74))"),
        ],
        ContainerModule.IsValid,
        (parts, edit) => parts with
        {
            Containers = (kind, heap, decimals) => kind == RuntimeKind.Container
                ? new Container(heap, edit, new(heap))
                : WatParts.RuntimeOf(kind, heap, decimals),
        },
        ContainerModule.Unload);

    /// <summary>The text that a mutant is made for.</summary>
    public static MutantText Of(Mutant mutant) => Heap.Has(mutant.File) ? Heap : Containers;

    /// <summary>What a file of the text is called.</summary>
    public static string NameOf(string file) => $"{file}.wat";

    /// <summary>What the text says of its own survivors.</summary>
    public IEnumerable<DeclaredSurvivor> Declared =>
        Sources.SelectMany(source => DeclaredSurvivor.Read(NameOf(source.File), source.Text));

    private bool Has(string file) => Sources.Any(source => NameOf(source.File) == file);
}
