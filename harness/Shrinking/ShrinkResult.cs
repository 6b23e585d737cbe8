using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking;

/// <summary>What shrinking found.</summary>
/// <param name="Smallest">The smallest case that still fails; at worst the one that was given.</param>
/// <param name="Attempts">Cases run, the check of the start included.</param>
/// <param name="IsMinimal">
/// Whether every single edit was seen to pass: each op left out, each value lowered, each collection point removed.
/// </param>
/// <param name="LimitHit">Whether a limit of <see cref="ShrinkOptions"/> ended the search.</param>
public sealed record ShrinkResult(StressCase Smallest, int Attempts, bool IsMinimal, bool LimitHit)
{
    /// <summary>What cut the search short; null if nothing did.</summary>
    public ShrinkLimit? Limit { get; init; }
}

/// <summary>What can cut a search short.</summary>
public enum ShrinkLimit
{
    /// <summary>It tried as many cases as it may.</summary>
    Attempts,

    /// <summary>Its time was up, or the end was asked for.</summary>
    Time,

    /// <summary>What failed among other cases passes when it is run again.</summary>
    PassesAgain,
}

/// <summary>How a search ended, in words.</summary>
public static class ShrinkEnd
{
    /// <summary>One word, for scripts; null where nothing cut the search short.</summary>
    public static string? Name(ShrinkLimit? limit) => limit switch
    {
        ShrinkLimit.Attempts => "attempts",
        ShrinkLimit.Time => "time",
        ShrinkLimit.PassesAgain => "passes-again",
        _ => null,
    };

    /// <summary><c>minimal</c>, or <c>cut short</c> and by what.</summary>
    public static string Words(bool isMinimal, ShrinkLimit? limit) => isMinimal ? "minimal" : limit switch
    {
        ShrinkLimit.Attempts => "cut short by the number of attempts",
        ShrinkLimit.Time => "cut short by the time",
        ShrinkLimit.PassesAgain => "cut short: run again it passes",
        _ => "cut short",
    };
}

/// <summary>The case to be shrunk does not fail, so there is nothing to hold on to.</summary>
internal sealed class StartPassesException() : Exception("the case does not fail: there is nothing to shrink");
