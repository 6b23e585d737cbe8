using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class HeapFaultTests
{
    public static TheoryData<string> Laws => [.. HeapLaws.All.Select(law => law.Name)];

    public static TheoryData<string> Faults => [.. HeapPatches.All.Keys];

    [Theory, MemberData(nameof(Laws))]
    public void The_heap_obeys(string law) => HeapLaws.All.Single(l => l.Name == law).Check(HeapModule.Load());

    /// <summary>A law that nothing can break says nothing.</summary>
    [Theory, MemberData(nameof(Faults))]
    public void Every_planted_fault_breaks_a_law(string fault)
    {
        var module = HeapModule.Load(HeapPatches.All[fault]);
        Assert.Contains(HeapLaws.All, law => Record.Exception(() => law.Check(module)) is not null);
    }
}
