using System.Runtime.CompilerServices;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>
/// A guest memory through a cached pointer: Wasmtime's own accessors cost 35 to 60 ns a call.
/// </summary>
/// <remarks>
/// A memory can move only when it grows, so the pointer is good for as long as the page count stands.
/// </remarks>
internal sealed unsafe class GuestMemory
{
    private readonly Memory memory;
    private byte* start;
    private int knownPages;
    private int length;

    public GuestMemory(Instance instance, string name)
    {
        memory = instance.GetMemory(name) ?? throw new InvalidOperationException($"the heap has no {name}");
        Look();
    }

    /// <summary>Where the memory lies, now that it has this many pages.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Start(int pages)
    {
        if (pages != knownPages)
        {
            Look();
        }

        return start;
    }

    /// <summary>
    /// The memory up to an address, at this number of pages. The guest says both, so neither is believed: no more
    /// is seen than is there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> UpTo(long end, int pages)
    {
        var from = Start(pages);
        return new(from, (int)Math.Clamp(end, 0, length));
    }

    /// <summary>
    /// Has room for these bytes, and says in how many pages; 0 if the memory may not grow so far.
    /// </summary>
    public int Reserve(long bytes)
    {
        var lacking = ((bytes + Memory.PageSize - 1) / Memory.PageSize) - knownPages;
        try
        {
            if (lacking > 0)
            {
                memory.Grow(lacking);
                Look();
            }

            return knownPages;
        }
        catch (WasmtimeException)
        {
            return 0;
        }
    }

    public void Close() => start = null;

    private void Look()
    {
        start = (byte*)memory.GetPointer();
        knownPages = checked((int)memory.GetSize());
        length = (int)Math.Min(memory.GetLength(), int.MaxValue);
    }
}
