using System.Collections.Immutable;
using Vera.GcStress.Coverage;
using Vera.GcStress.Exhausting;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers.Trie;

namespace Vera.GcStress.Wiring;

/// <summary>The words that small programs are made of: keys that meet in a trie as closely as keys can.</summary>
internal static class SmallScope
{
    /// <summary>A trie's levels: keys that agree in all of them share a list below the last.</summary>
    private const int Deepest = TrieNodes.Levels;

    /// <summary>
    /// Two keys whose hashes agree in all bits and one that parts from them after the first level.
    /// </summary>
    private static readonly ImmutableArray<Expr> Keys =
    [
        .. CollidingKeys.Texts(Deepest, 2).Select(text => new Expr.Text(text)),
        new Expr.Text(CollidingKeys.Texts(1, 2)[1]),
    ];

    /// <summary>For sets, for maps, or for both.</summary>
    public static ImmutableArray<Vocabulary> Of(ContainerChoice containers)
    {
        const int Alike = 2;
        var words = ImmutableArray.CreateBuilder<Vocabulary>();
        if (containers.HasFlag(ContainerChoice.Set))
        {
            words.Add(Vocabulary.OfSet(Keys, Alike));
        }

        if (containers.HasFlag(ContainerChoice.Map))
        {
            words.Add(Vocabulary.OfMap(Keys, Alike));
        }

        return words.ToImmutable();
    }
}
