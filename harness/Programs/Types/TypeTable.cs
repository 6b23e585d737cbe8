namespace Vera.GcStress.Programs.Types;

/// <summary>What is computed once for each type, and then found by the type's number. Thread-safe.</summary>
/// <param name="compute">May look up other types in this table.</param>
internal sealed class TypeTable<T>(Func<VeraType, T> compute)
    where T : class
{
    private readonly Lock growing = new();
    private T?[] known = new T?[64];

    public T this[VeraType type]
    {
        get
        {
            var found = Volatile.Read(ref known);
            return type.Number < found.Length && found[type.Number] is { } value ? value : Add(type);
        }
    }

    private T Add(VeraType type)
    {
        var made = compute(type);
        lock (growing)
        {
            if (type.Number >= known.Length)
            {
                var larger = new T?[Math.Max(known.Length * 2, type.Number + 1)];
                known.CopyTo(larger, 0);
                Volatile.Write(ref known, larger);
            }

            return known[type.Number] ??= made;
        }
    }
}
