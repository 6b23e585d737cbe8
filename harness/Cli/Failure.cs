using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Reporting;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli;

/// <summary>Tells the user's mistakes from ours.</summary>
internal static class Failure
{
    private const string VerboseVariable = "VERA_GCSTRESS_VERBOSE";

    /// <summary>Prints one line about an exception, and its stack only if it is ours and was asked for.</summary>
    public static ExitCode Report(Exception failure, Screen screen, bool verbose)
    {
        if (failure is AggregateException all && all.InnerExceptions.All(inner => inner is OutputException))
        {
            foreach (var one in all.InnerExceptions.Select(inner => UserText.OneLine(inner.Message)).Distinct())
            {
                screen.Error.WriteLine(one);
            }

            return ExitCode.Usage;
        }

        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        if (cause is UsageException or CaseFormatException or DocumentException or OutputException)
        {
            screen.Error.WriteLine(UserText.OneLine(cause.Message));
            return ExitCode.Usage;
        }

        if (cause is OperationCanceledException)
        {
            screen.Error.WriteLine("interrupted");
            return ExitCode.Interrupted;
        }

        screen.Error.WriteLine($"the harness is broken: {UserText.OneLine(cause.Message)}");
        if (verbose || Environment.GetEnvironmentVariable(VerboseVariable) is { Length: > 0 })
        {
            screen.Error.WriteLine(cause);
        }

        return ExitCode.Broken;
    }
}
