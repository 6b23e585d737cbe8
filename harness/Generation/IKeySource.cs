using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Where keys come from that meet in a container, which tells them apart level by level.</summary>
public interface IKeySource
{
    /// <summary>How many keys a level tells apart.</summary>
    int Branches { get; }

    /// <summary>The deepest level at which keys of a type can part; -1 if it cannot be said of any.</summary>
    int DeepestOf(VeraType type);

    /// <summary>The key of a place, the same whenever it is asked for; null if the type has none there.</summary>
    Expr? At(VeraType type, KeyPlace place);
}

/// <summary>Where a key lies: all keys share one path from the first level on, until they leave it.</summary>
/// <param name="Level">Where this one leaves it.</param>
/// <param name="Branch">Which way it takes there; 0: none, it stays.</param>
/// <param name="Twin">0, or a deeper level at which it leaves the path of the key with twin 0.</param>
public readonly record struct KeyPlace(int Level, int Branch, int Twin = 0);
