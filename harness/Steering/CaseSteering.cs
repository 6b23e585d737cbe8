using System.Collections.Immutable;
using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>Makes a few of the cases of a round from ones that showed something new, once there are any.</summary>
/// <remarks>
/// What a round showed is added in the order of its cases, when it is over: so threads change nothing. Where parts of a
/// campaign run apart, none learns, and all take the same parents.
/// </remarks>
public sealed class CaseSteering
{
    private readonly ImmutableArray<StressCase> saved;
    private readonly bool learns;
    private readonly List<KeptCase> news = [];
    private ImmutableArray<StressCase> parents;

    /// <param name="saved">The parents that there are from the start.</param>
    /// <param name="learns">Whether kept cases become parents.</param>
    public CaseSteering(ImmutableArray<StressCase> saved, bool learns) =>
        (this.saved, parents, this.learns) = (saved, saved, learns);

    /// <summary>What showed something new so far.</summary>
    public KeptCases Kept { get; } = new();

    /// <summary>The varied case that a seed names; null: draw a fresh one.</summary>
    public StressCase? Varied(ulong seed, GenerationOptions options) =>
        parents.IsEmpty ? null : CaseMutator.Varied(parents, seed, options);

    /// <summary>A case has run: from any thread.</summary>
    public void Saw(long number, StressCase stressCase, FeatureProfile features)
    {
        if (Kept.IsNews(features))
        {
            lock (news)
            {
                news.Add(new(number, stressCase, features));
            }
        }
    }

    /// <summary>All cases of a round have run.</summary>
    public void EndRound()
    {
        news.Sort((a, b) => a.Number.CompareTo(b.Number));
        foreach (var one in news)
        {
            Kept.Add(one);
        }

        news.Clear();
        parents = learns ? [.. saved, .. Kept.All.Select(one => one.Case)] : saved;
    }
}
