using Vera.GcStress.Explaining;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Wasmtime;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>
/// A broken guest may say anything of its heap. Whatever number stands in whatever place, a run ends in a verdict of
/// one line: with no exception of ours, let alone the end of the process.
/// </summary>
public class HostileNumbersTests
{
    private static readonly int[] Numbers =
    [
        0, 1, -1, 4, -4, 8, 4096, HeapLayout.Small.HeapStart + 4, HeapLayout.Small.HeapStart + 1_000_000, 9 << 20,
        1 << 30, int.MaxValue, int.MaxValue - 7, int.MinValue, int.MinValue + 4,
    ];

    private static readonly string[] Globals =
    [
        "gc_stack_base", "gc_stack_limit", "gc_worklist_end", "gc_heap_start", "heap_ptr", "memory_limit", "gc_sp",
        "gc_free_head", "gc_wrap_ptr", "allocations", "collections", "forced", "trap_reason",
    ];

    /// <summary>The words of the status block, and the heads of some free lists.</summary>
    private static readonly uint[] PlanWords =
        [0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 60, 64, 68, 64 + (4 * 64), 492];

    [Theory, InlineData(CollectorKind.Vera), InlineData(CollectorKind.Hardened)]
    public void In_any_global(CollectorKind collector) => Plant(collector, failuresMin: 100,
        from global in Globals
        from number in Numbers
        select ($"{global} = {number}", (Action<HeapInstance>)(heap =>
            heap.Instance.GetGlobal(global)!.Wrap<int>()!.SetValue(number))));

    [Theory, InlineData(CollectorKind.Vera), InlineData(CollectorKind.Hardened)]
    public void In_any_word_that_the_guest_publishes(CollectorKind collector) => Plant(collector, failuresMin: 100,
        from at in PlanWords
        from number in Numbers
        select ($"plan[{at}] = {number}", (Action<HeapInstance>)(heap =>
            heap.Instance.GetMemory("plan")!.WriteInt32(at, number))));

    [Theory, InlineData(CollectorKind.Vera), InlineData(CollectorKind.Hardened)]
    public void In_any_header_or_link(CollectorKind collector) => Plant(collector, failuresMin: 100,
        from block in Enumerable.Range(0, 8)
        from offset in (int[])[-4, 0]
        from number in Numbers
        select ($"word {offset} of block {block} = {number}", (Action<HeapInstance>)(heap =>
            SetWord(heap, block, offset, number))));

    /// <summary>The limit says that the memory is there, and the heap ends far beyond it.</summary>
    [Theory, InlineData(CollectorKind.Vera), InlineData(CollectorKind.Hardened)]
    public void A_heap_that_grows_beyond_its_pages_fails_and_harms_nothing_else(CollectorKind collector)
    {
        using var target = Lanes.Driven(
            WatOptions.Default with { Collector = collector, Parts = FaultCatalogue.PartsOf("grow-one-page") });
        var explainer = new Explainer(target, null, new ReferenceModel(target.HeapStart, Lanes.Parsed));
        foreach (var bytes in (int[])[3 << 20, 9 << 20, 40 << 20])
        {
            var stressCase = new StressCase(
                [new Op.Allocate(bytes), new Op.Allocate(64), new Op.Observe(new Expr.Int(1))],
                new CollectionSchedule.Eager(),
                HeapState.Empty);
            var verdict = Lanes.JudgeOf(target).Try(stressCase).Verdict;
            AssertOneLine($"{Assert.IsType<Verdict.Fail>(verdict).Evidence}");
            Assert.NotNull(explainer.Explain(stressCase).Failure);
        }
    }

    private static void Plant(
        CollectorKind collector, int failuresMin, IEnumerable<(string Name, Action<HeapInstance> Do)> plants)
    {
        using var target = Lanes.Driven(WatOptions.Default with
        {
            Collector = collector,
            FuelMax = 3_000_000,
            MemoryMax = 4 << 20,
        });
        var meddled = new Meddled(target);
        var judge = Lanes.JudgeOf(meddled);
        var explainer = new Explainer(meddled, null, new ReferenceModel(target.HeapStart, Lanes.Parsed));
        var cases = Lanes.Cases(BuiltInSource.AllElements with { OpsMean = 8 }, campaign: 5, 31)
            .Select((drawn, i) => drawn.With(new CollectionSchedule.Every(1 + (i % 5))))
            .ToArray();
        var (tries, failures) = (0, 0);
        foreach (var (name, plant) in plants)
        {
            foreach (var moment in Enum.GetValues<Meddled.Moment>())
            {
                meddled.Arm(moment, after: tries % 4, () => plant(target.Session.Heap));
                var stressCase = cases[tries++ % cases.Length];
                var verdict = Run(name, moment, stressCase, () => judge.Try(stressCase).Verdict);
                if (verdict is Verdict.Fail fail)
                {
                    failures++;
                    AssertOneLine($"{fail.Evidence}");
                    if (failures % 8 == 0)
                    {
                        Run(name, moment, stressCase, () => explainer.Explain(stressCase));
                    }
                }
            }
        }

        Assert.InRange(failures, failuresMin, tries);
    }

    private static T Run<T>(string name, Meddled.Moment moment, StressCase stressCase, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{name} at {moment} of\n{stressCase}\n{failure}", failure);
        }
    }

    private static void AssertOneLine(string evidence) => Assert.DoesNotContain('\n', evidence);

    private static void SetWord(HeapInstance heap, int block, int offset, int word)
    {
        var blocks = heap.View().Blocks;
        while (block-- >= 0 && blocks.MoveNext())
        {
        }

        if (blocks.Current.Payload + offset is > 0 and var at)
        {
            GuestBytes.SetWord(heap.Memory, (uint)at, unchecked((uint)word));
        }
    }

    /// <summary>Does something to the heap while a watcher looks on, just before that is told.</summary>
    private sealed class Meddled(DrivenTarget target) : ITarget
    {
        private Moment moment;
        private int after;
        private int left;
        private Action meddle = () => { };

        public enum Moment
        {
            Collecting,
            Collected,
            Stepped,
        }

        public int HeapStart => target.HeapStart;

        public void Arm(Moment moment, int after, Action meddle) =>
            (this.moment, this.after, this.meddle) = (moment, after, meddle);

        public Execution Run(StressCase stressCase, IWatcher? watcher = null)
        {
            left = after;
            return target.Run(stressCase, watcher switch
            {
                ICloseWatcher close => new CloseMeddler(this, close),
                not null => new Meddler(this, watcher),
                null => null,
            });
        }

        private HeapView At(Moment now, in HeapView heap)
        {
            if (now != moment || left-- != 0)
            {
                return heap;
            }

            meddle();
            return target.Session.Heap.View();
        }

        private class Meddler(Meddled target, IWatcher watcher) : IWatcher
        {
            public bool Stopped => watcher.Stopped;

            public bool Measures => true;

            public void Observed(int op, ReadOnlySpan<byte> text) => watcher.Observed(op, text);

            public void Collecting(in HeapView heap) => watcher.Collecting(target.At(Moment.Collecting, heap));

            public void Collected(in HeapView heap) => watcher.Collected(target.At(Moment.Collected, heap));

            public void Stepped(int op, int collections, ILocals locals)
            {
                target.At(Moment.Stepped, default);
                watcher.Stepped(op, collections, locals);
            }

            public void Releasing(in HeapView heap) => watcher.Releasing(heap);

            public void Settled(in HeapView heap, long reachedBytes) => watcher.Settled(heap, reachedBytes);

            public void Released(in HeapView heap, int hostEntries) => watcher.Released(heap, hostEntries);
        }

        private sealed class CloseMeddler(Meddled target, ICloseWatcher watcher)
            : Meddler(target, watcher), ICloseWatcher
        {
            public void Attached(IRunState state) => watcher.Attached(state);

            public void Began(int op) => watcher.Began(op);

            public void Allocating(in HeapView heap, int bytes, bool pointerFree) =>
                watcher.Allocating(heap, bytes, pointerFree);

            public void Allocated(in HeapView heap, int payload) => watcher.Allocated(heap, payload);
        }
    }
}
