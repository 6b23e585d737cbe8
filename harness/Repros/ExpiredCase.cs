using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>A known failure that is none any more: its file says so, or moves to where cases lie that pass.</summary>
/// <remarks>The rest of the file stays as people wrote it.</remarks>
internal static class ExpiredCase
{
    private const string Failing = "repro";
    private const string Passing = "corpus";

    /// <summary>Says that it passes from a release on.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void PassesSince(string path, string release)
    {
        var lines = CaseFile.Lines(path).ToList();
        lines.RemoveAll(line => line.StartsWith($"vera {release} ", StringComparison.Ordinal));
        var last = Header(lines, line => line.StartsWith("vera ", StringComparison.Ordinal));
        lines.Insert(last + 1, $"vera {release} pass");
        Write(path, lines);
    }

    /// <summary>Expects that it passes, and moves it from <c>repro</c> to the <c>corpus</c> beside that.</summary>
    /// <returns>Where it lies now.</returns>
    /// <exception cref="OutputException">It cannot be written there.</exception>
    public static string Pass(string path)
    {
        var lines = CaseFile.Lines(path).ToList();
        lines[Header(lines, line => line.StartsWith("expect ", StringComparison.Ordinal))] = "expect pass";
        var place = PlaceOf(path);

        // What a run wrote that was killed before it could remove the old file is no other case.
        if (place != path && PlainFile.Exists(place) && !CaseFile.Lines(place).SequenceEqual(lines))
        {
            throw new OutputException($"{path}: passes, and cannot move: there is a {place}");
        }

        Write(place, lines);
        if (place != path)
        {
            WholeFile.Discard(path);
        }

        return place;
    }

    /// <summary>The last line of a header of which something holds.</summary>
    private static int Header(List<string> lines, Func<string, bool> holds)
    {
        var end = lines.IndexOf("");
        return lines.FindLastIndex(end - 1, end, line => holds(line));
    }

    private static string PlaceOf(string path)
    {
        for (var at = Path.GetDirectoryName(Path.GetFullPath(path)); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.GetFileName(at) == Failing)
            {
                var corpus = Path.Combine(Path.GetDirectoryName(at)!, Passing, Path.GetFileName(path));
                return Path.IsPathRooted(path) ? corpus : Path.GetRelativePath(Environment.CurrentDirectory, corpus);
            }
        }

        return path;
    }

    private static void Write(string path, List<string> lines)
    {
        var text = string.Join('\n', lines) + "\n";
        _ = CaseFile.Parse(text, path);
        WholeFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileText.Write(path, text, CaseLimits.FileBytes);
    }
}
