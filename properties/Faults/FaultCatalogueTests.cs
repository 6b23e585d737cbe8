using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

public class FaultCatalogueTests
{
    private static readonly IEnumerable<Fault> Faults = FaultCatalogue.All;

    [Fact]
    public void Every_patch_of_the_heap_is_in_the_catalogue() => Assert.Equal(
        HeapPatches.All.Keys, Faults.Select(f => f.Parts.Heap?.Name).OfType<string>().Distinct().Order());

    [Fact]
    public void Every_fault_has_a_broken_part_of_its_own()
    {
        Assert.All(Faults, fault => Assert.NotEqual(WatParts.Sound, fault.Parts));
        Assert.Distinct(Faults.Select(f => f.Parts));
    }

    [Fact]
    public void Names_are_unique_and_there_are_enough_of_them()
    {
        Assert.Distinct(Faults.Select(f => f.Name));
        Assert.True(FaultCatalogue.All.Length >= 90);
    }

    [Fact]
    public void Nothing_is_planted_unless_it_is_asked_for() =>
        Assert.Same(WatParts.Sound, FaultCatalogue.PartsOf(null));

    [Fact]
    public void An_unknown_name_is_refused_with_a_suggestion()
    {
        var refusal = Assert.Throws<ArgumentException>(() => FaultCatalogue.PartsOf("let-unroted"));
        Assert.Contains("let-unrooted", refusal.Message, StringComparison.Ordinal);
    }
}
