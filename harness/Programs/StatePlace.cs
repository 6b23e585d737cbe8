namespace Vera.GcStress.Programs;

/// <summary>Which State cell an expression reads where it stands.</summary>
/// <param name="Type">What the cell holds; null where there is none to read.</param>
/// <param name="IsInner">Whether an expression has made it, and not the case.</param>
internal readonly record struct StatePlace(VeraType? Type, bool IsInner)
{
    /// <summary>Within a function that is applied or repeated: that has no effects, and cannot ask for a cell around.
    /// </summary>
    public StatePlace InClosure => IsInner ? this with { Type = null } : this;

    /// <summary>Within a cell of its own.</summary>
    public static StatePlace In(VeraType type) => new(type, IsInner: true);
}
