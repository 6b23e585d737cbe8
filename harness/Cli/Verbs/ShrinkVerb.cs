using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;
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
            OneFile.Read(parsed.GetValue(file)!, new VeraFinder(parsed.ReadPath(Options.Vera))),
            parsed.ReadPath(output),
            (int)parsed.Read(attempts, OptionText.Count(1, AttemptsMost), AttemptsUsual),
            invocation));
    }

    private static ExitCode Run(ReplayCase failing, string? output, int attemptsMax, Invocation invocation)
    {
        WholeFile.Check(output ?? failing.Path);
        var choice = failing.Choice!;
        using var rig = choice.NewRig();
        var suited = choice.Suited(new(0, GenerationOptions.Default, failing.File.Header));
        var judged = JudgeOf(rig, failing, invocation.Stop, out var failure);
        var kind = suited.KindOf(failing.File.Case, failure);
        var verdicts = new Dictionary<StressCase, Verdict.Fail>();
        var shrinker = new Shrinker(
            Fails,
            new ShrinkOptions
            {
                AttemptsMax = attemptsMax,
                SmallCasesMax = suited.SmallCasesMax,
                Deadline = invocation.Stop,
                SmallerDocuments = (type, document) => DocumentEdits.Smaller(document, type),
                AheadMax = suited.BatchCases > 1 ? suited.BatchCases : 0,
                Ahead = cases => rig.Driven.Prefetch(cases, invocation.Stop),
            });
        var result = shrinker.Shrink(failing.File.Case);
        var seen = verdicts.GetValueOrDefault(result.Smallest, failure);
        var place = output ?? failing.Path;
        if (output is not null || !result.Smallest.Equals(failing.File.Case))
        {
            WholeFile.Write(place, $"{Shrunk(failing.File, result, seen, choice)}");
            choice.SavePrograms([place], invocation.Stop.IsCancellationRequested);
        }

        Print(failing.File.Case, result, seen, place, invocation.Screen);
        return invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean;

        bool Fails(StressCase candidate)
        {
            if (judged(candidate) is not Verdict.Fail fail || fail.Oracle != failure.Oracle
                || (choice is VeraChoice && suited.KindOf(candidate, fail) != kind))
            {
                return false;
            }

            verdicts[candidate] = fail;
            return true;
        }
    }

    /// <summary>The driven way where that shows the failure: it is a hundred times faster than both.</summary>
    /// <remarks><paramref name="failure"/> is what the case shows now, whatever its file expects.</remarks>
    private static Func<StressCase, Verdict> JudgeOf(
        TestRig rig, ReplayCase failing, CancellationToken stop, out Verdict.Fail failure)
    {
        var both = rig.TryBothWays(failing.File.Case, stop);
        failure = both as Verdict.Fail ?? throw new UsageException(both is Verdict.Pass
            ? $"{failing.Path}: the case passes, so there is nothing to shrink"
            : $"{failing.Path}: the case does not fail: {VerdictText.Of(both)}");
        return rig.Try(failing.File.Case, stop) is Verdict.Fail driven && driven.Oracle == failure.Oracle
            ? stressCase => rig.Try(stressCase, stop)
            : stressCase => rig.TryBothWays(stressCase, stop);
    }

    private static CaseFile Shrunk(CaseFile file, ShrinkResult result, Verdict.Fail seen, TargetChoice choice)
    {
        var header = choice.Header(new Expectation.Fail(seen.Oracle));
        var found = (file.Header.Found ?? "by hand").Split(';')[0];
        return new(
            file.Header with
            {
                Expect = header.Expect,
                Releases = header.Releases,
                Found = $"{found}; shrunk from {file.Case.Ops.Length} ops to {result.Smallest.Ops.Length}" +
                    $" in {result.Attempts} attempts, {(result.IsMinimal ? "minimal" : "cut short")}",
                Versions = header.Versions,
                Evidence = $"{seen.Evidence}",
            },
            result.Smallest);
    }

    private static void Print(StressCase before, ShrinkResult result, Verdict.Fail seen, string place, Screen screen)
    {
        var end = result.IsMinimal ? "minimal: nothing can be left out" : "cut short: it may become smaller yet";
        var same = result.Smallest.Equals(before) ? "; nothing changed" : "";
        screen.Out.WriteLine(
            $"{before.Ops.Length} ops before, {result.Smallest.Ops.Length} now, after " +
            $"{Numbers.Of(result.Attempts, "attempt")}; {end}{same}");
        screen.Out.WriteLine($"{place}: {VerdictText.Of(seen)}");
        screen.Out.WriteLine();
        screen.Out.WriteLine(CaseLines.Indented(result.Smallest));
    }
}
