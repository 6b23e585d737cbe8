using System.Collections.Immutable;

namespace Vera.GcStress.Targets;

/// <summary>What kind of thing a run trapped on.</summary>
public enum TrapReason
{
    /// <summary>The guest itself: an access out of bounds, unreachable code, a table that may not be full.</summary>
    Guest,

    /// <summary>Host code was to read or write beyond memory.</summary>
    OutsideMemory,

    /// <summary>Host code met a block that is not what its type says.</summary>
    BadBlock,

    /// <summary>Host code was given a handle that it has no value for.</summary>
    DeadHandle,

    /// <summary>The host was told of the death of a wrapper that was gone by then.</summary>
    WrapperGone,

    /// <summary>A real Vera ended the program; its message says why.</summary>
    Vera,

    /// <summary>No engine takes the module that a real Vera made of the program.</summary>
    InvalidModule,
}

/// <summary>Why a run trapped.</summary>
/// <param name="Reason">The kind.</param>
/// <param name="Text">One line for people.</param>
public sealed record Trap(TrapReason Reason, string Text)
{
    /// <summary>The guest addresses that had to do with it.</summary>
    public ImmutableArray<uint> Addresses { get; init; } = [];

    /// <summary>Whether two traps are of one kind and say the same.</summary>
    public bool Equals(Trap? other) => other is not null && (Reason, Text) == (other.Reason, other.Text);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Reason, Text);

    /// <summary>The line for people.</summary>
    public override string ToString() => Text;
}
