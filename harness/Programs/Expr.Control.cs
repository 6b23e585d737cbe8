using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <content>Expressions that branch, and those that bind values which only a part of them sees.</content>
public abstract partial record Expr
{
    /// <summary>The types of the values that the expression binds for one of its parts, the newest last.</summary>
    internal virtual ImmutableArray<VeraType> Binds(int part) => [];

    /// <summary>
    /// A value that an expression around this one binds; <paramref name="Up"/> counts from the newest one, 0.
    /// </summary>
    public sealed record Bound(int Up, VeraType Of) : Expr
    {
        internal override VeraType Type => Of;
    }

    /// <summary><c>if(contains($0, 1), $0, {})</c>: only one of the arms is evaluated.</summary>
    public sealed record If(Expr Condition, Expr Then, Expr Else) : Expr
    {
        internal override VeraType Type => Then.Type;
        internal override VeraType? KnownType => Then.KnownType;
        internal override ImmutableArray<Expr> Parts => [Condition, Then, Else];
        internal override Expr With(ImmutableArray<Expr> parts) => new If(parts[0], parts[1], parts[2]);
    }

    /// <summary><c>block(elements($0), item(@0, 1))</c>: a let that only the body sees.</summary>
    public sealed record Block(Expr Value, Expr Body) : Expr
    {
        internal override VeraType Type => Body.Type;
        internal override VeraType? KnownType => Body.KnownType;
        internal override ImmutableArray<Expr> Parts => [Value, Body];
        internal override Expr With(ImmutableArray<Expr> parts) => new Block(parts[0], parts[1]);

        internal override ImmutableArray<VeraType> Binds(int part) =>
            part == 1 && Value.KnownType is { } type ? [type] : [];
    }

    /// <summary>
    /// <c>match(get($0, 1), Some: @0, JNull)</c>: the arm of one constructor sees its fields, the other arm is for all
    /// other constructors.
    /// </summary>
    /// <param name="Subject">An ADT value.</param>
    /// <param name="Tag">The constructor.</param>
    /// <param name="Arm">Its arm.</param>
    /// <param name="Other">Null where the type has no other constructor.</param>
    public sealed record Match(Expr Subject, int Tag, Expr Arm, Expr? Other) : Expr
    {
        internal override VeraType Type => Arm.Type;
        internal override VeraType? KnownType => Arm.KnownType;
        internal override ImmutableArray<Expr> Parts => Other is null ? [Subject, Arm] : [Subject, Arm, Other];

        internal override Expr With(ImmutableArray<Expr> parts) =>
            new Match(parts[0], Tag, parts[1], parts.ElementAtOrDefault(2));

        internal override ImmutableArray<VeraType> Binds(int part) => part == 1 ? Fields : [];

        private ImmutableArray<VeraType> Fields =>
            Subject.KnownType is { IsAdt: true } type && Tag >= 0 && Tag < type.Constructors.Length
                ? type.Constructors[Tag].Fields
                : [];
    }

    /// <summary>
    /// <c>try(String, insert($0, throw("no")), {})</c>: the body, or what the handler makes of a value that was thrown
    /// in it, whatever folds, callees and handlers of other types lie between. <c>try(alias, String, ...)</c> knows the
    /// type of that by an alias.
    /// </summary>
    /// <param name="Thrown">The type of the values that it catches.</param>
    /// <param name="Body">Where they are thrown.</param>
    /// <param name="Handler">Sees the value.</param>
    public sealed record Try(VeraType Thrown, Expr Body, Expr Handler) : Expr
    {
        /// <summary>Whether the handler has an alias for the type; functions that its body calls have none.</summary>
        public bool IsNamed { get; init; }

        internal override VeraType Type => Body.Type;
        internal override VeraType? KnownType => Body.KnownType;
        internal override ImmutableArray<Expr> Parts => [Body, Handler];
        internal override Expr With(ImmutableArray<Expr> parts) =>
            new Try(Thrown, parts[0], parts[1]) { IsNamed = IsNamed };

        internal override ImmutableArray<VeraType> Binds(int part) => part == 1 ? [Thrown] : [];
    }

    /// <summary><c>throw($0)</c>: goes to the nearest handler of its type; there is no value here.</summary>
    public sealed record Throw(VeraType Of, Expr Value) : Expr
    {
        internal override VeraType Type => Of;
        internal override ImmutableArray<Expr> Parts => [Value];
        internal override Expr With(ImmutableArray<Expr> parts) => new Throw(Of, parts[0]);
    }

    /// <summary>
    /// <c>recurse(100, [$0], [insert(@0, "a")], @0, insert(@0, "b"))</c>: a function that calls itself, 100 times deep.
    /// </summary>
    /// <param name="Depth">How many calls there are besides the first.</param>
    /// <param name="Start">What the first call is given: one value a parameter.</param>
    /// <param name="Next">What each call gives to the next one; each sees the parameters.</param>
    /// <param name="Base">What the innermost call returns; sees its parameters.</param>
    /// <param name="Rest">
    /// What the others return: sees their parameters and then what the call inside returned. Null: just that, and each
    /// call is a tail call.
    /// </param>
    public sealed record Recursion(
        int Depth, ImmutableArray<Expr> Start, ImmutableArray<Expr> Next, Expr Base, Expr? Rest) : Expr
    {
        internal override VeraType Type => Base.Type;
        internal override VeraType? KnownType => Base.KnownType;

        internal override ImmutableArray<Expr> Parts =>
            Rest is null ? [.. Start, .. Next, Base] : [.. Start, .. Next, Base, Rest];

        internal override Expr With(ImmutableArray<Expr> parts)
        {
            var ends = Start.Length + Next.Length;
            return new Recursion(
                Depth, parts[..Start.Length], parts[Start.Length..ends], parts[ends], Rest is null ? null : parts[^1]);
        }

        internal override ImmutableArray<VeraType> Binds(int part) =>
            part < Start.Length ? []
            : part > Start.Length + Next.Length && Base.KnownType is { } result ? Parameters.Add(result)
            : Parameters;

        /// <summary>The calls, one after the other.</summary>
        internal CallChain Calls
        {
            get
            {
                var half = new CallHalf(Next, Base, Rest);
                return new(Depth, Start, half, half);
            }
        }

        /// <summary>The types of the parameters.</summary>
        internal ImmutableArray<VeraType> Parameters => [.. Start.Select(start => start.KnownType ?? VeraType.Int)];
    }
}
