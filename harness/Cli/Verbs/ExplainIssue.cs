using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Stressing;
using Vera.GcStress.Repros;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>explain --as issue</c>: a bug of a real Vera as Markdown, with its program made small.</summary>
internal sealed class ExplainIssue(TimeSpan time, Invocation invocation)
{
    /// <summary>How long to make the program smaller, unless the user says otherwise.</summary>
    public static readonly TimeSpan TimeUsual = TimeSpan.FromSeconds(60);

    /// <param name="path">A case of a real Vera, or a Vera program.</param>
    /// <param name="vera">The Vera that is asked.</param>
    public ExitCode Run(string path, VeraFinder vera)
    {
        var isProgram = path.EndsWith(OneProgram.Extension, StringComparison.Ordinal);
        if (!isProgram && CaseFile.Read(path).Header.Target != FileHeader.Vera)
        {
            throw new UsageException($"{UserText.Shown(path)}: only bugs of a real Vera are told to its makers");
        }

        var choice = vera.Choice
            ?? throw new UsageException($"an issue is made with a real Vera, and none was found: {VeraFinder.Advice}");
        var written = isProgram ? null : choice.ProgramOf(path);
        var source = written is null ? OneProgram.Read(path) : VeraFile.WithoutComment(written.Text);
        var known = written is null ? KnownSight.None : VeraFile.Known(CaseFile.Read(path), written.HeapStart);
        var small = Shrunk(choice, path, source, known);
        if (ProgramSight.Worst(small.Result) is not { } finding)
        {
            throw new UsageException($"{UserText.Shown(path)}: it was not seen once more");
        }

        var (remarks, releases) = isProgram ? ([], []) : VeraFile.About(path);
        var name = Path.GetFileName(Path.ChangeExtension(
            path, isProgram && small.Source == source ? OneProgram.Extension : OneProgram.SmallExtension));
        invocation.Screen.Out.Write(IssueText.Of(new(name, small.Source, finding, $"{choice}", small.IsConfirmed)
        {
            Remarks = remarks,
            Releases = releases,
            Arguments = known.Arguments,
        }));
        return invocation.Stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Clean;
    }

    private SmallProgram Shrunk(VeraChoice choice, string path, string source, KnownSight known)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(invocation.Stop);
        limit.CancelAfter(time);
        using var progress = new ProgramProgress(invocation.Screen, source, quiet: false);
        return OneProgram.Understood(path, () => ProgramShrinker.Shrink(
            choice.Command, source, known, ProgramShrinker.AttemptsUsual, progress.Note, limit.Token, out var reason)
            ?? throw new UsageException($"{UserText.Shown(path)}: no issue can be made of it: {reason}"));
    }
}
