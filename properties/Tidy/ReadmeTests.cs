using System.Text.RegularExpressions;
using Xunit;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>What harness/README.md sends a reader to is there.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme =
        File.ReadAllText(Path.Combine(HarnessSources.Root, "harness", "README.md"));

    private static readonly string[] Paths =
    [
        .. HarnessSources.Below("harness", ".cs", ".wat", ".py").Select(file => $"/{file.Path}"),
    ];

    private static readonly HashSet<string> Words =
    [
        .. HarnessSources.CSharp.SelectMany(file => Word().Matches(file.Text)).Select(word => word.Value),
    ];

    [Fact]
    public void Every_file_folder_and_name_of_the_readme_exists() => Flaws.None(
        from match in Named().Matches(Readme)
        let name = match.Groups[1].Value
        where !Exists(name)
        select $"harness/README.md names {name}, which is not there");

    [Theory]
    [InlineData("Judging/Verdicts/EvidenceText", true)]
    [InlineData("Op.cs", true)]
    [InlineData("Shrinking/", true)]
    [InlineData("OracleWatch", true)]
    [InlineData("Judging/EvidenceText", false)]
    [InlineData("NoSuchThing", false)]
    public void The_law_tells_what_exists(string name, bool exists) => Assert.Equal(exists, Exists(name));

    /// <summary>A file with or without its ending, the end of its path, a folder; or a name in the code.</summary>
    private static bool Exists(string name)
    {
        var place = $"/{name.TrimEnd('/')}";
        return Paths.Any(path =>
                path.Contains($"{place}/", StringComparison.Ordinal) ||
                path.EndsWith(place, StringComparison.Ordinal) ||
                path.EndsWith($"{place}.cs", StringComparison.Ordinal))
            || name.Split('.').All(Words.Contains);
    }

    /// <summary>In backquotes: a path, a file, or a name of ours.</summary>
    [GeneratedRegex("`([A-Z]\\w*(?:/\\w+)*(?:\\.\\w+)?/?|\\w+\\.(?:cs|wat|py))`")]
    private static partial Regex Named();

    [GeneratedRegex("\\w+")]
    private static partial Regex Word();
}
