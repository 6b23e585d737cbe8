using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Rigs;
using Vera.GcStress.Steering;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers.Linked;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Steering;

public class FeatureLaws
{
    [Fact]
    public void Names_are_told_apart() =>
        Assert.Equal(FeatureTable.All.Length, FeatureTable.All.Select(feature => feature.Name).Distinct().Count());

    [Fact]
    public void Every_counter_in_the_heap_is_of_a_feature() =>
        Assert.All(
            HeapProbes.NamesIn(HeapModule.Text + FunctionTemplates.Text),
            name => Assert.True(FeatureTable.Find(name) >= 0, name));

    [Fact]
    public void Every_feature_is_told_of()
    {
        var told = File.ReadAllText(Path.Combine(Repository.Root, "docs", "features.md"));
        Assert.All(FeatureTable.All, feature => Assert.True(
            told.Contains($"`{feature.Name}`", StringComparison.Ordinal) ||
            told.Contains($"`{feature.Name[..(feature.Name.LastIndexOf('.') + 1)]}*`", StringComparison.Ordinal) ||
            (feature.Name.StartsWith("trie.list-", StringComparison.Ordinal) && told.Contains("`trie.list-*`")),
            feature.Name));
    }

    /// <summary>What a kept case is worth depends on it.</summary>
    [Fact]
    public void A_fault_that_takes_a_path_out_takes_its_feature_out()
    {
        var merge = FeatureTable.All[FeatureTable.Of("heap.merge")];
        Assert.True(Seen(WatOptions.Default).CasesOf(merge) > 0);
        Assert.Equal(0, Seen(WatOptions.Default with { Parts = FaultCatalogue.PartsOf("merge-nothing") })
            .CasesOf(merge));
    }

    /// <summary>What no saved case shows yet, each by its name, and why.</summary>
    private static readonly (string Names, string Why)[] Unreached =
    [
        ("mark.worklist.256", "the worklist is as long as the widest node, or an array of arrays"),
        ("shadow.spill-grow", "no program has 16,384 roots"),
    ];

    [Fact]
    public void A_feature_is_seen_in_a_saved_case_if_and_only_if_it_is_not_said_to_be_out_of_reach()
    {
        var kept = new KeptCases();
        using var rig = HeapRigs.CreateDriven(WatOptions.Default);
        kept.Load(
            [Path.Combine(Repository.Root, "corpus", "reach")],
            saved => rig.Driven.Try(saved, Effort.Features).Features);
        var unseen = FeatureTable.All
            .Where(feature => !kept.All.Any(one => one.Features.Shows(feature.Number)))
            .Select(feature => feature.Name);
        Assert.Equal(Unreached.SelectMany(some => some.Names.Split(' ')).Order(), unseen.Order());
    }

    [Fact]
    public void A_minimal_set_shows_what_all_kept_cases_show()
    {
        var kept = Kept(200);
        var minimal = kept.Minimal();
        Assert.True(minimal.Count < kept.All.Count);
        Assert.All(FeatureTable.All, feature => Assert.Equal(
            kept.All.Any(one => one.Features.Shows(feature.Number)),
            minimal.Any(one => one.Features.Shows(feature.Number))));
    }

    [Fact]
    public void A_varied_case_is_valid_and_named_by_its_seed()
    {
        var steering = new CaseSteering(
            [.. Enumerable.Range(0, 40).Select(seed => Drawn((ulong)seed))], learns: false);
        var varied = Enumerable.Range(0, 4000)
            .Select(seed => steering.Varied((ulong)seed, GenerationOptions.Default)).ToArray();
        Assert.InRange(varied.Count(child => child is not null), 15, 80);
        Assert.Equal(
            varied,
            Enumerable.Range(0, 4000).Select(seed => steering.Varied((ulong)seed, GenerationOptions.Default)));
        Assert.All(varied.OfType<StressCase>(), child => Assert.Same(child, CaseRepair.Repair(child)));
    }

    private static StressCase Drawn(ulong seed) => CaseGenerator.FromSeed(seed, GenerationOptions.Default);

    private static KeptCases Kept(int cases)
    {
        var kept = new KeptCases();
        using var rig = HeapRigs.CreateDriven(WatOptions.Default);
        for (var seed = 0UL; seed < (ulong)cases; seed++)
        {
            if (rig.Driven.Try(Drawn(seed), Effort.Features).Features is { } seen)
            {
                kept.Add(new(-1, Drawn(seed), seen));
            }
        }

        return kept;
    }

    private static FeatureTally Seen(WatOptions options)
    {
        var tally = new FeatureTally();
        using var rig = HeapRigs.CreateDriven(options);
        for (var seed = 0UL; seed < 50; seed++)
        {
            if (rig.Driven.Try(Drawn(seed), Effort.Features).Features is { } seen)
            {
                tally.Add(seen);
            }
        }

        return tally;
    }
}
