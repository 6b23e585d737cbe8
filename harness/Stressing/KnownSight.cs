using System.Collections.Immutable;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Stressing;

/// <summary>What is known of a program before it is made small.</summary>
/// <param name="Shows">
/// What it takes to see what is wrong: if that shows nothing, whatever does. Where a plain run is wrong and no
/// collection has a part in that, a smaller program is one that means the same. Null: not known.
/// </param>
/// <param name="Meant">What it is to print; null: not known.</param>
/// <param name="Arguments">What its function is given; empty: what is plainest of each type.</param>
internal sealed record KnownSight(Shown? Shows, string? Meant, ImmutableArray<string> Arguments)
{
    public static KnownSight None { get; } = new(null, null, []);
}
