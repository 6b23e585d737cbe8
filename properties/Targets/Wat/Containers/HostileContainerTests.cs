using System.Text;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>Whatever is in guest memory, an operation works or throws a <see cref="GuestFault"/>.</summary>
public class HostileContainerTests
{
    private static readonly uint[] Words =
    [
        0, 1, 2, 3, 4, 7, 8, 255, 65_536, 147_456, 147_460, 147_468, 150_000, 196_604, 196_608, 1 << 20,
        0x7FFFFFFC, 0x7FFFFFFF, 0x80000000, 0xFEEDC001, 0xFEEDC002, 0xFFFFFFF0, 0xFFFFFFF8, 0xFFFFFFFF,
    ];

    public static TheoryData<RuntimeKind, ContainerKind> Containers => new(
        from runtime in GuestContainers.Runtimes
        from kind in Enum.GetValues<ContainerKind>()
        select (runtime, kind));

    /// <summary>Every word of every block, each time a fresh heap.</summary>
    [Theory, MemberData(nameof(Containers))]
    public void A_smashed_word_is_at_most_a_fault(RuntimeKind runtime, ContainerKind kind)
    {
        using var guest = new GuestContainers(runtime, CollectorKind.Hardened);
        foreach (var tag in Enum.GetValues<SlotShape>().Where(shape => shape <= SlotShape.Items))
        {
            var victim = new Victim(guest, kind, tag);
            victim.Build(new CollectionSchedule.Natural());
            var (start, end) = (victim.Start, guest.Heap.View().HeapEnd);
            for (var at = start; at < end; at += 4)
            {
                foreach (var word in Words)
                {
                    victim.Build(new CollectionSchedule.Natural());
                    GuestBytes.SetWord(guest.Heap.Memory, (uint)at, word);
                    victim.UseAll(mayTrap: false, $"word 0x{word:x} at 0x{at:x} for slot {tag}");
                }
            }
        }
    }

    /// <summary>The collector runs on the wreck as well: the heap may trap, but nothing else may happen.</summary>
    [Theory, MemberData(nameof(Containers))]
    public void Smashed_bytes_are_at_most_a_fault_or_a_trap(RuntimeKind runtime, ContainerKind kind)
    {
        var random = new Random(11);
        foreach (var collector in Enum.GetValues<CollectorKind>())
        {
            using var guest = new GuestContainers(runtime, collector);
            for (var trial = 0; trial < 400; trial++)
            {
                var victim = new Victim(guest, kind, (SlotShape)random.Next(5));
                victim.Build(new CollectionSchedule.Every(7));
                for (var flips = 1 + random.Next(6); flips > 0; flips--)
                {
                    var at = random.Next(guest.Heap.Layout.HeapStart, guest.Heap.View().HeapEnd);
                    guest.Heap.Memory[at] ^= (byte)(1 << random.Next(8));
                }

                victim.UseAll(mayTrap: true, $"trial {trial}");
            }
        }
    }

    /// <summary>A container of three entries, and all that one can do with it.</summary>
    private sealed class Victim(GuestContainers guest, ContainerKind kind, SlotShape tag)
    {
        private readonly List<(KeptValue Key, KeptValue Value)> listed = [];
        private Slot[] items = [];
        private uint wrapper;

        /// <summary>Where the first of the container's own blocks begins.</summary>
        public int Start { get; private set; }

        private IContainerRuntime Runtime => guest.Runtime;

        public void Build(CollectionSchedule schedule)
        {
            guest.Start(schedule);
            items = [.. Enumerable.Range(0, 4).Select(Made)];
            Start = guest.Heap.View().HeapEnd + 4;
            var place = guest.Wrapped(kind, Runtime.New(kind));
            foreach (var item in items[..3])
            {
                place = guest.Wrapped(kind, Runtime.Insert(kind, guest.NameOf(kind, place), EntryOf(item)));
            }

            wrapper = guest.At(place);
        }

        public void UseAll(bool mayTrap, string what)
        {
            foreach (var use in Uses())
            {
                var roots = guest.Heap.ShadowPointer;
                try
                {
                    use(Runtime.Unwrap(kind, wrapper));
                }
                catch (GuestFault)
                {
                    Assert.Equal(roots, guest.Heap.ShadowPointer);
                }
                catch (HeapTrap) when (mayTrap)
                {
                    return;
                }
                catch (Exception e) when (e is not Xunit.Sdk.XunitException)
                {
                    Assert.Fail($"{what}: {e}");
                }
            }
        }

        private IEnumerable<Action<int>> Uses()
        {
            yield return c => Runtime.Count(kind, c);
            yield return c => Listed(c);
            foreach (var item in items)
            {
                yield return c => Runtime.TryFind(kind, c, tag, item, tag, out _);
                yield return c => Runtime.Remove(kind, c, tag, item);
                yield return c => Listed(Runtime.Insert(kind, c, EntryOf(item)));
            }
        }

        private void Listed(int container)
        {
            listed.Clear();
            Runtime.List(kind, container, tag, kind == ContainerKind.Map ? tag : SlotShape.I64, listed);
        }

        private Entry EntryOf(Slot item) => new(tag, item, kind == ContainerKind.Map ? tag : SlotShape.I64, item);

        private Slot Made(int i)
        {
            if (tag is SlotShape.I64 or SlotShape.F64)
            {
                return new(BitConverter.DoubleToInt64Bits(i));
            }

            var bytes = Encoding.UTF8.GetBytes($"item number {i}");
            var block = (uint)guest.Heap.AllocData(bytes.Length);
            bytes.CopyTo(GuestBytes.Bytes(guest.Heap.Memory, block, bytes.Length));
            guest.Hold(block);
            return new(block, tag == SlotShape.I32 ? 0 : bytes.Length);
        }
    }
}
