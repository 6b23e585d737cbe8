using System.Collections.Immutable;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>The bugs that are planted in text, of the heap or of containers: the files in <c>Patches</c>.</summary>
/// <remarks>
/// A block begins with <c>fault NAME in $function</c>. Its lines begin with a minus (taken out), a plus (put in) or a
/// blank (left as it is). Those that are there already must stand in the function exactly once, one after the other.
/// Blocks of one name are one fault.
/// </remarks>
internal static class HeapPatches
{
    private const string Extension = ".patch.wat";
    private const string OfContainers = $"containers{Extension}";

    /// <summary>Those of the heap, by name.</summary>
    public static ImmutableSortedDictionary<string, HeapEdit> All { get; } = In(file => file != OfContainers);

    /// <summary>Those of the templates that container functions are made of, by name.</summary>
    public static ImmutableSortedDictionary<string, HeapEdit> Containers { get; } = In(file => file == OfContainers);

    /// <summary>The blocks of one file.</summary>
    /// <exception cref="FormatException">A line is none of a block.</exception>
    public static IEnumerable<PatchBlock> Parsed(string text)
    {
        PatchBlock? block = null;
        foreach (var line in text.Split('\n'))
        {
            if (line.Split(' ') is ["fault", var name, "in", var function])
            {
                if (block is not null)
                {
                    yield return block;
                }

                block = new(name, function);
            }
            else if (line.Length > 0 && !line.StartsWith(";;", StringComparison.Ordinal))
            {
                block = With(block, line) ?? throw new FormatException($"no line of a patch: {line}");
            }
        }

        if (block is not null)
        {
            yield return block;
        }
    }

    private static PatchBlock? With(PatchBlock? block, string line) => (line[0], block) switch
    {
        (_, null) => null,
        ('-', _) => block with { Old = block.Old.Add(line[1..].Trim()) },
        ('+', _) => block with { New = block.New.Add(line[1..]) },
        (' ', _) => block with { Old = block.Old.Add(line.Trim()), New = block.New.Add(line[1..]) },
        _ => null,
    };

    private static HeapEdit EditOf(IGrouping<string, PatchBlock> blocks) =>
        new(blocks.Key, text => blocks.Aggregate(text, (patched, block) => block.Apply(patched)));

    private static ImmutableSortedDictionary<string, HeapEdit> In(Predicate<string> isMeant) => Files(isMeant)
        .SelectMany(Parsed)
        .GroupBy(block => block.Fault)
        .ToImmutableSortedDictionary(blocks => blocks.Key, EditOf, StringComparer.Ordinal);

    private static IEnumerable<string> Files(Predicate<string> isMeant)
    {
        var assembly = typeof(HeapPatches).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (name.EndsWith(Extension, StringComparison.Ordinal) && isMeant(name))
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return reader.ReadToEnd();
            }
        }
    }
}
