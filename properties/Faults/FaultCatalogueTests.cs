using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

public class FaultCatalogueTests
{
    private static readonly IEnumerable<Fault> Faults = FaultCatalogue.All;

    [Fact]
    public void Every_tag_of_heap_wat_is_in_the_catalogue() => Assert.Equal(
        HeapModule.Faults.Order(), Faults.Select(f => f.HeapTag).OfType<string>().Distinct().Order());

    [Fact]
    public void Every_branch_in_the_code_is_in_the_catalogue_once() => Assert.Equal(
        Enum.GetValues<PlantedFault>().Where(f => f != PlantedFault.None),
        Faults.Select(f => f.Planted).Where(f => f != PlantedFault.None).Order());

    [Fact]
    public void Names_are_unique_and_there_are_enough_of_them()
    {
        Assert.Distinct(Faults.Select(f => f.Name));
        Assert.True(FaultCatalogue.All.Length >= 36);
    }

    [Fact]
    public void Nothing_is_planted_unless_it_is_asked_for() =>
        Assert.Equal((null, PlantedFault.None), FaultCatalogue.Resolve(null));

    [Fact]
    public void An_unknown_name_is_refused_with_a_suggestion()
    {
        var refusal = Assert.Throws<ArgumentException>(() => FaultCatalogue.Resolve("let-unroted"));
        Assert.Contains("let-unrooted", refusal.Message, StringComparison.Ordinal);
    }
}
