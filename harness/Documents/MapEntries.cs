using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>The entries of a map as map_insert leaves them: a key keeps its first place and its last value.</summary>
internal sealed class MapEntries(VeraType type)
{
    private const int ScannedMax = 8;

    private readonly ImmutableArray<Expr>.Builder entries = ImmutableArray.CreateBuilder<Expr>();
    private Dictionary<string, int>? places;

    public void Insert(Expr.Text key, Expr value)
    {
        var place = PlaceOf(key.Value);
        if (place >= 0)
        {
            entries[place + 1] = value;
            return;
        }

        places?.Add(key.Value, entries.Count);
        entries.Add(key);
        entries.Add(value);
    }

    public Expr.Container ToMap() => new(type, entries.ToImmutable());

    private int PlaceOf(string key)
    {
        if (places is null && entries.Count > 2 * ScannedMax)
        {
            places = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var i = 0; i < entries.Count; i += 2)
            {
                places.Add(KeyAt(i), i);
            }
        }

        if (places is not null)
        {
            return places.GetValueOrDefault(key, -1);
        }

        for (var i = 0; i < entries.Count; i += 2)
        {
            if (KeyAt(i) == key)
            {
                return i;
            }
        }

        return -1;
    }

    private string KeyAt(int place) => ((Expr.Text)entries[place]).Value;
}
