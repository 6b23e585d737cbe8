using Vera.GcStress.Files;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Vera;

namespace Vera.GcStress.Wiring;

/// <content>Cases as programs that <c>vera run</c> runs.</content>
internal sealed partial record VeraChoice
{
    /// <summary>How long the programs of saved cases are made smaller, all together.</summary>
    private static readonly TimeSpan SmallTime = TimeSpan.FromSeconds(60);

    /// <summary>Writes saved findings once more, as programs beside them that <c>vera run</c> runs.</summary>
    /// <param name="paths">Case files.</param>
    /// <param name="inHaste">Whether to leave out what they do on this release, and the layout that it takes.</param>
    public override IReadOnlyCollection<string> SavePrograms(IReadOnlyCollection<string> paths, bool inHaste)
    {
        using var target = inHaste || paths.Count == 0 ? null : TryOpen();
        var failing = new List<string>();
        var failures = new List<OutputException>();
        foreach (var path in paths)
        {
            var written = VeraFile.Print(path, target);
            if (target is not null)
            {
                written = VeraFile.Small(path, written, this, SmallTime / paths.Count);
            }

            try
            {
                WholeFile.Write(VeraFile.PathOf(path), written.Text);
                failing.AddRange(written.Fails ? [path] : None);
            }
            catch (OutputException e)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? failing : throw new AggregateException(failures);
    }

    private VeraTarget? TryOpen()
    {
        try
        {
            return InstalledVera.Open(Command, HeapRigs.Parse, end: End);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The same made small, if the bug shows in that.</summary>
    public string SmallProgramOf(string path)
    {
        using var target = InstalledVera.Open(Command, HeapRigs.Parse, end: End);
        return VeraFile.Small(path, VeraFile.Print(path, CaseFile.Read(path), target), this, SmallTime).Text;
    }

    /// <summary>A case file as a program, laid out so that this release shows what the file says.</summary>
    public VeraFile.Written ProgramOf(string path)
    {
        using var target = InstalledVera.Open(Command, HeapRigs.Parse, end: End);
        return VeraFile.Print(path, CaseFile.Read(path), target);
    }
}
