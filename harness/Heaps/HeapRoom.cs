namespace Vera.GcStress.Heaps;

/// <summary>How a heap stands to the memory that it lies in. All numbers are bytes.</summary>
/// <param name="Limit">Where memory ends as the program knows it: before the heap begins, at first.</param>
/// <param name="PageBytes">What memory grows by multiples of; 0: nothing is known.</param>
/// <param name="MemoryMax">How large it may become.</param>
/// <param name="Allocated">What was asked for since the program began, with headers and padding.</param>
/// <param name="Unneeded">Physical memory that the run has taken beyond what it needs.</param>
public readonly record struct HeapRoom(int Limit, int PageBytes, int MemoryMax, long Allocated, long Unneeded)
{
    /// <summary>Where memory ends once a limit is raised by these bytes; the limit itself, if it may not be.</summary>
    public long Raised(long limit, long bytes)
    {
        var raised = limit + ((bytes + PageBytes - 1) / PageBytes * PageBytes);
        return bytes <= 0 || raised > MemoryMax ? limit : raised;
    }
}
