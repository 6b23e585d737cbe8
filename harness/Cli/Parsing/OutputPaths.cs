using Vera.GcStress.Files;
using Vera.GcStress.Reporting;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>The files that a verb writes, looked at before it begins.</summary>
internal static class OutputPaths
{
    /// <param name="written">Null where none was asked for.</param>
    /// <param name="read">What the verb reads, and must not replace.</param>
    /// <exception cref="OutputException">One of them cannot be written.</exception>
    /// <exception cref="UsageException">One would take the place of another, or of what is read.</exception>
    public static void Check(IEnumerable<string?> written, IEnumerable<string> read)
    {
        var taken = read.Select(Path.GetFullPath).ToHashSet();
        foreach (var path in written.OfType<string>())
        {
            WholeFile.Check(path);
            if (!taken.Add(Path.GetFullPath(path)) && !path.StartsWith("/dev/", StringComparison.Ordinal))
            {
                throw new UsageException($"{path}: would take the place of another file of this command");
            }
        }
    }
}
