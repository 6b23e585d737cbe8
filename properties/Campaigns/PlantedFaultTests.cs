using Vera.GcStress.Campaigns;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

/// <summary>
/// Faults of the heap that a program can run into are found by a campaign, by the oracle that is for them.
/// </summary>
public class PlantedFaultTests
{
    private static readonly HeapLayout Small = HeapLayout.Small;
    private static readonly HeapLayout SmallShadow = Small with { ShadowBytes = 16 };
    private static readonly HeapLayout SmallWorklist = Small with { WorklistBytes = 8 };
    private static readonly HeapLayout SmallWrapTable = Small with { WrapBytes = 16 * 24 };

    /// <summary>A full heap of this layout begins with a block of more than 64 KiB.</summary>
    private static readonly HeapLayout LargePages = Small with { PageBytes = 1 << 18 };

    /// <summary>Most cases reach the end of it, and few need to.</summary>
    private static readonly HeapLayout LowCeiling = Small with { Ceiling = (uint)Small.HeapStart + (1 << 14) };

    private static readonly GenerationOptions All = BuiltInSource.AllElements;
    private static readonly GenerationOptions Trees = All with { Elements = [TypeKind.Json], HostileValues = false };
    private static readonly GenerationOptions Numbers = All with { Elements = [TypeKind.Int] };

    /// <summary>The oracle alone finds the fault within this number of cases.</summary>
    private static readonly Row[] Table =
    [
        new("forget-mark", OracleSet.Reachability, 16),
        new("forget-mark", OracleSet.Termination, 16),
        new("free-list-cycle", OracleSet.Integrity, 16),
        new("free-twice", OracleSet.Integrity, 16),
        new("grow-one-page", OracleSet.Termination, 16),
        new("mark-unvalidated", OracleSet.Integrity, 256),
        new("pointer-free-confused", OracleSet.Reachability, 16),
        new("root-seed-skips-top", OracleSet.Reachability, 16),
        new("root-seed-skips-top", OracleSet.Termination, 16),
        new("root-seed-past-top", OracleSet.Retention, 16),
        new("root-seed-pops-top", OracleSet.Stack, 16),
        new("root-seed-tags", OracleSet.Stack, 16),
        new("scan-misses-last-word", OracleSet.Agreement, 32),
        new("scan-misses-last-word", OracleSet.Reachability, 16),
        new("shadow-no-bound", OracleSet.Reachability, 16) { Layout = SmallShadow },
        new("size-16", OracleSet.Integrity, 32)
        {
            Layout = LargePages, Collector = CollectorKind.Vera, Drawn = Trees,
        },
        new("sweep-skip", OracleSet.Integrity, 16),
        new("take-nothing", OracleSet.Retention, 16),
        new("take-nothing", OracleSet.Termination, 128) { Layout = LowCeiling },
        new("sweep-skip", OracleSet.Termination, 128) { Layout = LowCeiling },
        new("worklist-drop", OracleSet.Reachability, 16) { Layout = SmallWorklist },
        new("worklist-trap", OracleSet.Termination, 16) { Layout = SmallWorklist },
        new("wrap-never-released", OracleSet.Retention, 32) { Runtime = RuntimeKind.HostStore, Drawn = Numbers },
        new("wrap-unrooted", OracleSet.Reachability, 64)
        {
            Layout = SmallWrapTable, Runtime = RuntimeKind.HostStore, Drawn = Numbers,
        },
    ];

    public static TheoryData<string, OracleSet> Rows => new(Table.Select(row => (row.Fault, row.Oracle)));

    [Theory, MemberData(nameof(Rows))]
    public void An_oracle_alone_finds_the_fault(string fault, OracleSet oracle)
    {
        var row = Table.Single(row => row.Fault == fault && row.Oracle == oracle);
        var found = RunCampaign(row, row.Fault);
        Assert.Contains(found.Findings, f =>
            $"{f.Failure.Oracle}" == $"{oracle}");
    }

    /// <summary>The same campaigns find nothing where nothing is planted.</summary>
    [Theory, MemberData(nameof(Rows))]
    public void The_oracle_is_silent_on_the_whole_heap(string fault, OracleSet oracle) =>
        Assert.Empty(RunCampaign(Table.Single(row => row.Fault == fault && row.Oracle == oracle), null).Findings);

    [Fact]
    public void Every_oracle_has_a_fault_that_it_finds_alone() => Assert.Equal(
        Enum.GetValues<OracleSet>().Where(o => o is not (OracleSet.None or OracleSet.All)),
        Table.Select(row => row.Oracle).Distinct().Order());

    private static CampaignReport RunCampaign(Row row, string? fault)
    {
        var wat = new WatOptions(row.Runtime, row.Collector, row.Layout)
        {
            Parts = FaultCatalogue.PartsOf(fault),
        };
        var options = new CampaignOptions(100, row.Drawn, Headers.Of(wat))
        {
            CasesMax = row.Cases,
            CompiledEvery = 0,
            ShrinkAttemptsMax = 20,
            FindingsMax = 3,
        };
        return new Campaign(options, () =>
        {
            var target = Lanes.Driven(wat);
            return new TestRig(Lanes.JudgeOf(target, row.Oracle), null, target);
        }).Run(stop: CancellationToken.None);
    }

    private sealed record Row(string Fault, OracleSet Oracle, int Cases)
    {
        public RuntimeKind Runtime { get; init; } = RuntimeKind.Container;

        public CollectorKind Collector { get; init; } = CollectorKind.Hardened;

        public HeapLayout Layout { get; init; } = Small;

        public GenerationOptions Drawn { get; init; } = All;
    }
}
