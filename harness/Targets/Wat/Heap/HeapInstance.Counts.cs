using Vera.GcStress.Features;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <content>What a run did, counted.</content>
internal sealed unsafe partial class HeapInstance
{
    /// <summary>Physical pages that the instance had when the run began.</summary>
    private (int Memory, int Map) had;

    /// <summary>What the run showed so far, as far as the host sees it.</summary>
    public FeatureCounts Features { get; } = new();

    /// <summary>What the run has done so far.</summary>
    public RunStats Stats => new(
        plan.Status->Allocations,
        plan.Status->Collections,
        plan.Status->Forced,
        (int)Math.Clamp(HeapBytes, 0, int.MaxValue),
        FuelUsed);

    /// <summary>
    /// The bytes of all blocks handed out since the heap was prepared, headers and padding included.
    /// </summary>
    public long AllocatedBytes => guest.Allocated.GetValue();

    public long FuelUsed => Settings.FuelMax - (long)Store.Fuel;

    /// <summary>Collections so far, of any cause.</summary>
    public int Collections => plan.Status->Collections;

    /// <summary>Whether the collection that runs is one that the schedule asks for.</summary>
    public bool IsForced => plan.Status->Idle == 0 && plan.Status->Wanted == 0;

    /// <summary>The allocations that forced collections took place at: the first 4096 of them.</summary>
    public ReadOnlySpan<int> ForcedPoints => plan.Log;

    /// <summary>
    /// Whether a run made memory grow. What comes after it is no longer as in a fresh instance: it grows nothing where
    /// that one does, and broken code that reads beyond its memory finds some.
    /// </summary>
    public bool HasGrown => memory.HasGrown || map.HasGrown || spill.HasGrown;

    /// <summary>What the run showed, by host and guest; to be asked once a run.</summary>
    public FeatureProfile Profile()
    {
        HeapFeatures.Add(Features, new(seen.Start(1), HeapProbes.HighAt + 1), Layout.WorklistStart);
        return Features.Profile();
    }

    /// <summary>Whether forced collections took place exactly where the schedule asks for them.</summary>
    /// <param name="seen">How many of them the host was told of; null: it is told of none.</param>
    public bool ScheduleHeld(int? seen = null) =>
        plan.Held(Settings.Schedule) && (seen is null || seen == plan.Status->Forced);

    /// <summary>Physical memory of this run that neither a run before it nor the heap's limit has need of.</summary>
    private long UnneededBytes()
    {
        const long Page = 1 << 16;
        const int ReadAhead = 16;
        var limit = (long)Math.Max(plan.Status->Limit, heapStart);
        var mapped = Settings.Collector == CollectorKind.Hardened && limit > heapStart
            ? ((limit - heapStart) / HeapView.Granule) + ReadAhead
            : 0;
        return (Page * Beyond(plan.Status->MemoryPages, had.Memory, limit))
            + (Page * Beyond(plan.Status->MapPages, had.Map, mapped));

        static long Beyond(int pages, int had, long bytes) =>
            Math.Max(0, pages - Math.Max(had, (bytes + Page - 1) / Page));
    }

    /// <summary>As the guest says: it may be negative.</summary>
    private long HeapBytes => (long)plan.Status->HeapEnd - Layout.HeapStart;
}
