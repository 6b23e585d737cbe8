using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <content>Functions that call each other, and those that check what they require and what they promise.</content>
public abstract partial record Expr
{
    /// <summary>
    /// <c>mutual(100, [$0], ([insert(@0, "a"), 1], @0), ([@1], @1, insert(@0, "b")))</c>: a function that calls another
    /// one, which calls it again, 100 calls deep. Both return values of one type; their parameters may differ.
    /// </summary>
    /// <param name="Depth">How many calls there are besides the first.</param>
    /// <param name="Start">What the first call is given: one value a parameter.</param>
    /// <param name="One">The function that is called first.</param>
    /// <param name="Other">The one that it calls.</param>
    public sealed record Mutual(int Depth, ImmutableArray<Expr> Start, CallHalf One, CallHalf Other) : Expr
    {
        internal override VeraType Type => One.Base.Type;
        internal override VeraType? KnownType => One.Base.KnownType;
        internal override ImmutableArray<Expr> Parts => [.. Start, .. One.Parts, .. Other.Parts];

        internal override Expr With(ImmutableArray<Expr> parts)
        {
            var other = Start.Length + One.Parts.Length;
            return new Mutual(
                Depth, parts[..Start.Length], One.With(parts[Start.Length..other]), Other.With(parts[other..]));
        }

        internal override ImmutableArray<VeraType> Binds(int part)
        {
            var other = Start.Length + One.Parts.Length;
            return part < Start.Length ? []
                : part < other ? Binds(One, part - Start.Length, Calls.ParametersAt(0))
                : Binds(Other, part - other, Calls.ParametersAt(1));
        }

        /// <summary>The calls, one after the other.</summary>
        internal CallChain Calls => new(Depth, Start, One, Other);

        private ImmutableArray<VeraType> Binds(CallHalf half, int part, ImmutableArray<VeraType> parameters) =>
            part > half.Next.Length && KnownType is { } result ? parameters.Add(result) : parameters;
    }

    /// <summary>
    /// <c>contract([get($0, 1)], contains($0, 1), elements($1), contains($0, 2))</c>: a call of a function that is
    /// given values, checks what it requires of them, and, when it has its result, what it promises of that.
    /// <c>contract(alias, [$0], ...)</c> is one that knows the types of all of these by aliases.
    /// </summary>
    /// <remarks>A check that does not hold ends the program: such a case is not judged.</remarks>
    /// <param name="Given">One value a parameter; there is one at least.</param>
    /// <param name="Requires">Sees the parameters.</param>
    /// <param name="Body">What the function returns; sees the parameters.</param>
    /// <param name="Ensures">Sees the parameters, and then what the body gave.</param>
    public sealed record Contract(ImmutableArray<Expr> Given, Expr Requires, Expr Body, Expr Ensures) : Expr
    {
        /// <summary>Whether the types of its parameters and of its result have aliases.</summary>
        public bool IsNamed { get; init; }

        internal override VeraType Type => Body.Type;
        internal override VeraType? KnownType => Body.KnownType;
        internal override ImmutableArray<Expr> Parts => [.. Given, Requires, Body, Ensures];

        internal override Expr With(ImmutableArray<Expr> parts) =>
            new Contract(parts[..Given.Length], parts[^3], parts[^2], parts[^1]) { IsNamed = IsNamed };

        internal override ImmutableArray<VeraType> Binds(int part) =>
            part < Given.Length ? []
            : IsCheck(part) && part > Given.Length && Body.KnownType is { } result ? Parameters.Add(result)
            : Parameters;

        /// <summary>Whether a part says yes or no of what the function is about.</summary>
        internal bool IsCheck(int part) => part == Given.Length || part == Given.Length + 2;

        /// <summary>The types of the parameters.</summary>
        internal ImmutableArray<VeraType> Parameters => [.. Given.Select(given => given.KnownType ?? VeraType.Int)];
    }
}
