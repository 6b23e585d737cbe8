namespace Vera.GcStress.Model;

/// <summary>One entry of a container; an element of a set has no value.</summary>
internal readonly record struct Entry(ModelValue Key, ModelValue? Value);

/// <summary>Entries with distinct keys in insertion order.</summary>
/// <remarks>
/// Versions of a container share a log as long as each only appends to the newest; whatever else makes a new version
/// works on a copy. So a chain of n insertions costs O(n), and no version ever sees another's entries. Whoever takes
/// entries out one by one asks each copy for one key: an index pays from the second on.
/// </remarks>
internal sealed class EntryLog(Sameness sameness)
{
    /// <summary>Up to here a scan is faster than an index.</summary>
    private const int ScannedMax = 8;

    private Entry[] entries = [];
    private int length;
    private bool wasSearched;
    private Dictionary<ModelValue, int>? places;

    public ReadOnlySpan<Entry> Entries => entries.AsSpan(0, length);

    /// <summary>The place of a key among the first <paramref name="count"/> entries, or -1.</summary>
    public int Find(ModelValue key, int count)
    {
        if (count > ScannedMax && wasSearched)
        {
            places ??= Index();
            return places.TryGetValue(key, out var found) && found < count ? found : -1;
        }

        wasSearched = true;
        for (var place = 0; place < count; place++)
        {
            if (sameness.Equals(entries[place].Key, key))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Inserts in place: only for a log that no container shows yet.</summary>
    public void Put(ModelValue key, ModelValue? value)
    {
        var place = Find(key, length);
        if (place < 0 || value is not null)
        {
            PutAt(place, key, value);
        }
    }

    /// <summary>Replaces the value of the entry at a place, or appends an entry if that is -1.</summary>
    public void PutAt(int place, ModelValue key, ModelValue? value)
    {
        if (place >= 0)
        {
            entries[place] = entries[place] with { Value = value };
            return;
        }

        if (length == entries.Length)
        {
            Array.Resize(ref entries, Math.Max(4, length * 2));
        }

        places?.Add(key, length);
        entries[length++] = new(key, value);
    }

    public EntryLog Copy(int count)
    {
        var copy = new EntryLog(sameness) { entries = new Entry[count + 1], length = count };
        entries.AsSpan(0, count).CopyTo(copy.entries);
        return copy;
    }

    public EntryLog CopyWithout(int place, int count)
    {
        var copy = new EntryLog(sameness) { entries = new Entry[count], length = count - 1 };
        entries.AsSpan(0, place).CopyTo(copy.entries);
        entries.AsSpan(place + 1, count - place - 1).CopyTo(copy.entries.AsSpan(place));
        return copy;
    }

    private Dictionary<ModelValue, int> Index()
    {
        var index = new Dictionary<ModelValue, int>(length * 2, sameness);
        for (var place = 0; place < length; place++)
        {
            index.Add(entries[place].Key, place);
        }

        return index;
    }
}
