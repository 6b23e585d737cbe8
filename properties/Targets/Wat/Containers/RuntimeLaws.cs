using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat.Containers;

/// <summary>What every runtime must be: a persistent dictionary in insertion order, under any schedule.</summary>
public class RuntimeLaws
{
    private const int Keys = 10;

    private static readonly VeraType Pair = VeraType.Tuple(VeraType.Int, VeraType.Int);

    private static readonly VeraType[] Types =
    [
        VeraType.Set(VeraType.Int),
        VeraType.Set(VeraType.String),
        VeraType.Set(VeraType.Float64),
        VeraType.Set(Pair),
        VeraType.Map(VeraType.Int, Pair),
        VeraType.Map(VeraType.String, VeraType.String),
        VeraType.Map(Pair, VeraType.Float64),
        VeraType.Map(VeraType.Byte, VeraType.Set(Pair)),
    ];

    public static TheoryData<RuntimeKind> Sound =>
        [.. Enum.GetValues<RuntimeKind>().Where(runtime => runtime != RuntimeKind.HostStore)];

    [Theory, MemberData(nameof(Sound))]
    public void A_runtime_is_a_dictionary_whose_versions_never_change(RuntimeKind runtime)
    {
        using var session = new RuntimeSession(runtime, CollectorKind.Hardened);
        for (ulong seed = 0; seed < 80; seed++)
        {
            var draw = new Draw(seed);
            session.Start(draw.Chance(50) ? new CollectionSchedule.Eager() : new CollectionSchedule.Every(3));
            new Script(session, draw, Types[(int)(seed % (ulong)Types.Length)]).Run(25);
        }
    }

    [Theory, MemberData(nameof(Sound))]
    public void What_is_held_no_more_leaves_the_host_and_the_heap(RuntimeKind runtime)
    {
        using var session = new RuntimeSession(runtime, CollectorKind.Hardened);
        session.Start(new CollectionSchedule.Natural());
        var bottom = session.Heap.ShadowPointer;
        new Script(session, new Draw(7), Types[4]).Run(40);
        session.Heap.ShadowPointer = bottom;
        session.Heap.Collect();
        Assert.Equal(0, session.HostEntries);
        var heap = session.Heap.View();
        foreach (var block in heap.Blocks)
        {
            Assert.False(heap.IsMarked(block.Payload));
        }
    }

    /// <summary>Versions of one container and what a plain list of entries says about each.</summary>
    private sealed class Script(RuntimeSession session, Draw draw, VeraType type)
    {
        private readonly List<(uint Container, List<(int Key, string Value)> Plain)> versions = [];
        private readonly Slot[] keys = new Slot[Keys];
        private readonly string[] keyTexts = new string[Keys];
        private readonly bool isMap = type.Kind == TypeKind.Map;
        private int made;

        public void Run(int steps)
        {
            for (var i = 0; i < Keys; i++)
            {
                keys[i] = Made(type.First, i);
                session.Heap.Push((int)keys[i].Pointer);
                keyTexts[i] = session.Text(type.First, keys[i]);
            }

            versions.Add((session.New(type), []));
            for (var i = 0; i < steps; i++)
            {
                Step();
            }

            versions.ForEach(version => AssertSame(version.Container, version.Plain));
        }

        private void Step()
        {
            var (container, plain) = versions[draw.Chance(75) ? versions.Count - 1 : draw.Below(versions.Count)];
            var key = draw.Below(Keys);
            var next = plain.ToList();
            var place = next.FindIndex(entry => entry.Key == key);
            if (draw.Chance(30))
            {
                next.RemoveAll(entry => entry.Key == key);
                versions.Add((session.Remove(type, container, keys[key]), next));
                return;
            }

            // Rooted for the call alone: from then on, only the container can keep the value.
            var sp = session.Heap.ShadowPointer;
            var value = isMap ? Made(type.Second, ++made) : default;
            var text = isMap ? session.Text(type.Second, value) : "";
            session.Heap.Push((int)value.Pointer);
            var inserted = session.Insert(type, container, keys[key], value);
            session.Heap.ShadowPointer = sp;
            session.Heap.Push((int)inserted);
            if (place < 0)
            {
                next.Add((key, text));
            }
            else
            {
                next[place] = (key, text);
            }

            versions.Add((inserted, next));
        }

        private void AssertSame(uint container, List<(int Key, string Value)> plain)
        {
            var entries = plain.Select(e => isMap ? $"{keyTexts[e.Key]}: {e.Value}" : keyTexts[e.Key]);
            Assert.Equal($"{{{string.Join(", ", entries)}}}", session.Text(type, new(container)));
            Assert.Equal(plain.Count, session.Size(type, container));
            for (var key = 0; key < Keys; key++)
            {
                var place = plain.FindIndex(entry => entry.Key == key);
                Assert.Equal(place >= 0, session.Contains(type, container, keys[key]));
                if (isMap)
                {
                    var expected = place < 0 ? "None" : $"Some({plain[place].Value})";
                    Assert.Equal(expected, session.Get(type, container, keys[key]));
                }
            }
        }

        /// <summary>A new value of the type with its number in it.</summary>
        private Slot Made(VeraType of, int number) => of.Kind switch
        {
            TypeKind.Int => new(number % 2 == 0 ? number : session.Heap.Layout.HeapStart + 4 + (8 * number)),
            TypeKind.Byte => new(number),
            TypeKind.Float64 => new(BitConverter.DoubleToInt64Bits(number == 3 ? double.NaN : -number / 2.0)),
            TypeKind.String => session.NewText(number == 4 ? "" : $"text {number}"),
            TypeKind.Tuple => new(session.Block(24, 0, 0, (uint)number, 0, (uint)number + 1)),
            TypeKind.Set => SetOf(number),
            _ => throw new System.Diagnostics.UnreachableException($"no value of type {of}"),
        };

        private Slot SetOf(int number)
        {
            var inner = VeraType.Set(Pair);
            var sp = session.Heap.ShadowPointer;
            var element = Made(Pair, number);
            session.Heap.Push((int)element.Pointer);
            var set = session.Insert(inner, session.New(inner), element, default);
            session.Heap.ShadowPointer = sp;
            return new(set);
        }
    }
}
