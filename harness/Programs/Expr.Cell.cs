using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <content>State cells that an expression makes for a part of itself.</content>
public abstract partial record Expr
{
    /// <summary>
    /// <c>cell({}, store(insert(state, 1), state))</c>: a handler of State. What its body reads and stores is a cell
    /// of its own, whatever handlers lie around. <c>cell(alias, {}, ...)</c> knows the type of that by an alias.
    /// </summary>
    /// <param name="Initial">What the cell begins with; may read the cell around.</param>
    /// <param name="Body">Sees the new cell, and no other.</param>
    public sealed record Cell(Expr Initial, Expr Body) : Expr
    {
        /// <summary>Whether the handler has an alias for the type; functions that its body calls have none.</summary>
        public bool IsNamed { get; init; }

        internal override VeraType Type => Body.Type;
        internal override VeraType? KnownType => Body.KnownType;
        internal override ImmutableArray<Expr> Parts => [Initial, Body];
        internal override Expr With(ImmutableArray<Expr> parts) => new Cell(parts[0], parts[1]) { IsNamed = IsNamed };
    }

    /// <summary><c>store(insert(state, 1), state)</c>: the innermost cell gets a value, and then comes the rest.
    /// </summary>
    /// <param name="Value">Of the type that the cell began with.</param>
    /// <param name="Rest">What it is all worth.</param>
    public sealed record Store(Expr Value, Expr Rest) : Expr
    {
        internal override VeraType Type => Rest.Type;
        internal override VeraType? KnownType => Rest.KnownType;
        internal override ImmutableArray<Expr> Parts => [Value, Rest];
        internal override Expr With(ImmutableArray<Expr> parts) => new Store(parts[0], parts[1]);
    }
}

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
