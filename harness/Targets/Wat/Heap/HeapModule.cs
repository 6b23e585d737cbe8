using System.Collections.Concurrent;
using System.Collections.Immutable;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>heap.wat, compiled: whole, or with one planted fault.</summary>
/// <remarks>Thread-safe, and compiled once per process and fault: it costs tens of milliseconds.</remarks>
public sealed class HeapModule
{
    private const string LeftOut = ";; fault: ";
    private const string Instead = ";; fault+ ";

    private static readonly string[] Source = Read();
    private static readonly ConcurrentDictionary<string, Lazy<HeapModule>> Loaded = new();

    private HeapModule(string? fault)
    {
        Fault = fault;
        Compiled = Wasmtime.Module.FromText(Engine, "heap", Text(fault));
    }

    /// <summary>The one engine that heaps and the modules linked to them share.</summary>
    public static Engine Engine { get; } = new(new Config()
        .WithFuelConsumption(true)
        .WithMultiMemory(true)
        .WithBulkMemory(true));

    /// <summary>The names of the faults that heap.wat can be loaded with, in alphabetical order.</summary>
    public static ImmutableArray<string> Faults { get; } =
        [.. Source.SelectMany(TagsOf).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The planted fault, or null.</summary>
    public string? Fault { get; }

    public Module Compiled { get; }

    /// <exception cref="ArgumentException">heap.wat has no such fault.</exception>
    public static HeapModule Load(string? fault = null)
    {
        if (fault is not null && !Faults.Contains(fault))
        {
            throw new ArgumentException($"heap.wat has no fault '{fault}'; it has {string.Join(", ", Faults)}");
        }

        return Loaded.GetOrAdd(fault ?? "", _ => new(() => new HeapModule(fault))).Value;
    }

    /// <summary>The text that is compiled: tagged lines left out or replaced.</summary>
    public static string Text(string? fault = null) =>
        string.Join('\n', Source.Select(line => fault is null ? line : Plant(line, fault)));

    private static string Plant(string line, string fault)
    {
        if (line.EndsWith(LeftOut + fault, StringComparison.Ordinal))
        {
            return "";
        }

        var instead = $"{Instead}{fault}: ";
        var tag = line.IndexOf(instead, StringComparison.Ordinal);
        return tag < 0 ? line : line[(tag + instead.Length)..];
    }

    /// <summary>A line may be left out for one fault, and replaced for several.</summary>
    private static IEnumerable<string> TagsOf(string line)
    {
        if (line.IndexOf(LeftOut, StringComparison.Ordinal) is >= 0 and var leftOut)
        {
            yield return line[(leftOut + LeftOut.Length)..];
        }

        for (var at = 0; line.IndexOf(Instead, at, StringComparison.Ordinal) is >= 0 and var instead;)
        {
            at = instead + Instead.Length;
            yield return line[at..line.IndexOf(':', at)];
        }
    }

    private static string[] Read()
    {
        using var stream = typeof(HeapModule).Assembly.GetManifestResourceStream("heap.wat")
            ?? throw new InvalidOperationException("heap.wat is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n');
    }
}
