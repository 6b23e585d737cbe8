using System.Buffers.Binary;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>
/// Vera's heap in plain C#, written from what Vera does and not from heap.wat.
/// </summary>
/// <remarks>
/// The addition of stress runs is here too: newly freed payloads are poisoned from their second word on.
/// </remarks>
internal sealed class ReferenceHeap(HeapLayout layout, int memoryMax, bool poison, int interval) : IScriptHeap
{
    private readonly byte[] memory = new byte[1 << 20];
    private readonly List<(int Pointer, int Kind, int Handle)> wrappers = [];
    private readonly HashSet<int> free = [];
    private long limit = layout.InitialLimit;
    private int allocations;

    public int HeapStart => layout.HeapStart;
    public int HeapEnd { get; private set; } = layout.HeapStart;
    public int FreeHead { get; private set; }
    public int ShadowPointer { get; set; } = layout.ShadowStart;
    public int Collections { get; private set; }
    public List<(int Kind, int Handle)> Decrefs { get; } = [];
    public ReadOnlySpan<byte> Blocks => memory.AsSpan(HeapStart..HeapEnd);
    public IEnumerable<(int Pointer, int Kind, int Handle)> Wrappers => wrappers;

    public uint Read(int address) => BinaryPrimitives.ReadUInt32LittleEndian(memory.AsSpan(address));

    public void Write(int address, uint word) => BinaryPrimitives.WriteUInt32LittleEndian(memory.AsSpan(address), word);

    public int Alloc(int bytes, bool pointerFree)
    {
        allocations++;
        if (interval > 0 && allocations % interval == 0)
        {
            Collect();
        }

        if (bytes < 0)
        {
            throw new HeapTrap(TrapKind.BadSize);
        }

        var total = (bytes + 11L) / 8 * 8;
        if (Take(bytes) is var first and not 0)
        {
            return first;
        }

        if (HeapEnd + total > limit)
        {
            Collect();
            if (Take(bytes) is var second and not 0)
            {
                return second;
            }

            Grow(HeapEnd + total - limit);
        }

        Write(HeapEnd, (uint)bytes * 2);
        HeapEnd += (int)total;
        return HeapEnd - (int)total + 4;
    }

    public void Push(int pointer)
    {
        if (ShadowPointer >= layout.WorklistStart)
        {
            throw new HeapTrap(TrapKind.ShadowStack);
        }

        Write(ShadowPointer, unchecked((uint)pointer));
        ShadowPointer += 4;
    }

    public void Register(int pointer, int kind, int handle)
    {
        var entriesMax = layout.WrapBytes / 16;
        if (wrappers.Count >= entriesMax)
        {
            Push(pointer);
            Collect();
            ShadowPointer -= 4;
            if (wrappers.Count >= entriesMax)
            {
                throw new HeapTrap(TrapKind.WrapTable);
            }
        }

        wrappers.Add((pointer, kind, handle));
    }

    public void Collect()
    {
        Collections++;
        for (var header = HeapStart; header < HeapEnd; header += Stride(header))
        {
            Write(header, Read(header) & ~1u);
        }

        Mark();
        Decrefs.AddRange(wrappers.Where(w => !IsMarked(w.Pointer)).Select(w => (w.Kind, w.Handle)));
        wrappers.RemoveAll(w => !IsMarked(w.Pointer));
        Sweep();
    }

    private void Mark()
    {
        var work = new Stack<int>();
        for (var slot = layout.ShadowStart; slot < ShadowPointer; slot += 4)
        {
            PushWork(work, Read(slot), seeding: true);
        }

        while (work.TryPop(out var block))
        {
            var header = Read(block - 4);
            if (block + (long)(header >> 1) > HeapEnd || (header & 1) != 0)
            {
                continue;
            }

            Write(block - 4, header | 1);
            for (var at = 0; at < header >> 1 && block + at + 4 <= HeapEnd; at += 4)
            {
                PushWork(work, Read(block + at), seeding: false);
            }
        }
    }

    private void PushWork(Stack<int> work, uint word, bool seeding)
    {
        var candidate = word >= HeapStart + 4 && word < HeapEnd && (word - HeapStart) % 8 == 4;
        if (!candidate || (!seeding && IsMarked((int)word)))
        {
            return;
        }

        if (work.Count == layout.WorklistBytes / 4)
        {
            throw new HeapTrap(TrapKind.Worklist);
        }

        work.Push((int)word);
    }

    private void Sweep()
    {
        var wasFree = free.ToHashSet();
        free.Clear();
        FreeHead = 0;
        for (var header = HeapStart; header < HeapEnd; header += Stride(header))
        {
            var block = header + 4;
            if (IsMarked(block))
            {
                continue;
            }

            if (poison && !wasFree.Contains(block))
            {
                memory.AsSpan(block + 4, Stride(header) - 8).Fill(0xF5);
            }

            Write(block, (uint)FreeHead);
            FreeHead = block;
            free.Add(block);
        }
    }

    private int Take(int bytes)
    {
        var previous = 0;
        for (var block = FreeHead; block != 0; previous = block, block = (int)Read(block))
        {
            var kept = Read(block - 4) >> 1;
            if (kept < bytes)
            {
                continue;
            }

            if (previous == 0)
            {
                FreeHead = (int)Read(block);
            }
            else
            {
                Write(previous, Read(block));
            }

            Write(block - 4, kept * 2);
            free.Remove(block);
            return block;
        }

        return 0;
    }

    private void Grow(long shortage)
    {
        limit += (shortage + layout.PageBytes - 1) / layout.PageBytes * layout.PageBytes;
        if (limit > memoryMax)
        {
            throw new HeapTrap(TrapKind.Memory);
        }
    }

    private bool IsMarked(int block) => (Read(block - 4) & 1) != 0;

    private int Stride(int header) => ((int)(Read(header) >> 1) + 11) / 8 * 8;
}
