using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Remembers which locals had a slot on the shadow stack once they were bound.</summary>
internal sealed class RootMemory
{
    private readonly Dictionary<int, int> lastRooted = [];

    /// <summary>Whether the local was seen rooted when an op after this one ran.</summary>
    public bool WasRootedAfter(int local, int op) => lastRooted.TryGetValue(local, out var last) && last > op;

    public void Note(in HeapView heap, IRunState state, int op, List<HeldWord> held)
    {
        held.Clear();
        state.Locals(held);
        var slots = MemoryMarshal.Cast<byte, uint>(heap.Roots);
        foreach (var word in held)
        {
            if (word.Address > heap.HeapStart && slots.Contains(word.Address))
            {
                lastRooted[word.Number] = op;
            }
        }
    }
}
