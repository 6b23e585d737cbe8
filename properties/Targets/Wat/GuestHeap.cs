using System.Buffers.Binary;
using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>Our heap, as scripts use it.</summary>
internal sealed class GuestHeap : IScriptHeap, IDisposable
{
    public GuestHeap(HeapModule module) => Instance = new HeapInstance(module, Host);

    public RecordingHost Host { get; } = new();

    public HeapInstance Instance { get; }

    public int HeapStart => Instance.Layout.HeapStart;

    public int HeapEnd => Instance.View().HeapEnd;

    public int ShadowPointer
    {
        get => Instance.ShadowPointer;
        set => Instance.ShadowPointer = value;
    }

    /// <summary>Settings with limits that end a runaway within milliseconds.</summary>
    public static HeapSettings Settings(
        CollectorKind collector, int interval = 0, bool poison = false, bool hooks = false) => new(
        collector,
        interval == 0 ? new CollectionSchedule.Natural() : new CollectionSchedule.Every(interval),
        poison,
        hooks,
        50_000_000,
        1 << 20);

    public void Reset(HeapScript script, CollectorKind collector, bool hooks = false)
    {
        Host.Decrefs.Clear();
        var settings = Settings(collector, script.Interval, script.Poison, hooks);
        Instance.Reset(script.Layout, settings with { MemoryMax = HeapScript.MemoryMax });
    }

    public int Alloc(int bytes, bool pointerFree) => pointerFree ? Instance.AllocData(bytes) : Instance.Alloc(bytes);

    public void Push(int pointer) => Instance.Push(pointer);

    public void Register(int pointer, int kind, int handle) => Instance.RegisterWrapper(pointer, kind, handle);

    public void Collect() => Instance.Collect();

    public uint Read(int address) => Instance.View().Word(address);

    public void Write(int address, uint word) =>
        BinaryPrimitives.WriteUInt32LittleEndian(Instance.Memory[address..], word);

    public int Global(string name) => Instance.Instance.GetGlobal(name)!.Wrap<int>()!.GetValue();

    /// <summary>The payload addresses of all blocks, lowest first.</summary>
    public List<int> Blocks()
    {
        var view = Instance.View();
        var blocks = new List<int>();
        foreach (var block in view.Blocks)
        {
            blocks.Add(block.Payload);
        }

        return blocks;
    }

    /// <summary>The free lists one after the other, each head first; fails on a cycle.</summary>
    public List<int> FreeList()
    {
        var view = Instance.View();
        var list = new List<int>();
        foreach (var head in view.FreeHeads)
        {
            for (var block = head; block != 0; block = (int)view.Word(block))
            {
                list.Add(block);
                Xunit.Assert.True(list.Count <= view.HeapEnd / 8, "a free list has a cycle");
            }
        }

        return list;
    }

    public void Dispose() => Instance.Dispose();
}
