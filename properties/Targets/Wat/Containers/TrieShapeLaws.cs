using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>Whoever reads a trie sees more than its contents.</summary>
public sealed class TrieShapeLaws
{
    [Theory]
    [InlineData("(global.set {sp} (local.get $sp))", "(nop)")]
    [InlineData("(call $alloc (i32.add (i32.const 8)", "(call $alloc (i32.add (i32.const 7)")]
    [InlineData("(local.set $bytes (call $value_offset (local.get $shape)))", "(local.set $bytes (i32.const 24))")]
    [InlineData("(local.set $room (i32.const 3))", "(local.set $room (i32.const 4))")]
    [InlineData("(local.set $room (i32.const 17))", "(local.set $room (i32.const 18))")]
    [InlineData("(i32.gt_u (local.get $room) (i32.const 17))", "(i32.const 1)")]
    [InlineData("(i32.shr_u (local.get $count) (i32.const 1))", "(local.get $count)")]
    [InlineData("(local.get $count) (i32.const 0))", "(local.get $count) (i32.const 1))")]
    public void Containers_that_leave_roots_or_have_blocks_of_other_sizes_fail(string sound, string broken)
    {
        Assert.IsType<Verdict.Pass>(Judged(null));
        Assert.IsType<Verdict.Fail>(Judged(new(
            broken, text => text.Replace(sound, broken, StringComparison.Ordinal))));
    }

    private static Verdict Judged(HeapEdit? edit)
    {
        var options = WatOptions.Default;
        using var target = Lanes.Driven(edit is null
            ? options
            : options with { Parts = MutantText.Containers.Planted(options.Parts, edit) });
        return Lanes.JudgeOf(target).Try(CaseText.Parse("""
            $0: Set<Int> = insert(insert(({} : Set<Int>), 1), 2)
            observe elements($0)
            $1: Set<Int> = fold(fold({}, 11, turn), 40, turn)
            $2: Set<Int> = fold($1, 41, turn)
            $3: Set<Int> = fold({}, 9, turn)
            """)).Verdict;
    }
}
