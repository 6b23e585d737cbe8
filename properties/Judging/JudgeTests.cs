using System.Text;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties.Judging;

public class JudgeTests
{
    private static readonly Outcome Completed = new Outcome.Completed();

    /// <summary>Ops 1 and 2 observe 5 and "a"; local 0 is 5.</summary>
    private static readonly StressCase Two = ModelRun.Case(
        new Op.Let(0, new Expr.Int(5)),
        new Op.Observe(new Expr.Local(0, VeraType.Int)),
        new Op.Observe(new Expr.Text("a")));

    [Property]
    public void The_model_agrees_with_itself(byte[] script)
    {
        var judge = new Judge(ModelRun.NewModel(), ModelRun.NewModel(), OracleSet.All);
        var judged = judge.Try(ScriptedCases.From(script), Effort.Observations);
        Assert.IsType<Verdict.Pass>(judged.Verdict);
        Assert.Equal(ModelRun.Texts(judged.Expected!), ModelRun.Texts(judged.Seen!));
    }

    [Fact]
    public void The_right_observations_pass() => Assert.IsType<Verdict.Pass>(Try(RightObservations, Completed));

    [Fact]
    public void A_wrong_observation_fails_with_both_texts() => Assert.Equal(
        new Verdict.Fail(OracleName.Agreement, 1, new Evidence.ObservationDiffers(1, new("5", "4294967301", 0, 1, 10)))
        {
            Subject = VeraType.Int,
        },
        Try(w => See(w, 1, "4294967301"), Completed));

    [Fact]
    public void A_missing_observation_fails() => Assert.Equal(
        new Verdict.Fail(OracleName.Agreement, 2, new Evidence.MissingObservation(2, "\"a\"")),
        Try(w => See(w, 1, "5"), Completed));

    [Fact]
    public void A_skipped_observation_fails() => Assert.Equal(
        new Verdict.Fail(OracleName.Agreement, 2, new Evidence.EarlyObservation(2, 1)),
        Try(w => See(w, 2, "\"a\""), Completed));

    [Fact]
    public void One_observation_too_many_fails() => Assert.Equal(
        new Verdict.Fail(OracleName.Agreement, 3, new Evidence.ExtraObservation(3, "7")),
        Try(w => { RightObservations(w); See(w, 3, "7"); }, Completed));

    [Fact]
    public void A_lost_local_is_seen_after_the_collection_that_lost_it()
    {
        var lost = new GivenLocals((0, "6"));
        Assert.IsType<Verdict.Pass>(Try(w => { w.Stepped(0, 0, lost); RightObservations(w); }, Completed));
        Assert.Equal(
            Lost(1),
            Try(w => w.Stepped(1, 1, lost), Completed));
        Assert.Equal(
            Lost(2),
            Try(w => w.Stepped(2, 0, lost), Completed));
        Assert.IsType<Verdict.Pass>(Try(
            w => { RightObservations(w); w.Stepped(2, 1, new GivenLocals((0, "5"))); }, Completed));
    }

    [Fact]
    public void A_spoiled_heap_fails_in_the_op_that_runs()
    {
        var heap = new HandMadeHeap(CollectorKind.Vera, (8, true)) { FreeHead = 1 };
        var verdict = Try(
            w => { w.Stepped(0, 0, new GivenLocals()); w.Collected(heap.View); }, new Outcome.Stopped());
        Assert.Equal((OracleName.Integrity, 1), verdict is Verdict.Fail fail ? (fail.Oracle, fail.Op) : default);
    }

    [Fact]
    public void The_first_failure_wins_and_stops_the_run()
    {
        var stopped = new List<bool>();
        var verdict = Try(
            w =>
            {
                stopped.Add(w.Stopped);
                w.Stepped(0, 1, new GivenLocals((0, "6")));
                stopped.Add(w.Stopped);
                See(w, 1, "7");
            },
            new Outcome.Trapped(1, Unreachable));
        Assert.Equal(Lost(0), verdict);
        Assert.Equal([false, true], stopped);
    }

    [Fact]
    public void Asked_alone_each_oracle_says_what_it_sees_and_only_those_that_were_chosen_are_asked()
    {
        Assert.Equal([OracleName.Agreement, OracleName.Reachability, OracleName.Termination], Alone(OracleSet.All));
        Assert.Equal([OracleName.Agreement], Alone(OracleSet.Agreement | OracleSet.Integrity));

        static IEnumerable<OracleName> Alone(OracleSet oracles) => new Judge(
            new ScriptedTarget(
                w =>
                {
                    See(w, 1, "7");
                    w.Stepped(1, 1, new GivenLocals((0, "6")));
                },
                new Outcome.Trapped(2, Unreachable)),
            ModelRun.NewModel(),
            oracles).TryEach(Two).Select(fail => fail.Oracle);
    }

    [Fact]
    public void A_trap_alone_fails() => Assert.Equal(
        new Verdict.Fail(OracleName.Termination, 2, new Evidence.Trapped(2, Unreachable)),
        Try(_ => { }, new Outcome.Trapped(2, Unreachable)));

    [Fact]
    public void A_run_that_did_not_get_to_its_end_never_passes()
    {
        Assert.IsType<Verdict.Inconclusive>(Try(RightObservations, new Outcome.LimitHit(2, "fuel")));
        Assert.IsType<Verdict.Unsupported>(Try(_ => { }, new Outcome.Unsupported("Set of Array")));
        Assert.IsType<Verdict.Inconclusive>(Try(_ => { }, new Outcome.Trapped(2, Unreachable), OracleSet.Agreement));
        Assert.Throws<InvalidOperationException>(() => Try(_ => { }, new Outcome.Stopped()));
    }

    [Fact]
    public void Nothing_lingers_from_one_case_to_the_next()
    {
        var wrong = true;
        var target = new ScriptedTarget(w => { See(w, 1, wrong ? "6" : "5"); See(w, 2, "\"a\""); }, Completed);
        var judge = new Judge(target, ModelRun.NewModel(), OracleSet.All);
        Assert.IsType<Verdict.Fail>(judge.Try(Two).Verdict);
        wrong = false;
        Assert.IsType<Verdict.Pass>(judge.Try(Two).Verdict);
    }

    [Fact]
    public void A_judgement_holds_what_was_asked_for_and_keeps_it_when_the_next_case_runs()
    {
        var judge = new Judge(ModelRun.NewModel(), ModelRun.NewModel(), OracleSet.All);
        var plain = judge.Try(Two);
        Assert.Equal((null, null, RunPrint.Empty, default), (plain.Expected, plain.Seen, plain.Print, plain.Held));
        var full = judge.Try(Two, Effort.Observations | Effort.Print);
        var print = full.Print;
        judge.Try(CaseText.Parse("observe \"another\""), Effort.Observations | Effort.Print);
        Assert.Equal(["5", "\"a\""], ModelRun.Texts(full.Expected!));
        Assert.Equal(ModelRun.Texts(full.Expected!), ModelRun.Texts(full.Seen!));
        Assert.Equal((print, true), (full.Print, print != RunPrint.Empty));
    }

    [Fact]
    public void A_judge_that_was_told_to_stop_runs_nothing()
    {
        var judge = new Judge(
            new ScriptedTarget(_ => Assert.Fail("it ran"), Completed), ModelRun.NewModel(), OracleSet.All);
        Assert.Throws<OperationCanceledException>(() => judge.Try(Two, stop: new(canceled: true)));
        Assert.Throws<OperationCanceledException>(() => judge.TryEach(Two, new(canceled: true)).Count());
    }

    /// <summary>The model gives up on the second case: the target never sees that.</summary>
    [Fact]
    public void What_did_not_run_has_no_numbers()
    {
        var outcomes = new Queue<Outcome>([Completed, new Outcome.LimitHit(0, "size")]);
        var heap = new HandMadeHeap(CollectorKind.Vera, (8, true));
        var target = new ScriptedTarget(
            w => { w.Stepped(0, 1, new GivenLocals()); w.Collected(heap.View); }, Completed);
        var judge = new Judge(target, new GivenOutcomes(outcomes), OracleSet.Termination);
        var first = judge.Try(Two);
        Assert.Equal((1, 1, 2), (first.OpsRun, first.Collections.Length, first.Stats.Collections));
        var second = judge.Try(Two);
        Assert.IsType<Verdict.Inconclusive>(second.Verdict);
        Assert.Equal((0, 0, default, null), (second.OpsRun, second.Collections.Length, second.Stats, second.Outcome));
    }

    [Fact]
    public void A_target_is_never_its_own_model()
    {
        var model = ModelRun.NewModel();
        Assert.Throws<ArgumentException>(() => new Judge(model, model, OracleSet.All));
    }

    [Fact]
    public void A_set_is_observed_in_any_order()
    {
        var set = ModelRun.Case(CaseText.Parse("observe ({1, 2} : Set<Int>)").Ops[0]);
        Assert.IsType<Verdict.Pass>(Observing(set, "{1, 2}"));
        Assert.IsType<Verdict.Pass>(Observing(set, "{2, 1}"));
        Assert.IsType<Verdict.Fail>(Observing(set, "{2, 2}"));
        Assert.IsType<Verdict.Fail>(Observing(set, "{1, 3}"));
    }

    private static Verdict Observing(StressCase stressCase, string text) => new Judge(
        new ScriptedTarget(w => See(w, 0, text), Completed),
        ModelRun.NewModel(),
        OracleSet.Agreement).Try(stressCase).Verdict;

    private sealed class GivenOutcomes(Queue<Outcome> outcomes) : ITarget
    {
        public int HeapStart => HandMadeHeap.Start;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null) =>
            new(outcomes.Dequeue(), new Transcript(), new Transcript(), default);
    }

    [Fact]
    public void Long_texts_are_cut_around_their_first_difference()
    {
        var expected = string.Join(", ", Enumerable.Range(1000, 200));
        var fail = Assert.IsType<Verdict.Fail>(new Judge(
            new ScriptedTarget(
                w => See(w, 0, $"\"{expected.Replace("1100", "1900", StringComparison.Ordinal)}\""), Completed),
            ModelRun.NewModel(),
            OracleSet.Agreement).Try(ModelRun.Case(new Op.Observe(new Expr.Text(expected)))).Verdict);
        Assert.Contains("1099, 1100, 1101", $"{fail.Evidence}", StringComparison.Ordinal);
        Assert.Contains("1099, 1900, 1101", $"{fail.Evidence}", StringComparison.Ordinal);
        Assert.InRange($"{fail.Evidence}".Length, 100, 300);
        Assert.Equal(5, $"{fail.Evidence}".Split("...").Length); // Both texts go on at both ends.
    }

    private static Trap Unreachable { get; } = new(TrapReason.Guest, "unreachable");

    /// <summary>Local 0, a 5, reads as 6.</summary>
    private static Verdict.Fail Lost(int op) =>
        new(OracleName.Reachability, op, new Evidence.LocalDiffers(0, op, new("5", "6", 0, 1, 1)))
        {
            Subject = VeraType.Int,
        };

    private static Verdict Try(Action<IWatcher> events, Outcome outcome, OracleSet oracles = OracleSet.All) =>
        new Judge(new ScriptedTarget(events, outcome), ModelRun.NewModel(), oracles).Try(Two).Verdict;

    private static void RightObservations(IWatcher watcher)
    {
        See(watcher, 1, "5");
        See(watcher, 2, "\"a\"");
    }

    private static void See(IWatcher watcher, int op, string text) =>
        watcher.Observed(op, Encoding.ASCII.GetBytes(text));
}
