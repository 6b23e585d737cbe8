using System.Collections.Concurrent;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers.Trie;

namespace Vera.GcStress.Wiring;

/// <summary>Keys that meet in the trie of our container: the inverse of its hash, as the generator sees it.</summary>
/// <remarks>
/// NaN and the zeros are left out, as several bit patterns are one key there; so is what is filed by its address. Of
/// booleans and bytes there are too few to choose from.
/// </remarks>
internal sealed class TrieKeys : IKeySource
{
    /// <summary>The only ones: what was worked out once serves all threads.</summary>
    public static readonly TrieKeys Shared = new();

    private readonly ConcurrentDictionary<(TypeKind, KeyPlace), Expr?> made = new();

    /// <summary>A list is longer than a node is wide.</summary>
    private const int ListKeys = CollidingKeys.Branches + 8;

    public int BranchesOf(int level) => level == CollidingKeys.Levels ? ListKeys : CollidingKeys.Branches;

    public int DeepestOf(VeraType type) => type.Kind switch
    {
        TypeKind.String => CollidingKeys.Levels,
        TypeKind.Int or TypeKind.Nat or TypeKind.Float64 => CollidingKeys.Levels - 1,
        _ => -1,
    };

    public Expr? At(VeraType type, KeyPlace place) =>
        made.GetOrAdd((type.Kind, place), static one => Made(one.Item1, one.Item2));

    private static Expr? Made(TypeKind kind, KeyPlace place)
    {
        var (level, branch, twin) = place;
        return kind switch
        {
            TypeKind.String => new Expr.Text(CollidingKeys.Text(level, branch, twin)),
            TypeKind.Nat => Integer(static key => key >= 0) is { } key ? new Expr.Nat(key) : null,
            TypeKind.Float64 => Integer(IsOneKey) is { } bits ? new Expr.Float64(bits) : null,
            _ => Integer(static _ => true) is { } key ? new Expr.Int(key) : null,
        };

        long? Integer(Func<long, bool> accepts) => CollidingKeys.Integer(level, branch, twin, accepts);
    }

    private static bool IsOneKey(long bits) =>
        BitConverter.Int64BitsToDouble(bits) is var value && !double.IsNaN(value) && value != 0;
}
