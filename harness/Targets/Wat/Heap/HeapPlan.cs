using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// The numbers that the guest publishes at the start of its <c>plan</c> memory, in this order.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct HeapStatus
{
    public int MemoryPages;
    public int MapPages;
    public int SpillPages;

    /// <summary>The memory's size as the program knows it, in bytes.</summary>
    public int Limit;
    public int HeapEnd;
    public int ShadowPointer;
    public int FreeHead;
    public int Allocations;
    public int Collections;
    public int Forced;

    /// <summary>Where roots spill from.</summary>
    public int ShadowEnd;

    /// <summary>Not 0 while a collection runs that no allocation waits for.</summary>
    public int Idle;

    /// <summary>The bytes, with header and padding, of the block that finds no room; 0: there is none.</summary>
    public int Wanted;

    /// <summary>The bytes, with headers and padding, of all blocks asked for since the program began.</summary>
    public long Allocated;
}

/// <summary>
/// The guest's <c>plan</c> memory: status, free lists, the log of forced collections, schedule points, and the host's
/// answer when it was asked what lies behind a handle.
/// </summary>
internal sealed unsafe class HeapPlan(Instance instance)
{
    private const int BinsStart = 64;
    private const int LogStart = 512;
    private const int PointsStart = LogStart + (4 * LogMax);
    private const int PointsMax = 1 << 20;

    /// <summary>How many forced collections are logged.</summary>
    public const int LogMax = 4096;

    private readonly GuestMemory memory = new(instance, "plan");
    private byte* start;
    private int pages = 1;
    private int pointCount;

    public HeapStatus* Status
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (HeapStatus*)Start;
    }

    /// <summary>The first block of each free list: one a bin, or the one that Vera's collector has.</summary>
    public ReadOnlySpan<int> FreeHeads(CollectorKind collector) => collector == CollectorKind.Vera
        ? new(&Status->FreeHead, 1)
        : new(Start + BinsStart, FreeBins.Count);

    /// <summary>The allocations that forced collections took place at, oldest first.</summary>
    public ReadOnlySpan<int> Log => new(Start + LogStart, Math.Clamp(Status->Forced, 0, LogMax));

    private byte* Start
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => start != null ? start : Look();
    }

    /// <summary>Every how many allocations the guest collects by itself; 0 if never.</summary>
    public static int IntervalOf(CollectionSchedule schedule) => schedule switch
    {
        CollectionSchedule.Eager => 1,
        CollectionSchedule.Every { Interval: > 0 } every => every.Interval,
        CollectionSchedule.Every every => throw new ArgumentException($"no schedule has the interval {every.Interval}"),
        _ => 0,
    };

    /// <summary>The state that a heap is prepared to be in, as the guest numbers them.</summary>
    public static int NumberOf(HeapState state) => state switch
    {
        HeapState.Empty => 0,
        HeapState.Full => 1,
        HeapState.AlmostFull => 2,
        HeapState.Fragmented => 3,
        _ => throw new System.Diagnostics.UnreachableException($"no rule for {state}"),
    };

    /// <summary>Hands the schedule's points over, and says how many there are.</summary>
    /// <exception cref="ArgumentException">They do not ascend from 1, or there are more than a million.</exception>
    public int WritePoints(CollectionSchedule schedule)
    {
        pointCount = 0;
        if (schedule is not CollectionSchedule.At { Allocations: var points })
        {
            return 0;
        }

        if (points.Length > PointsMax || !Ascend(points))
        {
            throw new ArgumentException("the points of a schedule ascend from 1, and are at most a million");
        }

        pages = memory.Reserve(PointsStart + (4L * points.Length));
        start = memory.Start(pages);
        points.AsSpan().CopyTo(new Span<int>(start + PointsStart, points.Length));
        return pointCount = points.Length;
    }

    /// <summary>Lays pointers down where the guest looks for them, and says how many there are.</summary>
    /// <exception cref="HeapTrap">There is no room for them.</exception>
    public int Answer(ReadOnlySpan<uint> pointers)
    {
        var at = PointsStart + (4L * pointCount);
        var reserved = memory.Reserve(at + (4L * pointers.Length));
        if (reserved == 0)
        {
            throw new HeapTrap(TrapKind.Memory);
        }

        pages = reserved;
        start = memory.Start(pages);
        pointers.CopyTo(new Span<uint>(start + at, pointers.Length));
        return pointers.Length;
    }

    /// <summary>
    /// Whether the forced collections were those that the schedule asks for, as far as allocations went.
    /// </summary>
    public bool Held(CollectionSchedule schedule)
    {
        var asked = 0;
        var log = Log;
        while (asked <= log.Length && PointAt(schedule, asked) is { } point && point <= Status->Allocations)
        {
            if (asked < log.Length && log[asked] != point)
            {
                return false;
            }

            asked++;
        }

        return asked == Status->Forced || asked > LogMax;
    }

    public void Close()
    {
        memory.Close();
        start = null;
    }

    private byte* Look() => start = memory.Start(pages);

    private static long? PointAt(CollectionSchedule schedule, int place) => schedule switch
    {
        CollectionSchedule.Natural => null,
        CollectionSchedule.Eager => place + 1L,
        CollectionSchedule.Every every => (place + 1L) * every.Interval,
        CollectionSchedule.At at => place < at.Allocations.Length ? at.Allocations[place] : null,
        _ => throw new System.Diagnostics.UnreachableException($"no rule for {schedule}"),
    };

    private static bool Ascend(ImmutableArray<int> points)
    {
        var last = 0;
        foreach (var point in points)
        {
            if (point <= last)
            {
                return false;
            }

            last = point;
        }

        return true;
    }
}
