using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat.Containers;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Reading;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Reading;

/// <summary>The reader never throws and always ends, whatever lies in guest memory.</summary>
public class GuestReaderTests
{
    public static TheoryData<RuntimeKind, CollectorKind> Combinations => DrivenAndCompiledTests.Combinations;

    [Theory, MemberData(nameof(Combinations))]
    public void Locals_of_all_types_are_read_from_corrupted_heaps(RuntimeKind runtime, CollectorKind collector)
    {
        using var target = Lanes.Driven(WatOptions.Default with { Runtime = runtime, Collector = collector });
        var vandal = new Vandal(target.Session.Heap, new Random(3));
        var drawn = BuiltInSource.AllElements with { Schedule = new CollectionSchedule.Every(5) };
        foreach (var stressCase in Lanes.Cases(drawn, 9, 60))
        {
            target.Run(stressCase, vandal);
        }

        Assert.InRange(vandal.Read, 1_000, int.MaxValue);
        Assert.True(vandal.Flaws > vandal.Read / 100, $"{vandal.Flaws} flaws seen in {vandal.Read} reads");
    }

    [Fact]
    public void Strings_that_share_their_bytes_do_not_make_an_endless_text()
    {
        using var guest = new GuestContainers(RuntimeKind.Container, CollectorKind.Hardened);
        guest.Start(new CollectionSchedule.Natural());
        var text = (uint)guest.Heap.AllocData(1 << 20);
        guest.Hold(text);
        GuestBytes.Bytes(guest.Heap.Memory, text, 1 << 20).Fill((byte)'a');
        const int Items = 100_000;
        var array = (uint)guest.Heap.Alloc(8 * Items);
        for (var i = 0U; i < Items; i++)
        {
            GuestBytes.Store(guest.Heap.Memory, array + (8 * i), SlotShape.Text, new(text, 1 << 20));
        }

        var written = Read(guest, VeraType.Array(VeraType.String), new(array, Items));
        Assert.InRange(written.Written.Length, 1 << 20, 1 << 28);
    }

    /// <summary>An object that holds itself under a hundred names.</summary>
    [Fact]
    public void Containers_that_hold_themselves_end()
    {
        foreach (var runtime in GuestContainers.Runtimes)
        {
            using var guest = new GuestContainers(runtime, CollectorKind.Hardened);
            guest.Start(new CollectionSchedule.Natural());
            var self = (uint)guest.Heap.Alloc(8);
            guest.Hold(self);
            GuestBytes.SetWord(guest.Heap.Memory, self, 5);
            GuestBytes.SetWord(guest.Heap.Memory, self + 4, 0);
            var map = guest.Wrapped(ContainerKind.Map, guest.Runtime.New(ContainerKind.Map));
            for (var i = 0; i < 100; i++)
            {
                using var roots = new ShadowScope(guest.Heap);
                var key = guest.Make(new(SlotShape.Text, default, $"{i}"), roots);
                var made = guest.Runtime.Insert(
                    ContainerKind.Map,
                    guest.NameOf(ContainerKind.Map, map),
                    new(SlotShape.Text, key, SlotShape.I32, new(self)));
                var next = guest.Wrapped(ContainerKind.Map, made);
                guest.Drop(map);
                map = next;
            }

            GuestBytes.SetWord(guest.Heap.Memory, self + 4, guest.At(map));
            Assert.True(Read(guest, VeraType.Json, new(self)).Written.IndexOf("<too deep>"u8) >= 0);
        }
    }

    private static CanonicalWriter Read(GuestContainers guest, VeraType type, Slot slot)
    {
        var reader = new GuestReader(guest.Heap, guest.Host);
        var writer = new CanonicalWriter();
        reader.Refresh();
        reader.Write(type, slot, writer);
        return writer;
    }

    /// <summary>After each op: breaks the heap, reads all locals, and puts everything back.</summary>
    private sealed class Vandal(HeapInstance heap, Random random) : IWatcher
    {
        private readonly CanonicalWriter writer = new();

        public int Read { get; private set; }

        public int Flaws { get; private set; }

        public bool Stopped => false;

        public void Observed(int op, ReadOnlySpan<byte> text)
        {
        }

        public void Collecting(in HeapView view)
        {
        }

        public void Collected(in HeapView view)
        {
        }

        public void Released(in HeapView heap, int hostEntries)
        {
        }

        public void Stepped(int op, int collections, ILocals locals)
        {
            var whole = heap.Memory[heap.Layout.HeapStart..].ToArray();
            Break(heap.Memory[heap.Layout.HeapStart..heap.View().HeapEnd]);
            foreach (var local in locals.InScope)
            {
                writer.Clear();
                locals.Write(local, writer);
                Read++;
                Flaws += writer.Written.Contains((byte)'<') ? 1 : 0;
            }

            whole.CopyTo(heap.Memory[heap.Layout.HeapStart..]);
        }

        /// <summary>Bits, bytes and words; a word often becomes an address of this heap.</summary>
        private void Break(Span<byte> blocks)
        {
            for (var wounds = random.Next(1, 60); wounds > 0 && blocks.Length > 8; wounds--)
            {
                var at = random.Next(blocks.Length - 4);
                var word = random.Next(3) == 0
                    ? random.NextInt64(uint.MaxValue)
                    : heap.Layout.HeapStart + 4 + (8L * random.Next(blocks.Length / 8));
                switch (random.Next(3))
                {
                    case 0:
                        blocks[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 1:
                        blocks[at] = (byte)random.Next(256);
                        break;
                    default:
                        BitConverter.TryWriteBytes(blocks[(at & ~3)..], (uint)word);
                        break;
                }
            }
        }
    }
}
