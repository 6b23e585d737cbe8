using Vera.GcStress.Reducing;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Stressing;

/// <summary>A program that was made smaller, and what it shows.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Result">What comes of it when it is stressed.</param>
/// <param name="Attempts">How many programs were tried.</param>
internal sealed record SmallProgram(string Source, ProgramResult Result, int Attempts);

/// <summary>Makes a program smaller, as long as it shows the same bug when it is stressed.</summary>
/// <param name="bench">Compiles and runs programs.</param>
/// <param name="progress">Told of each smaller program, and how many were tried.</param>
internal sealed class ProgramShrinker(StressBench bench, Action<string, int>? progress = null)
{
    /// <summary>The most programs that are tried, unless the user says otherwise.</summary>
    public const int AttemptsUsual = 3000;

    /// <summary>The smallest program that was found by then; null if it shows nothing, and then why not.</summary>
    /// <exception cref="SyntaxException">It has what is not known here.</exception>
    public SmallProgram? Shrink(string source, int attemptsMax, CancellationToken stop, out string reason)
    {
        reason = "nothing is wrong with it";
        foreach (var watch in ProgramWatch.Choices.Select(options => new ProgramWatch(bench, options)))
        {
            var first = watch.Look(source, stop);
            if (ProgramSight.Of(first) is { } sight)
            {
                return Shrink(source, watch, sight, attemptsMax, stop);
            }

            reason = first.Reason.Length > 0 ? first.Reason : reason;
        }

        return null;
    }

    private SmallProgram Shrink(
        string source, ProgramWatch watch, ProgramSight sight, int attemptsMax, CancellationToken stop)
    {

        var reducer = new ProgramReducer((text, end) => watch.Shows(sight, text, end), progress);
        var smallest = reducer.Reduce(source, attemptsMax, stop);
        return new(smallest, watch.Look(smallest, CancellationToken.None), reducer.Attempts);
    }
}
