using FsCheck.Xunit;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Containers.Copies;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Targets.Wat.Hosts;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>Whatever is in guest memory, copying a value works or throws a <see cref="GuestFault"/>.</summary>
public class HostileCopyTests
{
    private static readonly VeraType Parsed = VeraType.Result(VeraType.Json, VeraType.String);
    private static readonly VeraType Key = VeraType.Array(VeraType.Tuple(Parsed, VeraType.Closure(VeraType.Decimal)));

    /// <summary>Whatever scale and sign of zero they were made with.</summary>
    [Property]
    public void Equal_decimals_have_equal_bytes(int units, byte scale, byte more)
    {
        var value = new decimal(units, 0, 0, isNegative: scale > 127, (byte)(scale % 10));
        var longer = value + new decimal(0, 0, 0, isNegative: false, (byte)(more % 18));
        Assert.Equal(value, longer);
        Assert.Equal(Bytes(value), Bytes(longer));
        Assert.Equal(Bytes(0m), Bytes(value - longer));
        Assert.Equal(Bytes(0m), Bytes(-(value - longer)));

        static byte[] Bytes(decimal value)
        {
            var bytes = new byte[DecimalBits.Size];
            DecimalBits.Write(value, bytes);
            Assert.Equal(value, DecimalBits.Read(bytes));
            return bytes;
        }
    }

    [Fact]
    public void A_broken_value_is_copied_or_refused()
    {
        // Pages so large that nothing is collected while it is made.
        var layout = HeapLayout.Small with { PageBytes = 65_536 };
        using var session = new WatSession(
            new(RuntimeKind.Serialised, CollectorKind.Hardened, layout), Lanes.Parsed);
        var closures = new ClosureLayouts();
        closures.Add(VeraType.Closure(VeraType.Decimal), []);
        var (copied, refused) = (0, 0);
        for (ulong seed = 0; seed < 600; seed++)
        {
            var draw = new Draw(seed);
            session.Start(new([], new CollectionSchedule.Natural(), HeapState.Empty), null, closures);
            var array = MakeArray(session);
            Break(session.Heap, draw);
            try
            {
                var set = session.Host.Containers.New(VeraType.Set(Key));
                set = session.Host.Containers.Insert(
                    ContainerKind.Set, set, new(SlotShape.Items, array, default, default));
                Assert.True(
                    session.Host.Containers.TryFind(ContainerKind.Set, set, SlotShape.Items, array, default, out _));
                copied++;
            }
            catch (GuestFault)
            {
                refused++;
            }
        }

        Assert.True(copied > 50 && refused > 50, $"{copied} copied, {refused} refused");
    }

    /// <summary>An array of one string many times takes little room, and a copy of it much.</summary>
    [Theory]
    [InlineData(1_000, true)]
    [InlineData(2_100, false)]
    public void A_value_of_more_than_32_MiB_is_not_copied(int times, bool isCopied)
    {
        const int TextBytes = 16_000;
        var options = new WatOptions(RuntimeKind.Serialised, CollectorKind.Hardened, HeapLayout.Small);
        using var session = new WatSession(options, Lanes.Parsed);
        session.Start(new([], new CollectionSchedule.Natural(), HeapState.Empty), null);
        var heap = session.Heap;
        var text = heap.AllocData(TextBytes);
        heap.Push(text);
        var array = (uint)heap.Alloc(8 * times);
        for (var i = 0; i < times; i++)
        {
            GuestBytes.Store(heap.Memory, array + (uint)(8 * i), SlotShape.Text, new((uint)text, TextBytes));
        }

        var containers = session.Host.Containers;
        var set = containers.New(VeraType.Set(VeraType.Array(VeraType.String)));
        var entry = new Entry(SlotShape.Items, new(array, times), default, default);
        var thrown = Record.Exception(() => containers.Insert(ContainerKind.Set, set, entry));
        Assert.Equal(isCopied ? null : TrapKind.Memory, (thrown as HeapTrap)?.Kind);
    }

    /// <summary>Two tuples of a parsed document and a closure over a decimal: all that a copy can meet.</summary>
    private static Slot MakeArray(WatSession session)
    {
        var heap = session.Heap;
        var text = heap.AllocData(32);
        var document = """{"a": [1, "bc", {"d": null}]}"""u8;
        document.CopyTo(GuestBytes.Bytes(heap.Memory, (uint)text, 32));
        var array = (uint)heap.Alloc(8);
        for (var i = 0; i < 2; i++)
        {
            var json = session.Host.Invoke(
                HostImport.Of(HostFunction.JsonParse), new(text, document.Length), default, default);
            var number = Wrapper.Write(heap, default, Wrapper.DecimalKind, session.Host.Decimals.Add(i));
            var closure = Block(heap, 0, (uint)number);
            GuestBytes.SetWord(heap.Memory, array + (uint)(4 * i), Block(heap, 0, json.Pointer, closure));
        }

        return new(array, 2);
    }

    private static uint Block(HeapInstance heap, params ReadOnlySpan<uint> words)
    {
        var block = (uint)heap.Alloc(4 * words.Length);
        for (var i = 0; i < words.Length; i++)
        {
            GuestBytes.SetWord(heap.Memory, block + (uint)(4 * i), words[i]);
        }

        return block;
    }

    /// <summary>A few words become anything, or an address of this heap.</summary>
    private static void Break(HeapInstance heap, Draw draw)
    {
        var (start, end) = (heap.Layout.HeapStart, heap.View().HeapEnd);
        for (var wounds = draw.Between(1, 5); wounds > 0; wounds--)
        {
            var word = draw.Below(4) switch
            {
                0 => (uint)(draw.Bits() >> 32),
                1 => uint.MaxValue - (uint)draw.Below(8),
                2 => (uint)draw.Below(4),
                _ => (uint)(start + 4 + (8 * draw.Below((end - start) / 8))),
            };
            GuestBytes.SetWord(heap.Memory, (uint)(start + (4 * draw.Below((end - start) / 4))), word);
        }
    }
}
