using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Stressing;
using Vera.GcStress.Stressing;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>shrink</c> of a Vera program: the same bug in fewer lines.</summary>
internal sealed class ShrinkProgram(int attemptsMax, bool quiet, Invocation invocation)
{
    public ExitCode Run(string path, VeraFinder vera, string? output, bool inPlace)
    {
        var place = output ?? (inPlace ? path : Path.ChangeExtension(path, OneProgram.SmallExtension));
        WholeFile.Check(place);
        var source = OneProgram.Read(path);
        using var bench = StressVerb.Open(vera.Choice?.Command, "own", invocation.Stop);
        using var progress = new ProgramProgress(invocation.Screen, source, quiet);
        var small = Shrink(bench, path, source, progress);
        var outputs = new Outputs();
        var isWritten = small.Source != source
            && outputs.Write(invocation.Stop.IsCancellationRequested && inPlace
                ? Path.ChangeExtension(path, OneProgram.SmallExtension)
                : place, () => small.Source);
        invocation.Screen.Out.WriteLine(StressText.Of(small.Result with { File = isWritten ? place : path }));
        invocation.Screen.Out.WriteLine(
            $"Vera's own host {(small.IsConfirmed ? "shows the same" : "does not show it")}");
        invocation.Screen.Say(
            $"{Numbers.Of(ProgramProgress.LinesOf(source), "line")} to " +
            $"{Numbers.Of(ProgramProgress.LinesOf(small.Source), "line")} without contracts, in " +
            $"{Numbers.Of(small.Attempts, "attempt")}",
            Tone.Plain);
        return outputs.Ended(invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean);
    }

    private SmallProgram Shrink(StressBench bench, string path, string source, ProgramProgress progress) =>
        OneProgram.Understood(path, () => new ProgramShrinker(bench, progress.Note)
            .Shrink(source, attemptsMax, invocation.Stop, out var reason)
            ?? throw new UsageException($"{UserText.Shown(path)}: there is nothing to shrink: {reason}"));
}
