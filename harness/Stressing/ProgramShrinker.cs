using System.Collections.Immutable;
using Vera.GcStress.Reducing;
using Vera.GcStress.Reducing.Syntax;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Own;

namespace Vera.GcStress.Stressing;

/// <summary>A program that was made smaller, and what it shows.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Result">What comes of it when it is stressed.</param>
/// <param name="Attempts">How many programs were tried.</param>
/// <param name="IsConfirmed">Whether Vera's own host shows the same.</param>
internal sealed record SmallProgram(string Source, ProgramResult Result, int Attempts, bool IsConfirmed);

/// <summary>Makes a program smaller, as long as it shows the same bug when it is stressed.</summary>
/// <param name="bench">Compiles and runs programs.</param>
/// <param name="progress">Told of each smaller program, and how many were tried.</param>
internal sealed class ProgramShrinker(StressBench bench, Action<string, int>? progress = null)
{
    /// <summary>What its function is given; empty: what is plainest of each type.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>The most programs that are tried, unless the user says otherwise.</summary>
    public const int AttemptsUsual = 3000;

    /// <summary>The same on a Vera of its own, whatever the program is and whatever befalls that Vera.</summary>
    /// <param name="command">The Vera's command; null: the one that is installed.</param>
    /// <param name="source">The program as it was.</param>
    /// <param name="attemptsMax">The most programs that are tried.</param>
    /// <param name="progress">Told of each smaller program, and how many were tried.</param>
    /// <param name="stop">Ends it with what was found until then.</param>
    /// <param name="reason">Why there is none.</param>
    /// <param name="known">What it is known to show.</param>
    public static SmallProgram? Shrink(
        string? command, string source, KnownSight known, int attemptsMax, Action<string, int>? progress,
        CancellationToken stop, out string reason)
    {
        try
        {
            using var bench = new StressBench(PythonHost.Open(command), new OwnHost());
            var shrinker = new ProgramShrinker(bench, progress) { Arguments = known.Arguments };
            return shrinker.Shrink(source, attemptsMax, stop, out reason, known.Shows)
                ?? shrinker.ShrinkInvalid(source, attemptsMax, stop)
                ?? (known.Shows == Shown.Visible ? shrinker.ShrinkAlike(source, known.Meant, attemptsMax, stop) : null)
                ?? (known.Shows is null ? null : shrinker.Shrink(source, attemptsMax, stop, out reason));
        }
        catch (Exception e) when (e is SyntaxException or VeraException)
        {
            reason = e.Message;
        }
        catch (OperationCanceledException)
        {
            reason = "the time was up";
        }

        return null;
    }

    /// <summary>The smallest program that was found by then; null if it shows nothing, and then why not.</summary>
    /// <exception cref="SyntaxException">It has what is not known here.</exception>
    public SmallProgram? Shrink(
        string source, int attemptsMax, CancellationToken stop, out string reason, Shown? wanted = null)
    {
        const string Sound = "nothing is wrong with it";
        reason = Sound;
        foreach (var fuel in new[] { ProgramWatch.FuelUsual, ProgramWatch.FuelMost })
        {
            var ran = false;
            foreach (var options in ProgramWatch.Choices)
            {
                var watch = new ProgramWatch(bench, options with { Arguments = Arguments }) { FuelMax = fuel };
                var first = watch.Look(source, stop);
                if (ProgramSight.Of(first) is { } sight && (wanted ?? sight.Shows) == sight.Shows)
                {
                    return Shrink(source, watch, sight, attemptsMax, stop);
                }

                ran |= first.Verdict != ProgramVerdict.NotRun;
                reason = first.Reason.Length == 0 ? reason
                    : first.Verdict == ProgramVerdict.Pass ? $"{Sound}: {first.Reason}" : first.Reason;
            }

            if (ran)
            {
                return null;
            }
        }

        return null;
    }

    private SmallProgram? ShrinkAlike(string source, string? meant, int attemptsMax, CancellationToken stop)
    {
        var watch = new ProgramWatch(bench, ProgramWatch.Choices[0]);
        if (watch.Printed(source, stop) is not { } printed)
        {
            return null;
        }

        var reducer = new ProgramReducer((text, end) => watch.Printed(text, end) == printed ? text : null, progress)
        {
            KeepsMeaning = true,
        };
        var smallest = reducer.Reduce(source, attemptsMax, stop);
        return Always(smallest, reducer, isConfirmed: true, meant is null || meant == printed
            ? null
            : RunComparison.Apart(printed, meant) is var (seen, right) ? new StressEvidence.Means(seen, right) : null);
    }

    private SmallProgram? ShrinkInvalid(string source, int attemptsMax, CancellationToken stop)
    {
        var watch = new ProgramWatch(bench, ProgramWatch.Choices[0]);
        if (watch.NoModule(source, stop) is not { } words)
        {
            return null;
        }

        // Checkers may take what has no type: a program that means something else may fail for another reason.
        var reducer = new ProgramReducer((text, end) => watch.NoModule(text, end) == words ? text : null, progress)
        {
            KeepsMeaning = true,
        };
        var smallest = reducer.Reduce(source, attemptsMax, stop);
        return Always(
            smallest, reducer, watch.Printed(smallest, CancellationToken.None) is null,
            new StressEvidence.NoModule(words));
    }

    /// <summary>A program that shows what it shows whenever it is run.</summary>
    private static SmallProgram Always(
        string smallest, ProgramReducer reducer, bool isConfirmed, StressEvidence? evidence) => new(
            smallest,
            evidence is null ? new("", ProgramVerdict.Pass, "", 1, []) : new("", ProgramVerdict.Fail, "", 1,
            [
                new StressFinding("agreement", evidence, Way.Plain, "main") { Shows = Shown.Visible },
            ]),
            reducer.Attempts,
            isConfirmed);

    private SmallProgram Shrink(
        string source, ProgramWatch watch, ProgramSight sight, int attemptsMax, CancellationToken stop)
    {
        var reducer = new ProgramReducer((text, end) => watch.Showing(sight, text, end), progress);
        var smallest = reducer.Reduce(source, attemptsMax, stop);
        return new(
            smallest, watch.Look(smallest, CancellationToken.None), reducer.Attempts,
            watch.ShowsThere(sight, smallest, CancellationToken.None));
    }
}
