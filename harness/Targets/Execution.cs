using Vera.GcStress.Features;

namespace Vera.GcStress.Targets;

/// <summary>How a run ended.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>All ops ran.</summary>
    public sealed record Completed : Outcome;

    /// <summary>A watcher had seen enough.</summary>
    public sealed record Stopped : Outcome;

    /// <summary>The guest or its host trapped in op <paramref name="Op"/>, and no limit was the reason.</summary>
    public sealed record Trapped(int Op, Trap Why) : Outcome;

    /// <summary>Fuel, memory, time or a table of fixed size ran out in op <paramref name="Op"/>.</summary>
    public sealed record LimitHit(int Op, string Limit) : Outcome;

    /// <summary>The target cannot express the case.</summary>
    public sealed record Unsupported(string Reason) : Outcome;
}

/// <summary>What a run did, in numbers.</summary>
/// <param name="Allocations">Calls of alloc, counted after the heap was prepared.</param>
/// <param name="Collections">Collections of any cause.</param>
/// <param name="Forced">Collections that the schedule asked for.</param>
/// <param name="HeapBytes">The heap's high-water mark: heap_ptr - heap_start.</param>
/// <param name="Fuel">Fuel that the guest consumed.</param>
public readonly record struct RunStats(int Allocations, int Collections, int Forced, int HeapBytes, long Fuel)
{
    /// <summary>
    /// Bytes of small blocks that the case made only to drop each at once, all together; 0: the target does not say.
    /// </summary>
    public long GarbageBytes { get; init; }
}

/// <summary>What a run let us see. Valid until the next run of the target that returned it.</summary>
/// <param name="Outcome">How the run ended.</param>
/// <param name="Observations">What each observe op saw, by op.</param>
/// <param name="Locals">The value of each local when it was bound, by local; only the model fills it.</param>
/// <param name="Stats">What the run did, in numbers.</param>
public sealed record Execution(Outcome Outcome, Transcript Observations, Transcript Locals, RunStats Stats)
{
    /// <summary>The first rule of the heap that was broken, where the target looks itself.</summary>
    public HeapDamage? Damage { get; init; }

    /// <summary>Which features the run showed, if the watcher counts them and the target knows.</summary>
    public FeatureProfile? Features { get; init; }

    /// <summary>The function that did the damage, or in which the last collection began; or empty.</summary>
    public string Site { get; init; } = "";

    /// <summary>The host's function that lost a block to a collection in the call that made it; or empty.</summary>
    public string UnrootedIn { get; init; } = "";
}

/// <summary>Canonical texts by number (of an op or a local), in one buffer.</summary>
public sealed class Transcript
{
    private readonly List<(int Key, int Start, int Length)> entries = [];
    private readonly CanonicalWriter buffer = new();

    /// <summary>How many texts there are.</summary>
    public int Count => entries.Count;

    /// <summary>Forgets all texts and keeps the buffer.</summary>
    public void Clear()
    {
        entries.Clear();
        buffer.Clear();
    }

    /// <summary>Begins a text: what is written to the result until <see cref="End"/> belongs to it.</summary>
    public CanonicalWriter Begin(int key)
    {
        entries.Add((key, buffer.Written.Length, 0));
        return buffer;
    }

    /// <summary>Ends the text that was begun last, and gives it; valid until more is written.</summary>
    public ReadOnlySpan<byte> End()
    {
        var (key, start, _) = entries[^1];
        entries[^1] = (key, start, buffer.Written.Length - start);
        return buffer.Written[start..];
    }

    /// <summary>The number of the text at a place, counted from 0.</summary>
    public int KeyAt(int place) => entries[place].Key;

    /// <summary>The text at a place; valid until more is written.</summary>
    public ReadOnlySpan<byte> TextAt(int place) =>
        buffer.Written.Slice(entries[place].Start, entries[place].Length);

    /// <summary>The same texts in a transcript that nothing else writes to.</summary>
    public Transcript Copied()
    {
        var copy = new Transcript();
        copy.entries.AddRange(entries);
        copy.buffer.Raw(buffer.Written);
        return copy;
    }

    /// <summary>The place of a key, or -1. Keys ascend.</summary>
    public int Find(int key)
    {
        int low = 0, high = entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = entries[middle].Key;
            if (found == key)
            {
                return middle;
            }

            (low, high) = found < key ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
