using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

/// <summary>A mutant is one slip at one place, and a heap all the same.</summary>
public sealed class MutantLaws
{
    private const int Sample = 23;

    private static readonly Dictionary<string, string[]> Files = HeapModule.Sources.ToDictionary(
        source => $"{source.File}.wat", source => source.Text.Split('\n'));

    [Theory]
    [InlineData(CollectorKind.Vera)]
    [InlineData(CollectorKind.Hardened)]
    public void Each_changes_one_place_of_the_function_and_line_that_it_names(CollectorKind collector) =>
        Assert.All(MutantTrials.All(collector), mutant =>
        {
            var changed = mutant.Applied(HeapModule.Text);
            var same = HeapModule.Text.AsSpan().CommonPrefixLength(changed);
            Assert.InRange(same, mutant.Start, mutant.End);
            Assert.EndsWith(HeapModule.Text[mutant.End..], changed, StringComparison.Ordinal);
            var line = HeapModule.Text.LastIndexOf('\n', mutant.Start) + 1;
            Assert.Equal(Files[mutant.File][mutant.Line - 1], HeapModule.Text[line..].Split('\n')[0]);
            Assert.Contains(mutant.Function, HeapModule.Text[..mutant.Start], StringComparison.Ordinal);
        });

    [Fact]
    public void Most_are_modules_that_the_engine_takes()
    {
        var sample = MutantTrials.All(CollectorKind.Hardened).Where((_, place) => place % Sample == 0).ToList();
        var valid = sample.Count(mutant => HeapModule.IsValid(new HeapEdit($"{mutant}", mutant.Applied)));
        Assert.InRange(valid, sample.Count * 9 / 10, sample.Count);
    }

    [Fact]
    public void Comments_and_strings_are_no_places() => Assert.Equal(
        ["x.wat:3 $f: 1 became 2", "x.wat:3 $f: 1 became 0"],
        new MutantMaker("(i32.const 0)").Of("x.wat", """
            (func $f (export "(i32.add (i32.const 5))") (result i32)
              ;; (i32.const 7) is none (
              (i32.const 1))
            """, 0).Where(mutant => mutant.Turn == MutantTurn.Always).Select(mutant => $"{mutant}"));
}
