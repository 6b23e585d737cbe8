using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Runs a case once more, writes down what happens, and says why it failed.</summary>
/// <param name="driven">The target that tells of every allocation.</param>
/// <param name="compiled">The same heap under compiled programs, or null.</param>
/// <param name="model">What the targets must agree with.</param>
/// <param name="stop">Asks for an early end: no run begins after it.</param>
public sealed class Explainer(
    ITarget driven, ITarget? compiled, ITarget model, CancellationToken stop = default)
{
    private const int ContrastsMax = 4;

    // Who holds what is found out by reading the whole heap: so the collections are limited, and the bytes in all.
    private const int GraphsMax = 400;
    private const long GraphBytesMax = 256 << 20;

    /// <summary>The run of the case itself, driven or else compiled; the first that fails.</summary>
    public Explanation Explain(StressCase stressCase)
    {
        ArgumentNullException.ThrowIfNull(stressCase);
        var own = Run(driven, stressCase, compiledOnly: false, out var first);
        if (own.Verdict is not Verdict.Pass || compiled is null)
        {
            return own;
        }

        var other = Run(compiled, stressCase, compiledOnly: true, out var second) with
        {
            Variant = "compiled to a module; the driven way passes",
        };
        return other.Verdict is Verdict.Fail ? other
            : other.Verdict is Verdict.Pass && first.AllocationsBegun != second.AllocationsBegun
            ? own with { Verdict = Difference(first, second), Failure = SeenOnly(Difference(first, second), Apart) }
            : own;
    }

    private static Cause Apart { get; } = new(
        CauseKind.LanesDiffer, CauseLayer.Unknown, "the driven and the compiled way allocate differently",
        ["both carry out the same instructions, so this is a fault of the harness: see Targets/Wat/Lowering"]);

    private static Cause Visible { get; } = new(
        CauseKind.ScheduleSeen, CauseLayer.Unknown, "collections are visible to the program",
        ["no block was lost that anything held; compare the two runs above"]);

    private static Verdict.Fail Difference(Recorder first, Recorder second) => new(
        OracleName.Agreement,
        first.Ops.Count - 1,
        new Evidence.LanesDiffer(first.AllocationsBegun, second.AllocationsBegun));

    /// <summary>The run of a case that passes, under a schedule that fails.</summary>
    /// <param name="stressCase">The case.</param>
    /// <param name="failing">The schedule, and what it shows.</param>
    public Explanation Explain(StressCase stressCase, VariantVerdict failing)
    {
        ArgumentNullException.ThrowIfNull(stressCase);
        ArgumentNullException.ThrowIfNull(failing);
        var variant = failing.Variant;
        var without = Run(driven, stressCase.With(new CollectionSchedule.Natural()), false, out var quiet);
        var with = Run(driven, variant, false, out var loud);
        return with with
        {
            Verdict = failing.Verdict,
            Failure = with.Failure ?? SeenOnly(failing.Verdict, Visible),
            Variant = $"schedule {variant.Schedule} on a heap {variant.Heap}; the file's own schedule passes",
            Contrasts = [.. Contrasts(without, quiet, with, loud).Take(ContrastsMax)],
        };
    }

    private static FailureFacts? SeenOnly(Verdict verdict, Cause cause) => verdict is Verdict.Fail fail
        ? new(fail, cause) { Moment = "by comparing two runs" }
        : null;

    private static IEnumerable<Contrast> Contrasts(
        Explanation without, Recorder quiet, Explanation with, Recorder loud)
    {
        foreach (var (left, right) in without.History.Ops.Zip(with.History.Ops))
        {
            if (left.Observed != right.Observed)
            {
                yield return new($"op {left.Op}", left.Observed ?? "nothing", right.Observed ?? "nothing");
            }
        }

        foreach (var (local, text) in quiet.Locals)
        {
            if (loud.Locals.TryGetValue(local, out var other) && other != text)
            {
                yield return new($"local ${local}", text, other);
            }
        }
    }

    private Explanation Run(ITarget target, StressCase stressCase, bool compiledOnly, out Recorder recorder)
    {
        stop.ThrowIfCancellationRequested();
        var expected = model.Run(stressCase);
        var oracles = new OracleWatch(OracleSet.All);
        recorder = new Recorder(stressCase, oracles);
        if (expected.Outcome is not Outcome.Completed)
        {
            return new(
                stressCase, new Verdict.Inconclusive($"the model did not complete: {expected.Outcome}"),
                HistoryOf(recorder), null);
        }

        oracles.Begin(stressCase, expected);
        var stats = target.Run(stressCase, oracles).Stats;
        stop.ThrowIfCancellationRequested();
        oracles.Begin(stressCase, expected);
        recorder = new Recorder(stressCase, oracles, GraphsFrom(stats));
        var verdict = recorder.Conclude(target.Run(stressCase, recorder).Outcome);
        var facts = verdict is Verdict.Fail fail ? FactsOf(stressCase, recorder, fail, compiledOnly) : null;
        return new(stressCase, verdict, HistoryOf(recorder), facts);
    }

    /// <summary>A run ends where it fails, so its last collections matter most.</summary>
    private static int GraphsFrom(RunStats stats) =>
        Math.Max(0, stats.Collections) - (int)Math.Min(GraphsMax, GraphBytesMax / Math.Max(1, stats.HeapBytes));

    private static History HistoryOf(Recorder run) => new(
        run.Ops, run.Collections, run.Blocks, run.Pictures.Kept);

    private static FailureFacts FactsOf(
        StressCase stressCase, Recorder run, Verdict.Fail fail, bool compiledOnly)
    {
        var judgesHeap = run.Damage is not null || fail.Oracle is OracleName.Retention or OracleName.Stack;
        var victim = judgesHeap ? null : VictimFinder.Lost(run);
        var orphan = judgesHeap || victim is not null ? null : VictimFinder.Orphan(run);
        var block = victim?.Block ?? orphan;
        var reusedBy = block is null ? null : run.Lives.Around(block.Payload);
        if (block is not null)
        {
            var from = victim?.Path.Steps is [.., var holder, _] ? holder.Block.Payload : -1;
            block.Label ??= run.Read.NameAt(block.Payload, from, reusedBy is not null);
        }

        return new(fail, new CauseFinder(stressCase, run, fail, victim, orphan).Find())
        {
            Moment = MomentOf(run.Moment),
            Import = run.Moment.Site.Import,
            Victim = victim,
            Orphan = orphan,
            ReusedBy = reusedBy,
            Now = block is null ? [] : run.Last.Bytes(block.Payload, Math.Min(block.Bytes, 32)).ToArray(),
            Damage = run.Damage,
            Kept = run.Kept,
            AllocationFlaw = run.AllocationFlaw,
            CompiledOnly = compiledOnly,
        };
    }

    private static string MomentOf(FailingMoment moment)
    {
        var op = $"op {moment.Op}";
        return moment.Phase switch
        {
            FailurePhase.Observation => $"in {op}, which reads the value",
            FailurePhase.Collection => $"after collection {moment.Collection?.Number} in {op} ({moment.Site})",
            FailurePhase.OpEnd => $"after {op}, when every local was read",
            FailurePhase.Trap => $"in {op} ({moment.Site}), which trapped",
            _ => "after the last op",
        };
    }
}
