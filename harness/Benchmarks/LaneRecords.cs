using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Benchmarks;

/// <summary>Which way cases are run.</summary>
public enum BenchLane
{
    /// <summary>The hot lane: the heap's exports are called one by one.</summary>
    Driven,

    /// <summary>Each case is compiled as a module of its own.</summary>
    Compiled,
}

/// <summary>What a part of the time for a case is spent on.</summary>
/// <param name="Name"><c>draw</c>, <c>run</c>, <c>model</c>, <c>watch</c> (looking on, unasked), or an oracle.</param>
/// <param name="Seconds">Processor time for one case.</param>
public sealed record LanePart(string Name, Sample Seconds)
{
    /// <summary>The part that comes before a case is judged.</summary>
    public const string Draw = "draw";
}

/// <summary>One lane under one schedule.</summary>
/// <param name="Lane">Which way the cases are run.</param>
/// <param name="Schedule">When they collect.</param>
/// <param name="Cases">How many cases a round has.</param>
/// <param name="OpsMean">How many ops they have, on average.</param>
/// <param name="Off">Processor time for a case that is run and nothing else.</param>
/// <param name="On">Processor time for a case that is run beside the model, with all oracles; drawing apart.</param>
/// <param name="Parts">What a judged case consists of. An oracle's part is what it adds when it looks on alone.</param>
public sealed record LaneRow(
    BenchLane Lane,
    CollectionSchedule Schedule,
    int Cases,
    double OpsMean,
    Sample Off,
    Sample On,
    ImmutableArray<LanePart> Parts)
{
    /// <summary>
    /// The speed with all oracles, in parts of the speed without any. No oracle makes a run faster: more than all of it
    /// would be noise.
    /// </summary>
    public double SpeedKept => Math.Min(1, Off.Median / On.Median);

    /// <summary>A part of the time that judging a case takes; to draw it comes on top.</summary>
    /// <remarks>Parts are measured one by one, so that together they may be more than the whole.</remarks>
    public double ShareOf(LanePart part) => part.Seconds.Median / (part.Name == LanePart.Draw
        ? On.Median
        : Math.Max(On.Median, Parts.Where(p => p.Name != LanePart.Draw).Sum(p => p.Seconds.Median)));
}

/// <summary>How the hot lane fares, and what two threads make of it.</summary>
/// <param name="Rows">One a lane and schedule.</param>
/// <param name="Instantiate">Processor time for a new instance of the compiled heap.</param>
/// <param name="TwoWorkers">How many times as many cases two threads judge in the same time as one, or null if this
/// machine has one core.</param>
public sealed record LaneScore(ImmutableArray<LaneRow> Rows, Sample Instantiate, Sample? TwoWorkers);
