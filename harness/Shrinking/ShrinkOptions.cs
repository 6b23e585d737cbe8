using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>How far shrinking goes. Every limit is here, none in the search.</summary>
public sealed record ShrinkOptions
{
    /// <summary>Enough for the passes and for all small cases that a search usually looks at.</summary>
    public const int AttemptsUsual = 100_000;

    /// <summary>Cases run at most, the check of the start included.</summary>
    public int AttemptsMax { get; init; } = AttemptsUsual;

    /// <summary>
    /// In the end, how many small cases to look at below the one that was reached, simplest first; 0: none. With
    /// enough of them, equal bugs end in the same text.
    /// </summary>
    public int SmallCasesMax { get; init; }

    /// <summary>
    /// How many allocations an eager or a periodic schedule is written out to when it becomes explicit points; a case
    /// that needs a collection at a later allocation keeps its schedule.
    /// </summary>
    public int PointsMax { get; init; } = 256;

    /// <summary>Looked at between attempts; once it is cancelled, the best case so far is the result.</summary>
    public CancellationToken Deadline { get; init; } = CancellationToken.None;

    /// <summary>Simpler documents to try in place of one that is parsed as a type, boldest first.</summary>
    public Func<VeraType, string, IEnumerable<string>>? SmallerDocuments { get; init; }

    /// <summary>
    /// Told of the next candidates before each is tried, at most <see cref="AheadMax"/>; some of them never are.
    /// </summary>
    public Action<IReadOnlyList<StressCase>>? Ahead { get; init; }

    /// <summary>Told of those that come after them, if none of them will do.</summary>
    public Action<IReadOnlyList<StressCase>>? Then { get; init; }

    /// <summary>How many candidates to look ahead; 0: none.</summary>
    public int AheadMax { get; init; }

    /// <summary>Told of each new best case and of the attempts made so far.</summary>
    public Action<StressCase, int>? Progress { get; init; }
}
