using System.Globalization;
using System.Text.RegularExpressions;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>A bug of a real Vera that is on file: what people and replays know of it.</summary>
/// <param name="Path">Its case file.</param>
/// <param name="File">What that says.</param>
/// <param name="Remarks">What people wrote at its head.</param>
internal sealed partial record KnownBug(string Path, CaseFile File, string Remarks)
{
    /// <exception cref="CaseFormatException">It is no case file.</exception>
    public static KnownBug Read(string path) =>
        new(path, CaseFile.Read(path), string.Join(' ', CaseFile.Remarks(path)));

    /// <summary>The file's name as words.</summary>
    public string Title => System.IO.Path.GetFileNameWithoutExtension(Path).Replace('-', ' ') is var words
        ? char.ToUpperInvariant(words[0]) + words[1..]
        : "";

    /// <summary>What it takes to see it; where the file does not say it, its schedule does.</summary>
    public string Shows => File.Header.Shows ?? File.Case.Schedule switch
    {
        CollectionSchedule.Natural => "visible",
        CollectionSchedule.Eager => "eager",
        _ => "latent",
    };

    /// <summary>The issues of Vera that the remarks name.</summary>
    public IEnumerable<int> Issues => IssuesIn(Remarks);

    /// <summary>The issues of Vera that a text names, each once.</summary>
    public static IEnumerable<int> IssuesIn(string text) => Issue().Matches(text)
        .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct();

    /// <summary>The first release that fails, the last, and the first after that to pass.</summary>
    public (string? First, string? Last, string? Fixed) Releases
    {
        get
        {
            var lines = File.Header.Releases.Lines.Select(line => line.Split(' ', 2)).ToList();
            var last = lines.FindLastIndex(IsBad);
            return last < 0
                ? default
                : (lines.Find(IsBad)![0], lines[last][0], last + 1 < lines.Count ? lines[last + 1][0] : null);
        }
    }

    private static bool IsBad(string[] line) => line[1] != "pass";

    [GeneratedRegex(@"#(\d{2,6})\b")]
    private static partial Regex Issue();
}
