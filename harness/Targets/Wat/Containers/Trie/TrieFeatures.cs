using Vera.GcStress.Features;

namespace Vera.GcStress.Targets.Wat.Containers.Trie;

/// <summary>The numbers of what a trie shows.</summary>
internal static class TrieFeatures
{
    public static readonly int Add = FeatureTable.Of("trie.add");
    public static readonly int Replace = FeatureTable.Of("trie.replace");
    public static readonly int Again = FeatureTable.Of("trie.again");
    public static readonly int Missing = FeatureTable.Of("trie.missing");
    public static readonly int Empty = FeatureTable.Of("trie.empty");
    public static readonly int Pair = FeatureTable.Of("trie.pair");
    public static readonly int Chain = FeatureTable.Of("trie.chain");
    public static readonly int Collapse = FeatureTable.Of("trie.collapse");
    public static readonly int CollapsePassed = FeatureTable.Of("trie.collapse-passed");
    public static readonly int CollapseRoot = FeatureTable.Of("trie.collapse-root");
    public static readonly int ShrinkFull = FeatureTable.Of("trie.shrink-full");
    public static readonly int ListMade = FeatureTable.Of("trie.list-made");
    public static readonly int ListAdd = FeatureTable.Of("trie.list-add");
    public static readonly int ListReplace = FeatureTable.Of("trie.list-replace");
    public static readonly int ListRemove = FeatureTable.Of("trie.list-remove");
    public static readonly int ListCollapse = FeatureTable.Of("trie.list-collapse");
    public static readonly int ListFound = FeatureTable.Of("trie.list-found");
    public static readonly int ListMissed = FeatureTable.Of("trie.list-missed");
    public static readonly int KeyBox = FeatureTable.Of("trie.key-box");
    public static readonly int ValueBox = FeatureTable.Of("trie.value-box");
    public static readonly int Scalars = FeatureTable.Of("trie.scalars");
    public static readonly int PutLevel = FeatureTable.Of("trie.put-level.0");
    public static readonly int RemoveLevel = FeatureTable.Of("trie.remove-level.0");

    private static readonly int Width = FeatureTable.Of("trie.width.1") - 1;
    private static readonly int Size = FeatureTable.Of("trie.size.0");
    private static readonly int SizeLast = FeatureTable.Of("trie.size.512");

    /// <summary>A node of that many pointers is made.</summary>
    public static void Makes(FeatureCounts counts, int pointers)
    {
        if (pointers is > 0 and <= 16)
        {
            counts.Bump(Width + pointers);
        }
    }

    /// <summary>A version of that many entries is made.</summary>
    public static void Holds(FeatureCounts counts, int entries) => counts.BumpPower(Size, SizeLast, entries);
}
