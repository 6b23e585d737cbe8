using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>shrink</c>: failing case files, made smaller while the same bug shows.</summary>
/// <remarks>
/// What a person wrote stays as it is: the smaller case goes beside it, unless the command says where. In a folder, the
/// findings are taken that a campaign had no time to shrink; those are ours, and are replaced.
/// </remarks>
internal sealed class ShrinkVerb(int attemptsMax, bool isTimed, bool quiet, Invocation invocation)
{
    private const int AttemptsUsual = ShrinkOptions.AttemptsUsual;
    private const int AttemptsMost = 100_000_000;

    public static Command Create()
    {
        var path = new Argument<string>("PATH")
        {
            Arity = ArgumentArity.ExactlyOne,
            Description = "The case file, a Vera program, or a folder: every finding in it that is not shrunk yet.",
        };
        var output = Options.Text(
            "--output", "FILE", "Where the result goes (default: beside the file, as x.small.case).", "-o");
        var inPlace = Options.Flag("--in-place", "Replace the case in its file; its comments stay.");
        var time = Options.Text(
            "--time", "TIME",
            "How long it may take, such as 30s, 5m; then the best so far is the result (default: as long as its " +
            "attempts; 30s for each file on a real Vera).");
        var attempts = Options.Text(
            "--attempts", "N", $"How many cases to try for each file (default {AttemptsUsual}).");
        return new Command("shrink", "Make a failing case smaller, as long as it fails in the same way.")
        {
            path, output, inPlace, attempts, time, Options.Vera, Options.Quiet,
        }
        .Does((parsed, invocation) => InTime(
            parsed.Read(time, text => OptionText.Time(text), (TimeSpan?)null),
            invocation,
            (isTimed, limited) => new ShrinkVerb(
                (int)parsed.Read(attempts, OptionText.Count(1, AttemptsMost), AttemptsUsual),
                isTimed,
                parsed.GetValue(Options.Quiet),
                limited)
                .Run(
                    UserText.Path(parsed.GetValue(path)!),
                    new VeraFinder(parsed.ReadPath(Options.Vera), limited.Stop),
                    parsed.ReadPath(output),
                    parsed.GetValue(inPlace))));
    }

    /// <summary>The end of the time is no interruption: the best so far is the result.</summary>
    private static ExitCode InTime(TimeSpan? most, Invocation invocation, Func<bool, Invocation, ExitCode> shrink)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(invocation.Stop);
        limit.CancelAfter(most ?? Timeout.InfiniteTimeSpan);
        try
        {
            var exit = shrink(most is not null, invocation with { Stop = limit.Token });
            return exit == ExitCode.Interrupted && !invocation.Stop.IsCancellationRequested ? ExitCode.Clean : exit;
        }
        catch (OperationCanceledException) when (!invocation.Stop.IsCancellationRequested)
        {
            invocation.Screen.Error.WriteLine(
                $"the case was not seen to fail within {OptionText.Print(most!.Value)}: nothing was shrunk");
            return ExitCode.Found;
        }
    }

    private ExitCode Run(string path, VeraFinder vera, string? output, bool inPlace)
    {
        if (inPlace && output is not null)
        {
            throw new UsageException("--in-place and --output are two places for one result");
        }

        vera.CheckNamed();
        if (path.EndsWith(OneProgram.Extension, StringComparison.Ordinal))
        {
            return new ShrinkProgram(attemptsMax, quiet, invocation).Run(path, vera, output, inPlace);
        }

        if (!Directory.Exists(path))
        {
            return RunFile(OneFile.Read(path, vera), output, inPlace);
        }

        return output is null && !inPlace
            ? RunFolder(path, vera)
            : throw new UsageException($"{path}: a folder's findings are shrunk in the folder");
    }

    private ExitCode RunFile(ReplayCase failing, string? output, bool inPlace)
    {
        var place = output ?? (inPlace ? failing.Path : SmallFile.PathOf(failing.Path));
        WholeFile.Check(place);
        var shrunk = Shrink(failing);
        var isSmaller = !shrunk.Result.Case.Equals(failing.File.Case);
        if (inPlace && invocation.Stop.IsCancellationRequested)
        {
            // Asked for the end, not for half a result in the place of the whole case.
            place = SmallFile.PathOf(failing.Path);
        }

        var outputs = new Outputs();
        var isWritten = (isSmaller || output is not null) &&
            outputs.Write(place, () => SmallFile.Print(failing.Path, shrunk.File));
        if (isWritten || (inPlace && !isSmaller && !invocation.Stop.IsCancellationRequested))
        {
            // A case that stays as it is has a program all the same.
            outputs.Try(() => failing.Choice!.SavePrograms([place], invocation.Stop.IsCancellationRequested));
        }

        Print(failing, shrunk, isWritten ? place : null);
        return outputs.Ended(invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean);
    }

    /// <summary>Takes the findings that a campaign had no time for, one by one, until the end is asked for.</summary>
    private ExitCode RunFolder(string path, VeraFinder vera)
    {
        WholeFile.CheckFolder(path);
        var unshrunk = Unshrunk(path, vera);
        var outputs = new Outputs();
        var folder = new CaseFolder(path);
        var done = 0;
        foreach (var failing in unshrunk.TakeWhile(_ => !invocation.Stop.IsCancellationRequested))
        {
            invocation.Screen.Error.WriteLine($"shrinking {failing.Path}, {++done} of {unshrunk.Count}");
            outputs.Try(() => Replace(failing, folder));
        }

        invocation.Screen.Out.WriteLine(unshrunk.Count == 0
            ? $"{UserText.Shown(path)}: every finding is shrunk"
            : $"{Numbers.Of(done, "finding")} shrunk of {unshrunk.Count}");
        return outputs.Ended(invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean);
    }

    private static List<ReplayCase> Unshrunk(string path, VeraFinder vera)
    {
        var all = CaseFolder.List([path]);
        if (all.Count == 0)
        {
            throw new UsageException($"{UserText.Shown(path)}: a folder without case files");
        }

        var files = all.Where(file => CaseFile.Read(file).Header.IsUnshrunk);
        return [.. files.Select(file => OneFile.Read(file, vera))];
    }

    /// <summary>The smaller case under its own name; two findings may turn out to be one.</summary>
    private void Replace(ReplayCase failing, CaseFolder folder)
    {
        ShrunkFile shrunk;
        try
        {
            shrunk = Shrink(failing);
        }
        catch (UsageException e)
        {
            invocation.Screen.Out.WriteLine(UserText.OneLine(e.Message));
            return;
        }

        var place = folder.Save(shrunk.File);
        failing.Choice!.SavePrograms([place], invocation.Stop.IsCancellationRequested);
        if (place != failing.Path && SmallFile.IsOurs(failing.Path))
        {
            WholeFile.Discard(failing.Path);
        }

        Print(failing, shrunk, place);
    }

    private void Print(ReplayCase failing, ShrunkFile shrunk, string? place) =>
        ShrinkText.Print(invocation.Screen, failing.File.Case, shrunk.Result, shrunk.Changes, place);

    private ShrunkFile Shrink(ReplayCase failing)
    {
        var choice = failing.Choice!;
        using var rig = choice.NewRig();
        using var progress = new ShrinkProgress(invocation.Screen, failing.File.Case, quiet);
        var suited = choice.Suited(new(0, GenerationOptions.Default, failing.File.Header));
        var found = FailureOf(rig, failing);
        var plan = suited.Plan with
        {
            AttemptsMax = attemptsMax,
            TimeMax = isTimed ? null : suited.Plan.TimeMax,
            Progress = progress.Note,
            SmallerDocuments = (type, document) => DocumentEdits.Smaller(document, type),
        };
        var result = new FailureShrinker(plan, found, rig)
        {
            Judge = (candidate, stop) =>
            {
                progress.Try();
                return rig.Try(candidate, found.Lane, stop);
            },
        }.Shrink(invocation.Stop);
        return ShrunkFile.Of(failing.File, found, result, choice, suited.Signatures);
    }

    /// <summary>What the case shows now, whatever its file expects.</summary>
    /// <remarks>The driven way where that shows it too: it is a hundred times faster than both.</remarks>
    private CaseFailure FailureOf(TestRig rig, ReplayCase failing)
    {
        var both = rig.TryBothWays(failing.File.Case, invocation.Stop);
        var failure = both as Verdict.Fail ?? throw new UsageException(both is Verdict.Pass
            ? $"{failing.Path}: the case passes, so there is nothing to shrink"
            : $"{failing.Path}: the case does not fail: {VerdictText.Of(both)}");
        return rig.Try(failing.File.Case, invocation.Stop) is Verdict.Fail driven && driven.Oracle == failure.Oracle
            ? new(0, failing.File.Case, driven, Lane.Driven)
            : new(0, failing.File.Case, failure, Lane.Both);
    }
}
