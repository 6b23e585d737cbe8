using System.Collections.Immutable;
using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Coverage;
using Vera.GcStress.Exhausting;
using Vera.GcStress.Files;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Exhausting;
using Vera.GcStress.Repros;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>exhaust</c>: every small program there is, with a collection at every single allocation.</summary>
internal static class ExhaustVerb
{
    private const int OpsUsual = 3;
    private const int OpsMost = 12;

    private static readonly Option<string?> Ops = Options.Text(
        "--ops", "N", $"The most ops of a program (default {OpsUsual}); each one more takes some forty times as long.");

    private static readonly Option<string?> From = Options.Text(
        "--from", "NUMBER", "Go on from a program's number, as an interrupted run says it.");

    public static Command Create() =>
        new Command(
            "exhaust",
            "Run every program of up to N ops over keys that collide: insert, remove, get, iterate, old versions and " +
            "aliases; without a collection and with one at each allocation. Exit code 1 if one fails.")
        {
            Ops, Options.Runtime, Options.Gc, Options.Layout, Options.Fault, Options.Containers, Options.Shard, From,
            Options.Jobs, Options.Out, Options.Json, Options.AllowEmpty, Options.Quiet,
        }
        .Does(Run);

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var heap = FuzzOptions.ReadHeap(parsed);
        var containers = parsed.Read(Options.Containers, OptionText.Containers, ContainerChoice.Both);
        var options = new ExhaustOptions(
            (int)parsed.Read(Ops, OptionText.Count(0, OpsMost), OpsUsual), SmallScope.Of(containers))
        {
            From = parsed.Read(From, OptionText.Count(0, long.MaxValue), 0),
            Shard = parsed.Read(Options.Shard, OptionText.Shard, (1, 1)),
            Jobs = FuzzOptions.ReadJobs(parsed),
        };
        var (folder, json) = (parsed.ReadPath(Options.Out) ?? "repro/", parsed.ReadPath(Options.Json));
        WholeFile.CheckFolder(folder);
        OutputPaths.Check([json], []);
        var report = Run(options, heap, invocation);
        var outputs = new Outputs();
        outputs.Try(() => report = report with { Findings = Saved(report.Findings, heap, folder) });
        ExhaustText.Print(invocation.Screen, report, $"{heap}");
        outputs.Write(json, () => ExhaustDocument.Of(report, $"{heap}"));
        return outputs.Ended(report.Next is not null ? ExitCode.Interrupted
            : report.Failed > 0 ? ExitCode.Found
            : invocation.EndedEmpty(ExhaustText.WhyEmpty(report), parsed.GetValue(Options.AllowEmpty)));
    }

    private static ExhaustReport Run(ExhaustOptions options, HeapChoice heap, Invocation invocation)
    {
        var all = new Exhaustion(options, () => heap.NewRig(), HeapChoice.SignaturesOf(heap.Options).ShapeOf);
        var total = all.Count();
        invocation.Screen.Doing($"0 of {total:N0} programs tried");
        return all.Run(tried => invocation.Screen.Doing($"{tried:N0} of {total:N0} programs tried"), invocation.Stop);
    }

    private static ImmutableArray<ExhaustFinding> Saved(
        ImmutableArray<ExhaustFinding> findings, HeapChoice heap, string folder)
    {
        var saved = new CaseFolder(folder);
        return
        [
            .. findings.Select(finding => finding with
            {
                File = saved.Save(new(
                    heap.Header(new Expectation.Fail(finding.Failure.Oracle)) with
                    {
                        Evidence = $"{finding.Failure.Evidence}".ReplaceLineEndings(" "),
                    },
                    finding.Case)),
            }),
        ];
    }
}
