using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Replays;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>bisect</c>: a case on several releases of Vera, and where its answer changes.</summary>
/// <remarks>All of them are run: a bug may come, go and come again.</remarks>
internal static class BisectVerb
{
    public static Command Create()
    {
        var file = OneFile.Argument("The case file.");
        return new Command("bisect", "Run a case on several releases of Vera, and say where its answer changes.")
        {
            file, Options.Veras, Options.Json, Options.AllowEmpty,
        }
        .Does((parsed, invocation) => Run(
            ReplayCases.Read(UserText.Path(parsed.GetValue(file)!), VeraFinder.None),
            VeraChoice.FindAll(parsed.GetValue(Options.Veras), invocation.Stop),
            parsed.ReadPath(Options.Json),
            parsed.GetValue(Options.AllowEmpty),
            invocation));
    }

    private static ExitCode Run(
        ReplayCase bisected, IReadOnlyList<VeraChoice> releases, string? json, bool allowEmpty, Invocation invocation)
    {
        OutputPaths.Check([json], [bisected.Path]);

        var header = bisected.File.Header;
        if (header.Host is null
            && bisected.File.Case.Schedule is (CollectionSchedule.At or CollectionSchedule.Every))
        {
            invocation.Screen.Error.WriteLine(
                "A real Vera cannot be told when to collect: the case runs with the collections that it makes itself.");
        }

        var answers = new List<ReleaseAnswer>();
        foreach (var release in releases)
        {
            if (invocation.Stop.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }

            invocation.Screen.Doing($"running the case on Vera {release.Label}");
            var there = ReplayCases.As(release, header);
            answers.Add(Answer(there, bisected.File.Case, answers.LastOrDefault(), invocation.Stop));
            invocation.Screen.Out.WriteLine(ReleaseAnswers.Line(answers[^1]));
        }

        invocation.Screen.Out.WriteLine(ReleaseAnswers.Summary(answers));
        var outputs = new Outputs();
        outputs.Write(json, () => BisectDocument.Of(answers));
        return outputs.Ended(invocation.EndedEmpty(ReleaseAnswers.WhyEmpty(answers), allowEmpty));
    }

    private static ReleaseAnswer Answer(
        VeraChoice release, StressCase stressCase, ReleaseAnswer? before, CancellationToken stop)
    {
        using var rig = release.NewRig(stop);
        var verdict = rig.Try(stressCase, stop);
        var answer = verdict switch
        {
            Verdict.Pass => "pass",
            Verdict.Fail fail => $"fail {fail.Oracle.Text()}",
            Verdict.Inconclusive => "inconclusive",
            _ => "unsupported",
        };
        var signature = release.SignatureOf(stressCase, verdict, rig);
        var changed = before is not null && (before.Answer != answer || before.Signature != signature);
        return new(release.Label, answer, VerdictText.Of(verdict), changed)
        {
            Judged = verdict is Verdict.Pass or Verdict.Fail,
            Signature = signature,
        };
    }
}
