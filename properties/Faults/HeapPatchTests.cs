using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

public class HeapPatchTests
{
    private const string Text = """
        (func $one
          (a)
          (b)
          (a))
        (func $two (param i32)
          (b))
        """;

    [Fact]
    public void A_block_replaces_lines_of_its_function_alone() => Assert.Equal(
        Text.Replace("  (b))", "  (c))", StringComparison.Ordinal), Patched("fault x in $two", "-  (b))", "+  (c))"));

    [Fact]
    public void Lines_around_tell_equal_lines_apart() => Assert.Equal(
        Text.Replace("  (b)\n  (a))", "  (b)\n  (c))", StringComparison.Ordinal),
        Patched("fault x in $one", "   (b)", "-  (a))", "+  (c))"));

    [Theory]
    [InlineData("fault x in $two", "-(a)", "stands in $two 0 times")]
    [InlineData("fault x in $one", "+(c)", "stands in $one 4 times")]
    [InlineData("fault x in $on", "-(a)", "the heap has no function $on")]
    public void What_is_not_there_exactly_once_is_named(string head, string line, string complaint)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => Patched(head, line));
        Assert.Contains(complaint, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("fault x: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_outside_of_a_block_is_refused() =>
        Assert.Throws<FormatException>(() => HeapPatches.Parsed("(a)").ToArray());

    [Fact]
    public void Every_patch_changes_the_heap() =>
        Assert.All(HeapPatches.All.Values, edit => Assert.NotEqual(HeapModule.Text, edit.Apply(HeapModule.Text)));

    private static string Patched(params string[] lines) =>
        HeapPatches.Parsed(string.Join('\n', lines)).Aggregate(Text, (text, block) => block.Apply(text));
}
