using Vera.GcStress.Targets.Vera.Own.Heap;

namespace Vera.GcStress.Targets.Vera.Own.Containers;

/// <summary>A set that iterates in the order in which CPython's does, which programs on Vera's own host see.</summary>
/// <remarks>
/// CPython's is an open table: from a hash's place on, up to nine neighbours are tried, then another place. A removed
/// element leaves a mark. A table that is three fifths full grows fourfold.
/// </remarks>
internal sealed class PythonSet
{
    private const int SmallTable = 8;
    private const int Neighbours = 9;
    private const int PerturbShift = 5;
    private const int LargeSet = 50_000;

    private Slot[] table = new Slot[SmallTable];
    private int filled;

    public int Count { get; private set; }

    public IEnumerable<HostValue> Elements => Tagged.Select(e => e.Value);

    public IEnumerable<(char Tag, HostValue Value)> Tagged =>
        table.Where(s => s.State == State.Used).Select(s => (s.Tag, s.Value));

    public void Add(char tag, HostValue value, bool nanIsItself)
    {
        var hash = PythonHash.Of(tag, value);
        var at = Find(tag, value, hash, nanIsItself);
        if (table[at].State == State.Used)
        {
            return;
        }

        table[at] = new(State.Used, hash, tag, value);
        filled++;
        Count++;
        if (filled * 5L >= (table.Length - 1) * 3L)
        {
            Resize(Count > LargeSet ? Count * 2L : Count * 4L);
        }
    }

    public bool Contains(char tag, HostValue value, bool nanIsItself) =>
        table[Find(tag, value, PythonHash.Of(tag, value), nanIsItself)].State == State.Used;

    public void Remove(char tag, HostValue value, bool nanIsItself)
    {
        var at = Find(tag, value, PythonHash.Of(tag, value), nanIsItself);
        if (table[at].State == State.Used)
        {
            table[at] = new(State.Removed, 0, '\0', default);
            Count--;
        }
    }

    /// <summary>A set made of another one, which may be laid out anew.</summary>
    public PythonSet Copy()
    {
        var copy = new PythonSet();
        if (Count == 0)
        {
            return copy;
        }

        if (Count * 5L >= (SmallTable - 1) * 3L)
        {
            copy.Resize(Count * 2L);
        }

        if (copy.table.Length == table.Length && filled == Count)
        {
            copy.table = [.. table];
        }
        else
        {
            foreach (var slot in table.Where(s => s.State == State.Used))
            {
                copy.Insert(slot);
            }
        }

        copy.filled = copy.Count = Count;
        return copy;
    }

    private void Resize(long more)
    {
        long length = SmallTable;
        while (length <= more)
        {
            length *= 2;
        }

        var old = table;
        table = new Slot[length];
        foreach (var slot in old.Where(s => s.State == State.Used))
        {
            Insert(slot);
        }

        filled = Count;
    }

    /// <summary>Puts in what is not there yet.</summary>
    private void Insert(Slot slot)
    {
        foreach (var at in Places(slot.Hash))
        {
            if (table[at].State == State.Free)
            {
                table[at] = slot;
                return;
            }
        }
    }

    /// <summary>The slot of an element, or the free one that shows that there is none.</summary>
    private int Find(char tag, HostValue value, long hash, bool nanIsItself)
    {
        foreach (var at in Places(hash))
        {
            if (table[at].State == State.Free || (table[at].State == State.Used && table[at].Hash == hash
                && HostValue.Same(tag, table[at].Value, value, nanIsItself)))
            {
                return at;
            }
        }

        return 0;
    }

    private IEnumerable<int> Places(long hash)
    {
        var mask = (ulong)table.Length - 1;
        var perturb = unchecked((ulong)hash);
        for (var at = perturb & mask; ; at = unchecked((at * 5) + 1 + perturb) & mask)
        {
            var last = at + Neighbours <= mask ? at + Neighbours : at;
            for (var place = at; place <= last; place++)
            {
                yield return (int)place;
            }

            perturb >>= PerturbShift;
        }
    }

    private enum State : byte { Free, Used, Removed }

    private readonly record struct Slot(State State, long Hash, char Tag, HostValue Value);
}
