using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <content>Functions that call each other.</content>
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
}
