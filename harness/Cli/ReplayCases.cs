using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;

namespace Vera.GcStress.Cli;

/// <summary>A case file that was read: what runs it here, or null if its target is not here.</summary>
internal sealed record ReplayCase(string Path, CaseFile File, HeapChoice? Heap);

/// <summary>Reads the files of a replay, all of them before the first one runs.</summary>
internal static class ReplayCases
{
    private static readonly string[] TargetsElsewhere = ["vera"];

    /// <summary>Whether all could be read; each that could not is a line.</summary>
    /// <exception cref="UsageException">There is no case file at all.</exception>
    public static bool Read(IEnumerable<string> paths, TextWriter errors, out List<ReplayCase> cases)
    {
        cases = [];
        var files = List(paths);
        foreach (var path in files)
        {
            try
            {
                cases.Add(Read(path));
            }
            catch (Exception e) when (e is CaseFormatException or UsageException)
            {
                errors.WriteLine(Misuse.OneLine(e.Message));
            }
        }

        return cases.Count == files.Count;
    }

    /// <exception cref="CaseFormatException">It is no case file.</exception>
    /// <exception cref="UsageException">It asks for something that does not exist.</exception>
    public static ReplayCase Read(string path)
    {
        var file = CaseFile.Read(path);
        try
        {
            if (TargetsElsewhere.Contains(file.Header.Target))
            {
                return new(path, file, null);
            }

            OptionNames.Among(file.Header.Target, "target", ["wat", .. TargetsElsewhere]);
            return new(path, file, HeapChoice.Of(file.Header));
        }
        catch (UsageException e)
        {
            throw new UsageException($"{path}: {e.Message}", e);
        }
    }

    private static List<string> List(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            var below = CaseFolder.List([path]);
            if (below.Count == 0)
            {
                throw new UsageException($"{Misuse.Shown(path)}: a folder without case files");
            }

            files.AddRange(below.Except(files));
        }

        return files;
    }
}
