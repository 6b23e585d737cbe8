using System.Runtime.InteropServices;
using Vera.GcStress.Heaps;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>Remembers which locals had a slot on the shadow stack once they were bound.</summary>
internal sealed class RootMemory
{
    private readonly HashSet<int> rootedLocals = [];

    /// <summary>Whether the local was rooted at some moment since it was bound.</summary>
    public bool WasRooted(int local) => rootedLocals.Contains(local);

    public void Note(in HeapView heap, IRunState state, List<HeldWord> held)
    {
        held.Clear();
        state.Locals(held);
        foreach (var word in held)
        {
            if (word.Address > heap.HeapStart && !rootedLocals.Contains(word.Number)
                && MemoryMarshal.Cast<byte, uint>(heap.Roots).Contains(word.Address))
            {
                rootedLocals.Add(word.Number);
            }
        }
    }
}
