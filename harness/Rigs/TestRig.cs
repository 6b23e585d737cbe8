using System.Diagnostics;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Rigs;

/// <summary>What one thread judges cases with: a judge for each way to run a case.</summary>
/// <param name="driven">Judges the hot lane.</param>
/// <param name="compiled">Judges the compiled way, or null where the target has only one way.</param>
/// <param name="targets">What is to be disposed of in the end.</param>
public sealed class TestRig(Judge driven, Judge? compiled, params IDisposable[] targets) : IDisposable
{
    /// <summary>The judge of the hot lane, for runs that ask for more than a verdict.</summary>
    public Judge Driven => driven;

    /// <summary>Judges what anybody sees of a real Vera; null where the target has one way to be looked at.</summary>
    public Judge? Plain { get; init; }

    /// <summary>Judges other hosts of the target, each by its name: they are to show what it does.</summary>
    public IReadOnlyList<(string Host, Judge Judge)> Hosts { get; init; } = [];

    /// <summary>Judges the target with a part swapped, each by what options call the swap.</summary>
    public IReadOnlyList<(string Swap, Judge Judge)> Swaps { get; init; } = [];

    /// <summary>What went wrong last with what runs the cases, in one line; null: nothing did.</summary>
    public Func<string?> Complaint { get; init; } = () => null;

    /// <summary>What it takes to see a failure; null where the target has one way to be looked at.</summary>
    public Shown? ShownBy(StressCase failing, CancellationToken stop = default) => Plain is null ? null
        : Hosts.Count > 0 && Try(failing, stop) is Verdict.Pass
            ? failing.Schedule is CollectionSchedule.Eager ? Shown.Eager : Shown.Visible
        : Fails(Plain, failing, new CollectionSchedule.Natural(), stop) ? Shown.Visible
        : Fails(Plain, failing, new CollectionSchedule.Eager(), stop) ? Shown.Eager
        : Shown.Latent;

    /// <summary>The swap with which a failing case passes, or null; what hosts differ in, none has a part in.</summary>
    public string? CureOf(StressCase failing, CancellationToken stop = default) =>
        Hosts.Count > 0 && Try(failing, stop) is Verdict.Pass ? null
        : Swaps.FirstOrDefault(one => one.Judge.Try(failing, stop: stop).Verdict is Verdict.Pass).Swap;

    /// <summary>The verdict of the driven way alone.</summary>
    public Verdict Try(StressCase stressCase, CancellationToken stop = default) =>
        driven.Try(stressCase, stop: stop).Verdict;

    /// <summary>The verdict of both ways: the first that fails, and a difference between them fails.</summary>
    public Verdict TryBothWays(StressCase stressCase, CancellationToken stop = default) =>
        TryCompiled(stressCase, driven.Try(stressCase, stop: stop), stop);

    /// <summary>The same, where the driven way has been judged already.</summary>
    public Verdict TryCompiled(StressCase stressCase, Judgement first, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(first);
        if (Hosts.Count > 0 && first.Verdict is Verdict.Pass)
        {
            return HostDifferences.Of(driven, Hosts, stressCase, stop) ?? first.Verdict;
        }

        if (compiled is null || first.Verdict is Verdict.Fail)
        {
            return first.Verdict;
        }

        var second = compiled.Try(stressCase, stop: stop);
        return (first.Verdict, second.Verdict) switch
        {
            (_, Verdict.Fail fail) => fail with { Evidence = new Evidence.InModule(fail.Evidence) },
            (Verdict.Pass, Verdict.Pass) when first.Stats.Allocations != second.Stats.Allocations =>
                new Verdict.Fail(
                    OracleName.Agreement,
                    stressCase.Ops.Length - 1,
                    new Evidence.LanesDiffer(first.Stats.Allocations, second.Stats.Allocations)),
            (Verdict.Pass, _) => second.Verdict,
            _ => first.Verdict,
        };
    }

    /// <summary>The verdict in one of several ways; see <see cref="Lane"/>.</summary>
    public Verdict Try(StressCase stressCase, Lane lane, CancellationToken stop = default) => lane switch
    {
        Lane.Driven => Try(stressCase, stop),
        Lane.Both => TryBothWays(stressCase, stop),
        Lane.Variants => InvisibilityJudge.Try(driven, stressCase, stop).Verdict,
        _ => throw new UnreachableException($"no rule for {lane}"),
    };

    /// <summary>
    /// The verdict of both ways and, if that is to pass and collections can be placed, under other schedules too.
    /// </summary>
    /// <param name="stressCase">The case.</param>
    /// <param name="sweepPoints">Collections of each schedule that it is swept over; 0: none.</param>
    /// <param name="stop">Asks for an early end.</param>
    public VariantVerdict TryEverywhere(StressCase stressCase, int sweepPoints, CancellationToken stop = default)
    {
        var own = TryBothWays(stressCase, stop);
        return own is Verdict.Pass && driven.CollectsAtPoints
            ? OtherSchedules.Try(driven, stressCase, varies: true, sweepPoints, stop).Last!
            : new(own, stressCase, 1);
    }

    /// <summary>Frees the targets, memory and processes of theirs included.</summary>
    public void Dispose()
    {
        foreach (var target in targets)
        {
            target.Dispose();
        }
    }

    private static bool Fails(Judge judge, StressCase failing, CollectionSchedule schedule, CancellationToken stop) =>
        judge.Try(failing.With(schedule), stop: stop).Verdict is Verdict.Fail;
}
