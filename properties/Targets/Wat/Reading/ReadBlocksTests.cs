using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Reading;

/// <summary>What need not be read again would read as it did.</summary>
public class ReadBlocksTests
{
    public static TheoryData<RuntimeKind, CollectorKind> Combinations => DrivenAndCompiledTests.Combinations;

    [Theory, MemberData(nameof(Combinations))]
    public void A_local_that_stands_reads_as_it_was_read_last(RuntimeKind runtime, CollectorKind collector)
    {
        using var target = Lanes.Driven(WatOptions.Default with { Runtime = runtime, Collector = collector });
        var reader = new SecondReader(target.Session.Heap, new Random(7));
        var drawn = BuiltInSource.AllElements with { Schedule = new CollectionSchedule.Every(5) };
        foreach (var stressCase in Lanes.Cases(drawn, 11, 30))
        {
            reader.Forget();
            target.Run(stressCase, reader);
        }

        Assert.InRange(reader.Stood, 100, int.MaxValue);
        Assert.InRange(reader.Fell, 100, int.MaxValue);
    }

    /// <summary>Reads every local after every op, on a heap that is broken after every other op.</summary>
    private sealed class SecondReader(HeapInstance heap, Random random) : IWatcher
    {
        private readonly CanonicalWriter writer = new();
        private readonly Dictionary<int, string> last = [];

        public int Stood { get; private set; }

        public int Fell { get; private set; }

        public bool Stopped => false;

        public void Forget() => last.Clear();

        public void Observed(int op, ReadOnlySpan<byte> text)
        {
        }

        public void Collecting(in HeapView view)
        {
        }

        public void Collected(in HeapView view)
        {
        }

        public void Stepped(int op, int collections, ILocals locals)
        {
            var blocks = heap.Memory[heap.Layout.HeapStart..heap.View().HeapEnd];
            var whole = blocks.ToArray();
            for (var wounds = op % 2 == 0 ? 0 : 8; wounds > 0 && whole.Length > 0; wounds--)
            {
                blocks[random.Next(blocks.Length)] ^= (byte)(1 << random.Next(8));
            }

            foreach (var local in locals.InScope)
            {
                var stands = locals.Stands(local);
                writer.Clear();
                locals.Write(local, writer);
                var text = writer.ToString();
                if (last.TryGetValue(local, out var before))
                {
                    Assert.True(!stands || text == before, $"${local} stands, was {before}, is {text}");
                    (Stood, Fell) = stands ? (Stood + 1, Fell) : (Stood, Fell + 1);
                }

                last[local] = text;
            }

            whole.CopyTo(blocks);
        }
    }
}
