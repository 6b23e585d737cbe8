using System.Collections.Concurrent;
using Wasmtime;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>The heap with its two collectors, compiled: as it is written, or with an edit.</summary>
/// <remarks>Thread-safe, and compiled once per process and edit: it costs tens of milliseconds.</remarks>
internal sealed class HeapModule
{
    private static readonly string[] Parts = ["allocation", "roots", "states", "vera", "bins", "hardened"];
    private static readonly ConcurrentDictionary<(HeapEdit Edit, bool Grows), Lazy<HeapModule>> Loaded = new();

    private HeapModule(HeapEdit edit, bool grows) => Compiled = Module.FromText(
        Engine, "heap", InlinedCalls.InModule(HeapProbes.Built(edit.Apply(grows ? Growing : Text))));

    /// <summary>The one engine that heaps and the modules linked to them share.</summary>
    public static Engine Engine { get; } = new(new Config()
        .WithFuelConsumption(true)
        .WithMultiMemory(true)
        .WithBulkMemory(true));

    /// <summary>The whole module: heap.wat with the other parts before its closing parenthesis.</summary>
    public static string Text { get; } =
        $"{Read("heap").TrimEnd()[..^1]}{string.Concat(Parts.Select(Read))})\n";

    /// <summary>The files that <see cref="Text"/> is put together from, and where each begins in it.</summary>
    public static IEnumerable<(string File, string Text, int Offset)> Sources
    {
        get
        {
            yield return ("heap", Read("heap"), 0);
            var offset = Read("heap").TrimEnd().Length - 1;
            foreach (var part in Parts)
            {
                yield return (part, Read(part), offset);
                offset += Read(part).Length;
            }
        }
    }

    /// <summary>The same with memories that begin with next to nothing, so that what a case needs is had by growing.
    /// </summary>
    private static string Growing { get; } = With(With(Text, "memory", 1), "map", 0);

    /// <summary>What instances are made of.</summary>
    public Module Compiled { get; }

    /// <summary>The heap, compiled at the first call.</summary>
    /// <param name="edit">A change to it, or null.</param>
    /// <param name="grows">Whether its memories begin with next to nothing.</param>
    public static HeapModule Load(HeapEdit? edit = null, bool grows = false) =>
        Loaded.GetOrAdd((edit ?? HeapEdit.None, grows), key => new(() => new HeapModule(key.Edit, key.Grows))).Value;

    /// <summary>Gives back what an edit was compiled to; the caller has disposed of all that runs it.</summary>
    public static void Unload(HeapEdit edit)
    {
        foreach (var grows in new[] { false, true })
        {
            if (Loaded.TryRemove((edit, grows), out var loaded))
            {
                loaded.Value.Compiled.Dispose();
            }
        }
    }

    /// <summary>Whether the heap with an edit is a module that the engine takes, however its memories begin.</summary>
    public static bool IsValid(HeapEdit edit) => new[] { Text, Growing }.All(text =>
        Module.Validate(Engine, Module.ConvertText(HeapProbes.Built(edit.Apply(text)))) is null);

    /// <summary>The text with another first size of a memory, and all else where it was: edits go by place.</summary>
    private static string With(string text, string memory, int pages)
    {
        var declared = $"(memory ${memory} (export \"{memory}\") ";
        var from = text.IndexOf(declared, StringComparison.Ordinal) + declared.Length;
        var end = text.IndexOf(')', from);
        return $"{text[..from]}{$"{pages}".PadLeft(end - from)}{text[end..]}";
    }

    private static string Read(string name)
    {
        using var stream = typeof(HeapModule).Assembly.GetManifestResourceStream($"{name}.wat")
            ?? throw new InvalidOperationException($"{name}.wat is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>A change to the heap's text before it is compiled.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Apply">The changed text.</param>
public sealed record HeapEdit(string Name, Func<string, string> Apply)
{
    /// <summary>The text as it is.</summary>
    public static HeapEdit None { get; } = new("none", text => text);
}
