using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class HeapFaultTests
{
    public static TheoryData<string> Laws => [.. HeapLaws.All.Select(law => law.Name)];

    public static TheoryData<string> Faults => [.. HeapModule.Faults];

    [Theory, MemberData(nameof(Laws))]
    public void The_heap_obeys(string law) => HeapLaws.All.Single(l => l.Name == law).Check(HeapModule.Load());

    /// <summary>A law that nothing can break says nothing.</summary>
    [Theory, MemberData(nameof(Faults))]
    public void Every_planted_fault_breaks_a_law(string fault)
    {
        var module = HeapModule.Load(fault);
        Assert.Contains(HeapLaws.All, law => Record.Exception(() => law.Check(module)) is not null);
    }

    [Theory]
    [InlineData("forget-mark")]
    [InlineData("sweep-skip")]
    [InlineData("free-twice")]
    [InlineData("free-list-cycle")]
    [InlineData("scan-misses-last-word")]
    [InlineData("root-seed-skips-top")]
    [InlineData("worklist-drop")]
    [InlineData("size-16")]
    [InlineData("grow-one-page")]
    [InlineData("mark-unvalidated")]
    [InlineData("pointer-free-confused")]
    [InlineData("wrap-after-sweep")]
    [InlineData("wrap-unrooted")]
    [InlineData("shadow-no-bound")]
    [InlineData("worklist-trap")]
    [InlineData("root-seed-past-top")]
    [InlineData("wrap-never-released")]
    [InlineData("take-nothing")]
    public void The_text_of_a_fault_differs_from_the_heap(string fault)
    {
        Assert.Contains(fault, HeapModule.Faults);
        Assert.NotEqual(HeapModule.Text(), HeapModule.Text(fault));
    }

    [Fact]
    public void An_unknown_fault_is_refused() =>
        Assert.Throws<ArgumentException>(() => HeapModule.Load("no-such-fault"));
}
