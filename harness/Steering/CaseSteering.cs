using System.Collections.Immutable;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Steering;

/// <summary>Makes half of the cases of a round from ones that showed something, once there are any.</summary>
/// <remarks>
/// What a round showed is added in the order of its cases, when it is over: so threads change nothing. Where parts of a
/// campaign run apart, none learns, and all take the same parents.
/// </remarks>
public sealed class CaseSteering
{
    private readonly ImmutableArray<StressCase> saved;
    private readonly bool learns;
    private readonly Parents parents = new();
    private readonly List<KeptCase> news = [];
    private ParentSets sets;

    /// <param name="saved">The parents that there are from the start.</param>
    /// <param name="learns">Whether cases that ran become parents.</param>
    public CaseSteering(ImmutableArray<StressCase> saved, bool learns) =>
        (this.saved, sets, this.learns) = (saved, new(saved, []), learns);

    /// <summary>What showed something new so far.</summary>
    public KeptCases Kept { get; } = new();

    /// <summary>The varied case that a seed names; null: draw a fresh one.</summary>
    public StressCase? Varied(ulong seed, GenerationOptions options) => CaseMutator.Varied(sets, seed, options);

    /// <summary>A case has run: from any thread.</summary>
    public void Saw(KeptCase one)
    {
        if (Kept.IsNews(one.Features) || (learns && parents.IsNews(one)))
        {
            lock (news)
            {
                news.Add(one);
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

        if (learns)
        {
            news.ForEach(parents.Add);
            sets = new([.. saved, .. Kept.All.Select(one => one.Case)], parents.Cheap());
        }

        news.Clear();
    }
}
