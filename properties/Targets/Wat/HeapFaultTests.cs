using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class HeapFaultTests
{
    /// <summary>Whether memories begin with next to nothing.</summary>
    private static readonly bool[] Beginnings = [false, true];

    public static TheoryData<string> Laws => [.. HeapLaws.All.Select(law => law.Name)];

    public static TheoryData<string> Faults => [.. HeapPatches.All.Keys];

    [Theory, MemberData(nameof(Laws))]
    public void The_heap_obeys_however_its_memories_begin(string law) => Assert.All(
        Beginnings, grows => HeapLaws.All.Single(l => l.Name == law).Check(HeapModule.Load(grows: grows)));

    /// <summary>A law that nothing can break says nothing.</summary>
    [Theory, MemberData(nameof(Faults))]
    public void Every_planted_fault_breaks_a_law(string fault)
    {
        var modules = Beginnings.Select(grows => HeapModule.Load(HeapPatches.All[fault], grows)).ToList();
        Assert.Contains(
            HeapLaws.All, law => modules.Exists(module => Record.Exception(() => law.Check(module)) is not null));
    }
}
