using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Benchmarks;

/// <summary>A guest's chains on .NET's immutable sets and dictionaries, with keys made as they are there.</summary>
internal static class DotnetChains
{
    /// <summary>A new container of this many entries.</summary>
    /// <param name="element">Int; String, new ones; Json, new objects that are told apart by identity.</param>
    /// <param name="isMap">Whether it has values.</param>
    /// <param name="isBuilder">Whether its builder makes it.</param>
    /// <param name="count">How many.</param>
    public static void Insert(TypeKind element, bool isMap, bool isBuilder, int count)
    {
        switch (element)
        {
            case TypeKind.Int:
                Insert(number => (long)number, isMap, isBuilder, count);
                break;
            case TypeKind.String:
                Insert(number => string.Create(CultureInfo.InvariantCulture, $"key {number}"), isMap, isBuilder, count);
                break;
            case TypeKind.Json:
                Insert(number => new JsonNumber(number), isMap, isBuilder, count);
                break;
            default:
                throw new UnreachableException($"no chain of {element}");
        }
    }

    private static void Insert<T>(Func<int, T> key, bool isMap, bool isBuilder, int count)
        where T : notnull
    {
        var made = (isMap, isBuilder) switch
        {
            (false, false) => Set(key, count),
            (false, true) => BuiltSet(key, count),
            (true, false) => Map(key, count),
            (true, true) => BuiltMap(key, count),
        };
        if (made != count)
        {
            throw new InvalidOperationException($"{made} entries, not {count}");
        }
    }

    private static int Set<T>(Func<int, T> key, int count)
    {
        var set = ImmutableHashSet<T>.Empty;
        for (var i = 0; i < count; i++)
        {
            set = set.Add(key(i));
        }

        return set.Count;
    }

    private static int BuiltSet<T>(Func<int, T> key, int count)
    {
        var builder = ImmutableHashSet.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            builder.Add(key(i));
        }

        return builder.ToImmutable().Count;
    }

    private static int Map<T>(Func<int, T> key, int count)
        where T : notnull
    {
        var map = ImmutableDictionary<T, long>.Empty;
        for (var i = 0; i < count; i++)
        {
            map = map.SetItem(key(i), i);
        }

        return map.Count;
    }

    private static int BuiltMap<T>(Func<int, T> key, int count)
        where T : notnull
    {
        var builder = ImmutableDictionary.CreateBuilder<T, long>();
        for (var i = 0; i < count; i++)
        {
            builder[key(i)] = i;
        }

        return builder.ToImmutable().Count;
    }

    private sealed class JsonNumber(double value)
    {
        public double Value { get; } = value;
    }
}
