using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Wiring;

/// <summary>A case file that was read: what runs it here, or null if its target is not here.</summary>
internal sealed record ReplayCase(string Path, CaseFile File, TargetChoice? Choice)
{
    /// <summary>As what is on file, and whether its case is as small as it can be.</summary>
    public (string File, StressCase Case, bool IsMinimal) OnFile => (Path, File.Case, !File.Header.IsUnshrunk);
}

/// <summary>Reads the files of a replay, all of them before the first one runs.</summary>
internal static class ReplayCases
{
    /// <summary>Whether all could be read; each that could not is a line.</summary>
    /// <param name="paths">Case files and folders of them.</param>
    /// <param name="vera">Which real Vera.</param>
    /// <param name="errors">Where the lines go.</param>
    /// <param name="cases">Those that could be read.</param>
    /// <param name="allowsEmpty">Whether a folder with nothing in it has no cases; else it is a mistake, as is one
    /// with other things alone.</param>
    /// <exception cref="UsageException">There is no case file at all.</exception>
    public static bool Read(
        IEnumerable<string> paths, VeraFinder vera, TextWriter errors, out List<ReplayCase> cases,
        bool allowsEmpty = false)
    {
        cases = [];
        var files = List(paths, allowsEmpty);
        foreach (var path in files)
        {
            try
            {
                cases.Add(Read(path, vera));
            }
            catch (CaseFormatException e)
            {
                errors.WriteLine(UserText.OneLine(e.Message));
            }
        }

        return cases.Count == files.Count;
    }

    /// <summary>A Vera whose modules run where a file says, with what it says in the place of a part.</summary>
    public static VeraChoice As(VeraChoice vera, FileHeader header) => header.Host is null ? vera : vera with
    {
        Host = OptionNames.Read<VeraHost>(header.Host, "host"),
        SwapsCollector = header.Swap is not null,
    };

    /// <exception cref="CaseFormatException">It is no case file, or asks for something that does not exist.</exception>
    public static ReplayCase Read(string path, VeraFinder vera)
    {
        var file = CaseFile.Read(path);
        var header = file.Header;
        if (header.Target == FileHeader.Vera)
        {
            return new(path, file, vera.Choice is { } choice ? As(choice, header) : null);
        }

        Checked("runtime", () => HeapChoice.ReadRuntime(header.Runtime));
        Checked("fault", () => header.Fault is null ? null : HeapChoice.ReadFault(header.Fault));
        return new(path, file, HeapChoice.Of(header));

        void Checked(string key, Func<object?> read)
        {
            try
            {
                read();
            }
            catch (UsageException e)
            {
                throw new CaseFormatException(LineOf(key, path), e.Message, path);
            }
        }
    }

    private static int LineOf(string key, string path) =>
        CaseFile.Lines(path).TakeWhile(line => !line.StartsWith($"{key} ", StringComparison.Ordinal)).Count() + 1;

    /// <summary>Each file once, however it is spelled.</summary>
    /// <param name="paths">Case files and folders of them.</param>
    /// <param name="allowsEmpty">Whether a folder with nothing in it has no cases; else it is a mistake, as is one
    /// with other things alone.</param>
    /// <exception cref="UsageException">There is no case file in a folder.</exception>
    public static List<string> List(IEnumerable<string> paths, bool allowsEmpty)
    {
        var (files, places) = (new List<string>(), new HashSet<string>());
        foreach (var path in paths)
        {
            var below = CaseFolder.List([UserText.Path(path)]);
            if (below.Count == 0 && !(allowsEmpty && !Directory.EnumerateFileSystemEntries(UserText.Path(path)).Any()))
            {
                throw new UsageException($"{UserText.Shown(path)}: a folder without case files");
            }

            files.AddRange(below.Where(file => places.Add(Path.GetFullPath(file))));
        }

        return files;
    }
}
