using System.Text.RegularExpressions;
using Xunit;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>Files, folders and lines are short, stand where their names say, and hide nothing.</summary>
public partial class LayoutTests
{
    private const int FileLinesMax = 300;
    private const int LineCharsMax = 120;
    private const int FolderFilesMax = 25;

    private static readonly (string Path, string[] Lines)[] Written =
    [
        .. HarnessSources.Below("", ".cs", ".wat", ".py", ".xml", ".csproj", ".props", ".targets")
            .Select(file => (file.Path, file.Text.TrimEnd('\n').Split('\n'))),
    ];

    private static readonly (string Path, string[] Lines)[] Harness =
    [
        .. Written.Where(file => file.Path.StartsWith("harness/", StringComparison.Ordinal)),
    ];

    [Fact]
    public void Files_lines_and_folders_are_short() =>
        Flaws.None(Sizes().Where(size => size.Now > size.Max).Select(size => $"{size.What}: {size.Now}"));

    [Fact]
    public void Namespaces_are_folders() => Flaws.None(
        from file in Harness
        let folder = HarnessSources.FolderOf(file.Path)["harness".Length..].Replace('/', '.')
        where file.Path.EndsWith(".cs", StringComparison.Ordinal) && folder.Length > 0
        let expected = $"namespace Vera.GcStress{folder};"
        where !file.Lines.Contains(expected)
        select $"{file.Path} is not in '{expected}'");

    [Fact]
    public void Nothing_is_switched_off_or_put_off() => Flaws.None(
        from file in Harness
        from line in file.Lines
        where Loose().IsMatch(line)
        select $"{file.Path}: {line.Trim()}");

    /// <summary>The lines of each file, those of them that are wide, and the files of each folder.</summary>
    private static IEnumerable<(string What, int Now, int Max)> Sizes() =>
    [
        .. Written.Select(file => ($"lines of {file.Path}", file.Lines.Length, FileLinesMax)),
        .. Written.Select(file => (
            $"wide lines of {file.Path}", file.Lines.Count(line => line.Length > LineCharsMax), 0)),
        .. Harness.GroupBy(file => HarnessSources.FolderOf(file.Path))
            .Select(folder => ($"files of {folder.Key}", folder.Count(), FolderFilesMax)),
    ];

    [GeneratedRegex(@"^\s*#pragma|\[(assembly: )?SuppressMessage|\bTODO\b|\bFIXME\b|\bXXX\b")]
    private static partial Regex Loose();
}
