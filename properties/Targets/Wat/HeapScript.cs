using FsCheck;
using FsCheck.Fluent;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>What a script needs of a heap; ours and the reference both have it.</summary>
internal interface IScriptHeap
{
    int HeapStart { get; }
    int HeapEnd { get; }
    int ShadowPointer { get; set; }
    int Alloc(int bytes, bool pointerFree);
    void Push(int pointer);
    void Register(int pointer, int kind, int handle);
    void Collect();
    uint Read(int address);
    void Write(int address, uint word);
}

/// <summary>What one step of a mutator does.</summary>
public enum StepKind
{
    Alloc,
    Store,
    Drop,
    Wrap,
    PushWord,
    Collect,
}

/// <summary>One step of a mutator; its numbers are read modulo what there is.</summary>
public readonly record struct HeapStep(StepKind Kind, int A, int B);

/// <summary>A random mutator on a heap whose tables have a random size, counted in entries.</summary>
public sealed record HeapScript(
    int DataBytes, int Shadow, int Worklist, int Wrap, int Interval, bool Poison, HeapStep[] Steps)
{
    public const int MemoryMax = 24_000;

    public HeapLayout Layout => new(DataBytes, Shadow * 4, Worklist * 4, Wrap * 16, 256, 64);

    public override string ToString() =>
        $"{Layout}, interval {Interval}, poison {Poison}: {string.Join(' ', Steps)}";

    /// <summary>Tables of any size: many scripts run into a limit.</summary>
    public static Gen<HeapScript> Any() => Drawn(Gen.Choose(0, 24), Gen.Choose(0, 24), Gen.Choose(0, 4));

    /// <summary>Tiny tables where no heap may be stopped by them, a wrap table that is never full.</summary>
    public static Gen<HeapScript> Tiny() => Drawn(Gen.Choose(0, 4), Gen.Choose(0, 3), Gen.Constant(500));

    private static Gen<HeapScript> Drawn(Gen<int> shadow, Gen<int> worklist, Gen<int> wrap) =>
        from data in Gen.Choose(0, 9)
        from shadowSlots in shadow
        from worklistSlots in worklist
        from wrapEntries in wrap
        from interval in Gen.Elements(0, 0, 1, 3)
        from poison in Gen.Elements(false, true)
        from steps in Drawn()
        select new HeapScript(data, shadowSlots, worklistSlots, wrapEntries, interval, poison, steps);

    private static Gen<HeapStep[]> Drawn()
    {
        var kinds = Gen.Elements(
            StepKind.Alloc, StepKind.Alloc, StepKind.Alloc, StepKind.Store, StepKind.Store, StepKind.Store,
            StepKind.Drop, StepKind.Wrap, StepKind.PushWord, StepKind.Collect);
        var step =
            from kind in kinds
            from a in Gen.Choose(0, 1 << 20)
            from b in Gen.Choose(0, 1 << 20)
            select new HeapStep(kind, a, b);
        return from count in Gen.Choose(1, 120) from steps in step.ArrayOf(count) select steps;
    }
}

/// <summary>
/// Carries steps out. It writes only to blocks that it holds a root to, as a sound mutator does.
/// </summary>
internal sealed class ScriptMutator(IScriptHeap heap)
{
    private static readonly int[] Sizes = [0, 1, 3, 4, 5, 8, 12, 16, 24, 40, 96, 700];

    private readonly List<int> allocated = [];
    private readonly List<int> roots = [];
    private readonly List<bool> held = [];
    private readonly Dictionary<int, bool> pointerFree = [];
    private int handles;

    /// <summary>What lies on the shadow stack, lowest slot first.</summary>
    public IReadOnlyList<int> Roots => roots;

    /// <summary>Whether the block that was last handed out at an address holds no pointers.</summary>
    public bool IsPointerFree(int block) => pointerFree.GetValueOrDefault(block);

    public void Take(HeapStep step)
    {
        switch (step.Kind)
        {
            case StepKind.Alloc:
                Alloc(Sizes[step.A % Sizes.Length], step.B % 4 == 0, step.B % 3 != 0);
                break;
            case StepKind.Store:
                Store(step);
                break;
            case StepKind.Drop:
                var count = Math.Min(step.A % 4, roots.Count);
                roots.RemoveRange(roots.Count - count, count);
                held.RemoveRange(held.Count - count, count);
                heap.ShadowPointer -= 4 * count;
                break;
            case StepKind.Wrap:
                Alloc(12, false, step.B % 3 == 0);
                heap.Register(allocated[^1], 1 + (step.A % 3), ++handles);
                break;
            case StepKind.PushWord:
                Push(unchecked((int)Word(step)), false);
                break;
            default:
                heap.Collect();
                break;
        }
    }

    private void Alloc(int bytes, bool holdsNoPointers, bool rooted)
    {
        allocated.Add(heap.Alloc(bytes, holdsNoPointers));
        pointerFree[allocated[^1]] = holdsNoPointers;
        if (rooted)
        {
            Push(allocated[^1], true);
        }
    }

    private void Push(int word, bool isBlock)
    {
        heap.Push(word);
        roots.Add(word);
        held.Add(isBlock);
    }

    private void Store(HeapStep step)
    {
        var blocks = roots.Where((_, place) => held[place]).ToArray();
        if (blocks.Length == 0)
        {
            return;
        }

        var block = blocks[step.A % blocks.Length];
        var words = (int)(heap.Read(block - 4) >> 1) / 4;
        if (words > 0)
        {
            heap.Write(block + (4 * (step.A / 64 % words)), Word(step));
        }
    }

    /// <summary>A pointer that lives, that lived, that only looks like one, or anything else.</summary>
    private uint Word(HeapStep step)
    {
        var granules = ((heap.HeapEnd - heap.HeapStart) / 8) + 2;
        var look = (uint)(heap.HeapStart + 4 + (8 * (step.B / 8 % granules)));
        return (step.B % 8) switch
        {
            0 => 0,
            1 or 2 when roots.Count > 0 => unchecked((uint)roots[step.B / 8 % roots.Count]),
            3 when allocated.Count > 0 => (uint)allocated[step.B / 8 % allocated.Count],
            4 => look | 0x8000_0000,
            5 => look + 1 + (uint)(step.B / 8 % 7),
            6 => unchecked((uint)step.B << 12),
            _ => look,
        };
    }
}
