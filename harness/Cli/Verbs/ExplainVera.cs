using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Explanations;
using Vera.GcStress.Repros;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>explain --vera</c>: what a case does on a real Vera, what it takes to see that, and whose bug it is.
/// </summary>
internal sealed class ExplainVera(Invocation invocation)
{
    private const string HostsDiffer = "functions of one of Vera's hosts, which has its own and does otherwise";

    public ExitCode Run(string path, VeraFinder vera)
    {
        if (path.EndsWith(OneProgram.Extension, StringComparison.Ordinal))
        {
            throw new UsageException(
                $"{UserText.Shown(path)}: a case is explained; of a program, 'stress' tells what is wrong");
        }

        var read = ReplayCases.Read(path, vera);
        if (read.File.Header.Target != FileHeader.Vera)
        {
            throw new UsageException($"{UserText.Shown(path)}: it is about our own heap, on which no Vera runs it");
        }

        var choice = (VeraChoice)read.Choice!;
        var facts = read.File.Header.Host is null
            && Looked(read, choice with { Host = VeraHost.Own }) is { Verdict: Verdict.Fail } here
            ? here
            : Looked(read, choice);
        invocation.Screen.Out.WriteLine(VeraReport.Of(facts));
        return invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean;
    }

    private VeraFacts Looked(ReplayCase read, VeraChoice choice)
    {
        using var rig = choice.NewRig(invocation.Stop);
        invocation.Screen.Doing($"running the case on {choice}");
        var seen = rig.TryEverywhere(read.File.Case, sweepPoints: 0, invocation.Stop);
        var facts = new VeraFacts(read.Path, $"{choice}", seen.Verdict, seen.Variant);
        if (seen.Verdict is not Verdict.Fail fail)
        {
            return facts;
        }

        invocation.Screen.Doing("looking for what its bug hangs on");
        var shows = rig.ShownBy(seen.Variant, invocation.Stop);
        return facts with
        {
            Shows = shows,
            Swaps = IsOfHosts(fail) ? [] : [.. rig.Swaps.Select(one => one.Swap)],
            Cure = rig.CureOf(seen.Variant, invocation.Stop),
            Cause = choice.Signatures.Certain(seen.Variant, fail, rig)?.Title ?? (IsOfHosts(fail) ? HostsDiffer : null),
            Signature = choice.SignatureOf(seen.Variant, seen.Verdict, rig),
            Program = IsOfHosts(fail) ? null : Worst(read, choice, fail, shows),
            Issue = ShellText.CommandLine(
                [.. Runner.Here, "explain", read.Path, "--as", "issue", "--vera", choice.Command ?? "vera"]),
        };
    }

    private static bool IsOfHosts(Verdict.Fail fail) => fail.Oracle is OracleName.Hosts or OracleName.Decode;

    /// <summary>
    /// What its program shows when it is stressed, which names a block; null: nothing that is of this failure.
    /// </summary>
    /// <remarks>
    /// Where a plain run is wrong, what only a look at the heap shows is another bug that its program happens to have.
    /// </remarks>
    private StressFinding? Worst(ReplayCase read, VeraChoice choice, Verdict.Fail fail, Shown? shows)
    {
        invocation.Screen.Doing("looking for the block that its program loses");
        var written = choice.ProgramOf(read.Path);
        var worst = ProgramWatch.Worst(
            choice.Command,
            VeraFile.WithoutComment(written.Text),
            VeraFile.Known(read.File, written.HeapStart).Arguments,
            invocation.Stop);
        var isBalance = worst?.Evidence is StressEvidence.Damaged { Damage.Kind: BrokenRule.Balance };
        return isBalance == (fail.Evidence.Core is Evidence.RootsNotPopped)
            && (shows is not Shown.Visible || worst?.Shows == Shown.Visible)
                ? worst
                : null;
    }
}
