using System.Text.RegularExpressions;
using Vera.GcStress.Files;

namespace Vera.GcStress.Repros;

/// <summary>Where a smaller case goes, and how what people wrote into its file goes with it.</summary>
public static partial class SmallFile
{
    private const string Mark = ".small";

    /// <summary>Beside the file, where nothing lies yet: <c>x.small.case</c>, <c>x.small-2.case</c>.</summary>
    public static string PathOf(string path)
    {
        var stem = Numbered().Replace(Path.ChangeExtension(path, null), "") + Mark;
        var place = stem + CaseFolder.Extension;
        for (var i = 2; PlainFile.Exists(place); i++)
        {
            place = $"{stem}-{i}{CaseFolder.Extension}";
        }

        return place;
    }

    /// <summary>A smaller case as text, with the comments of the file that it comes from.</summary>
    /// <remarks>
    /// Comments of the header stay above it; those of ops stand together above what is left of these.
    /// </remarks>
    /// <param name="from">The file.</param>
    /// <param name="small">The smaller case.</param>
    public static string Print(string from, CaseFile small)
    {
        var lines = CaseFile.Lines(from);
        var header = lines.TakeWhile(line => line.Trim().Length > 0).ToArray();
        var (opening, facts, ops) = Split($"{small}");
        return string.Concat(
            [opening, .. CommentsIn(header), facts, "\n", .. CommentsIn(lines[header.Length..]), ops]);
    }

    /// <summary>Whether nothing in a file is anything but ours: it may go once there is a better one.</summary>
    public static bool IsOurs(string path) =>
        string.Join('\n', CaseFile.Lines(path)) == $"{CaseFile.Read(path)}".TrimEnd('\n');

    private static IEnumerable<string> CommentsIn(IEnumerable<string> lines) =>
        lines.Where(line => line.TrimStart().StartsWith('#')).Select(line => line + "\n");

    private static (string Opening, string Header, string Case) Split(string text)
    {
        var header = text.IndexOf('\n', StringComparison.Ordinal) + 1;
        var blank = text.IndexOf("\n\n", StringComparison.Ordinal) + 1;
        return (text[..header], text[header..blank], text[(blank + 1)..]);
    }

    [GeneratedRegex(@"\.small(-\d+)?$")]
    private static partial Regex Numbered();
}
