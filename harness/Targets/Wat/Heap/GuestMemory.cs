using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private static readonly delegate* unmanaged<void*, nuint, int, int> Advise = Advice();

    private readonly Memory memory;
    private readonly int firstPages;
    private byte* start;
    private int knownPages;
    private int length;

    public GuestMemory(Instance instance, string name)
    {
        memory = instance.GetMemory(name) ?? throw new InvalidOperationException($"the heap has no {name}");
        Look();
        firstPages = knownPages;
    }

    /// <summary>Whether it has more pages than at first; it never has fewer again.</summary>
    public bool HasGrown => memory.GetSize() > firstPages;

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

    /// <summary>Makes all of it zero, whatever the guest says of it.</summary>
    /// <param name="used">How many bytes were likely written to: these are cleared, the rest is had afresh.</param>
    public void Clear(long used)
    {
        Look();
        NativeMemory.Clear(start, Drop((nuint)Math.Max(0, used), (nuint)memory.GetLength()));
    }

    public void Close() => start = null;

    /// <summary>
    /// Gives the pages behind a place back to the system, which hands them out zeroed when they are next used: where
    /// nothing was written, that costs next to nothing. Says up to where memory is still as it was.
    /// </summary>
    private nuint Drop(nuint from, nuint end)
    {
        const int DontNeed = 4;
        var page = (nuint)Environment.SystemPageSize;
        var first = (Math.Min(from, end) + page - 1) / page * page;
        return first < end && Advise != null && Advise(start + first, end - first, DontNeed) == 0 ? first : end;
    }

    /// <summary>Linux alone promises that what is not needed reads as zero, and stays mapped.</summary>
    private static delegate* unmanaged<void*, nuint, int, int> Advice() => OperatingSystem.IsLinux()
        && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out var advise)
            ? (delegate* unmanaged<void*, nuint, int, int>)advise
            : null;

    private void Look()
    {
        start = (byte*)memory.GetPointer();
        knownPages = checked((int)memory.GetSize());
        length = (int)Math.Min(memory.GetLength(), int.MaxValue);
    }
}
