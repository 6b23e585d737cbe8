using System.Collections.Immutable;

namespace Vera.GcStress.Programs;

/// <summary>Calls within calls: of one function that calls itself, or of two in turn.</summary>
/// <param name="Depth">How many there are besides the first.</param>
/// <param name="Start">What the first one is given.</param>
/// <param name="One">The function that is called first, third and so on.</param>
/// <param name="Other">The one that is called second.</param>
internal readonly record struct CallChain(int Depth, ImmutableArray<Expr> Start, CallHalf One, CallHalf Other)
{
    /// <summary>Whether there are two functions.</summary>
    public bool IsMutual => !ReferenceEquals(One, Other);

    /// <summary>The function of a call.</summary>
    public CallHalf At(int call) => call % 2 == 0 ? One : Other;

    /// <summary>The types of its parameters.</summary>
    public ImmutableArray<VeraType> ParametersAt(int call) =>
        [.. (call % 2 == 0 || !IsMutual ? Start : One.Next).Select(given => given.KnownType ?? VeraType.Int)];
}

/// <summary>One of two functions that call each other.</summary>
/// <param name="Next">What it gives to the other one: one value for each parameter of that; sees its own.</param>
/// <param name="Base">What it returns if it is the innermost call; sees its parameters.</param>
/// <param name="Rest">
/// What it returns otherwise: sees its parameters and then what the call inside returned. Null: it calls the other
/// one in a tail call.
/// </param>
public sealed record CallHalf(ImmutableArray<Expr> Next, Expr Base, Expr? Rest)
{
    internal ImmutableArray<Expr> Parts => Rest is null ? [.. Next, Base] : [.. Next, Base, Rest];

    internal CallHalf With(ImmutableArray<Expr> parts) =>
        new(parts[..Next.Length], parts[Next.Length], Rest is null ? null : parts[^1]);
}
