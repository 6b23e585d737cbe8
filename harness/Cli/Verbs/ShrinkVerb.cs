using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>shrink</c>: a failing case file, made smaller while the same oracle fails.</summary>
internal static class ShrinkVerb
{
    private const int AttemptsUsual = ShrinkOptions.AttemptsUsual;
    private const int AttemptsMost = 100_000_000;

    public static Command Create(Invocation invocation)
    {
        var file = OneFile.Argument("The case file.");
        var output = Options.Text("--output", "FILE", "Where the result goes (default: in place).", "-o");
        var attempts = Options.Text("--attempts", "N", $"How many cases to try (default {AttemptsUsual}).");
        return new Command("shrink", "Make a failing case smaller, as long as it fails in the same way.")
        {
            file, output, attempts, Options.Vera,
        }
        .Does(parsed => Run(
            OneFile.Read(parsed.GetValue(file)!, new VeraFinder(parsed.ReadPath(Options.Vera), invocation.Stop)),
            parsed.ReadPath(output),
            (int)parsed.Read(attempts, OptionText.Count(1, AttemptsMost), AttemptsUsual),
            invocation));
    }

    private static ExitCode Run(ReplayCase failing, string? output, int attemptsMax, Invocation invocation)
    {
        WholeFile.Check(output ?? failing.Path);
        var choice = failing.Choice!;
        using var rig = choice.NewRig(invocation.Stop);
        var suited = choice.Suited(new(0, GenerationOptions.Default, failing.File.Header));
        var found = FailureOf(rig, failing, invocation.Stop);
        var plan = suited.Plan with
        {
            AttemptsMax = attemptsMax,
            SmallerDocuments = (type, document) => DocumentEdits.Smaller(document, type),
        };
        var result = new FailureShrinker(plan, found, rig).Shrink(invocation.Stop);
        var place = output ?? failing.Path;
        if (output is not null || !result.Case.Equals(failing.File.Case))
        {
            WholeFile.Write(place, $"{Shrunk(failing.File, result, choice)}");
            choice.SavePrograms([place], invocation.Stop.IsCancellationRequested);
        }

        Print(failing.File.Case, result, place, invocation.Screen);
        return invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean;
    }

    /// <summary>What the case shows now, whatever its file expects.</summary>
    /// <remarks>The driven way where that shows it too: it is a hundred times faster than both.</remarks>
    private static CaseFailure FailureOf(TestRig rig, ReplayCase failing, CancellationToken stop)
    {
        var both = rig.TryBothWays(failing.File.Case, stop);
        var failure = both as Verdict.Fail ?? throw new UsageException(both is Verdict.Pass
            ? $"{failing.Path}: the case passes, so there is nothing to shrink"
            : $"{failing.Path}: the case does not fail: {VerdictText.Of(both)}");
        return rig.Try(failing.File.Case, stop) is Verdict.Fail driven && driven.Oracle == failure.Oracle
            ? new(0, failing.File.Case, driven, Lane.Driven)
            : new(0, failing.File.Case, failure, Lane.Both);
    }

    private static CaseFile Shrunk(CaseFile file, ShrunkFailure result, TargetChoice choice)
    {
        var header = choice.Header(new Expectation.Fail(result.Failure.Oracle));
        var found = (file.Header.Found ?? "by hand").Split(';')[0];
        return new(
            file.Header with
            {
                Expect = header.Expect,
                Releases = header.Releases,
                Found = $"{found}; shrunk from {file.Case.Ops.Length} ops to {result.Case.Ops.Length}" +
                    $" in {result.Attempts} attempts, {(result.IsMinimal ? "minimal" : "cut short")}",
                Versions = header.Versions,
                Evidence = $"{result.Failure.Evidence}",
            },
            result.Case);
    }

    private static void Print(StressCase before, ShrunkFailure result, string place, Screen screen)
    {
        var end = result.IsMinimal ? "minimal: nothing can be left out" : "cut short: it may become smaller yet";
        var same = result.Case.Equals(before) ? "; nothing changed" : "";
        screen.Out.WriteLine(
            $"{before.Ops.Length} ops before, {result.Case.Ops.Length} now, after " +
            $"{Numbers.Of(result.Attempts, "attempt")}; {end}{same}");
        screen.Out.WriteLine($"{PlainText.Line(place)}: {VerdictText.Of(result.Failure)}");
        screen.Out.WriteLine();
        screen.Out.WriteLine(CaseLines.Indented(result.Case));
    }
}
