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
    public void Containers_that_leave_roots_or_have_blocks_of_other_sizes_fail(string sound, string broken)
    {
        var edit = new HeapEdit(
            broken, text => text.Replace(sound, broken, StringComparison.Ordinal));
        var options = WatOptions.Default;
        using var target = Lanes.Driven(options with { Parts = MutantText.Containers.Planted(options.Parts, edit) });
        Assert.IsType<Verdict.Fail>(Lanes.JudgeOf(target).Try(CaseText.Parse("""
            $0: Set<Int> = insert(insert(({} : Set<Int>), 1), 2)
            observe elements($0)
            """)).Verdict);
    }
}
