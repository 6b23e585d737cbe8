using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Vera.GcStress.Features;

/// <summary>All features there are; <c>docs/features.md</c> says what each means.</summary>
/// <remarks>A family is a feature for each number or word that its name ends in.</remarks>
public static class FeatureTable
{
    /// <summary>What allocates, and so may collect, among the functions of the host.</summary>
    private static readonly string[] Allocating =
    [
        "SetNew", "SetAdd", "SetRemove", "SetToArray", "SetOpen", "SetPut", "MapNew", "MapInsert", "MapGet",
        "MapRemove", "MapKeys", "MapValues", "MapOpen", "MapPut", "JsonParse", "HtmlParse", "MdParse",
    ];

    /// <summary>In the order of their numbers.</summary>
    public static ImmutableArray<Feature> All { get; } =
    [
        .. Names().Select((named, number) => new Feature(number, named.Name, named.Part)),
    ];

    private static readonly FrozenDictionary<string, int> Numbers =
        All.ToFrozenDictionary(feature => feature.Name, feature => feature.Number, StringComparer.Ordinal);

    /// <summary>The number of a feature, or of the first of its family.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public static int Of(string name) => Numbers[name];

    /// <summary>The number of a feature, or -1.</summary>
    public static int Find(string name) => Numbers.GetValueOrDefault(name, -1);

    private static IEnumerable<(string Name, FeaturePart Part)> Names() =>
    [
        .. Hosts().Select(name => (name, FeaturePart.Host)),
        .. Hardened().Select(name => (name, FeaturePart.Hardened)),
        .. Trie().Select(name => (name, FeaturePart.Trie)),
    ];

    private static IEnumerable<string> Hosts() =>
    [
        .. Allocating.Select(function => $"host.collects.{function}"),
        .. Allocating.Select(function => $"host.grows.{function}"),
        .. Powers("list.length.", 1024),
        .. Powers("roots.", 512),
        .. Powers("alloc.scanned.", 8192, 4),
        .. Powers("alloc.data.", 1 << 17, 4),
    ];

    private static IEnumerable<string> Hardened() =>
    [
        "heap.bump", "heap.exact", "heap.split", "heap.near", "heap.near-miss", "heap.merge", "heap.grow",
        "heap.grow-half", "heap.refused", "heap.widen", "heap.widen-small", "heap.memory-grow", "heap.map-grow",
        "heap.forced", "heap.natural", "heap.tail-free",
        "mark.postpone", "mark.rescan", "shadow.spill", "shadow.spill-grow",
        "wrap.full", "wrap.dead", "wrap.live", "wrap.moved",
        .. Powers("mark.worklist.", 256),
        .. Numbered("heap.bin.", 8, 512, 8),
        .. Numbered("heap.large-bin.", 0, 15, 1),
    ];

    private static IEnumerable<string> Trie() =>
    [
        "trie.add", "trie.replace", "trie.again", "trie.missing", "trie.empty", "trie.pair", "trie.chain",
        "trie.collapse", "trie.collapse-passed", "trie.collapse-root", "trie.shrink-full",
        "trie.list-made", "trie.list-add", "trie.list-replace", "trie.list-remove", "trie.list-collapse",
        "trie.list-found", "trie.list-missed", "trie.key-box", "trie.value-box", "trie.scalars",
        "trie.build-add", "trie.build-replace", "trie.build-own", "trie.build-grow", "trie.build-sink",
        "trie.build-list",
        .. Numbered("trie.width.", 1, 16, 1),
        .. Numbered("trie.put-level.", 0, 16, 1),
        .. Numbered("trie.remove-level.", 0, 16, 1),
        .. Powers("trie.size.", 512),
    ];

    /// <summary>0, 1, 2, 4 ...: a name for each number of bits.</summary>
    private static IEnumerable<string> Powers(string family, int last, int first = 0)
    {
        for (var power = first; power <= last; power = power == 0 ? 1 : power * 2)
        {
            yield return $"{family}{power}";
        }
    }

    private static IEnumerable<string> Numbered(string family, int first, int last, int step) =>
        Enumerable.Range(0, ((last - first) / step) + 1).Select(i => $"{family}{first + (i * step)}");
}
