using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>The keys that one case names again and again, chosen so that they meet in its containers.</summary>
internal sealed class KeyPool
{
    /// <summary>Scalars of a pool's type that come from the pool.</summary>
    private const int PooledPercent = 85;

    private readonly Draw draw;
    private readonly (TypeKind Kind, Expr[] Keys)[] pools;

    private KeyPool(Draw draw, (TypeKind Kind, Expr[] Keys)[] pools) => (this.draw, this.pools) = (draw, pools);

    /// <summary>Keys for one case in a few; null: none in this one.</summary>
    public static KeyPool? FromDraw(Draw draw, GenerationOptions options, TypePalette palette)
    {
        if (options is not { Keys: { } source, HostileValues: true } || !draw.Chance(options.MeetingPercent))
        {
            return null;
        }

        var types = palette.Containers.Select(container => container.First).Distinct()
            .Where(key => source.DeepestOf(key) >= 0);
        (TypeKind, Expr[])[] pools = [.. types.Select(type => (type.Kind, Drawn(draw, source, type)))];
        return pools.Length == 0 ? null : new(draw, pools);
    }

    /// <summary>The keys of a type, in the order of their places; none if it has no pool.</summary>
    public Expr[] Of(VeraType type) => Array.Find(pools, pool => pool.Kind == type.Kind).Keys ?? [];

    /// <summary>A key of the pool for most scalars of its type; null: any other.</summary>
    public Expr? Next(VeraType type)
    {
        var keys = Of(type);
        return keys.Length == 0 || !draw.Chance(PooledPercent) ? null : draw.Of(keys);
    }

    private static Expr[] Drawn(Draw draw, IKeySource source, VeraType type)
    {
        var deepest = source.DeepestOf(type);
        return [.. Places(draw, deepest, source).Select(place => source.At(type, place)).OfType<Expr>()];
    }

    /// <summary>
    /// Keys that fill one node or a list, or the nodes below one node; that leave at every level; or anywhere.
    /// </summary>
    private static IEnumerable<KeyPlace> Places(Draw draw, int deepest, IKeySource source)
    {
        var level = draw.Chance(40) ? deepest : draw.Between(0, deepest);
        var branches = source.BranchesOf(0);
        var all = Enumerable.Range(0, branches);
        switch (draw.Below(4))
        {
            case 0:
                return Enumerable.Range(0, source.BranchesOf(level)).Select(branch => new KeyPlace(level, branch));
            case 1 when deepest > 0:
                var parting = Math.Min(level, deepest - 1);
                var twin = draw.Between(parting + 1, deepest);
                return all.SelectMany(branch => new KeyPlace[] { new(parting, branch), new(parting, branch, twin) });
            case < 3:
                return Enumerable.Range(0, level + 1).Select(from => new KeyPlace(from, 1))
                    .Prepend(new(level, 0));
            default:
                var few = draw.Between(3, branches);
                return [.. Enumerable.Range(0, few)
                    .Select(_ => new KeyPlace(draw.Between(0, deepest), draw.Below(branches)))];
        }
    }
}

/// <summary>Where keys come from that meet in a container, which tells them apart level by level.</summary>
public interface IKeySource
{
    /// <summary>How many keys a level tells apart; below all levels, how many of one hash there are.</summary>
    int BranchesOf(int level);

    /// <summary>The deepest level at which keys of a type can part; -1 if it cannot be said of any.</summary>
    int DeepestOf(VeraType type);

    /// <summary>The key of a place, the same whenever it is asked for; null if the type has none there.</summary>
    Expr? At(VeraType type, KeyPlace place);
}

/// <summary>Where a key lies: all keys share one path from the first level on, until they leave it.</summary>
/// <param name="Level">Where this one leaves it.</param>
/// <param name="Branch">Which way it takes there; 0: none, it stays.</param>
/// <param name="Twin">
/// 0, or a deeper level at which it leaves the path of the key with twin 0: below all levels, its hash is that key's.
/// </param>
public readonly record struct KeyPlace(int Level, int Branch, int Twin = 0);
