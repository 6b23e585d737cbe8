using System.Text.RegularExpressions;
using Xunit;

namespace Vera.GcStress.Properties;

/// <summary>
/// The sources keep to the layout: arrows point one way, each outside thing has one door, files are short.
/// </summary>
public partial class TidyTests
{
    private const int FileLinesMax = 400;
    private const int LineCharsMax = 120;

    /// <summary>Who may name whom, directly. Reads top-down; nothing points up. Programs is the leaf.</summary>
    private static readonly Dictionary<string, string[]> Uses = new()
    {
        // The command line picks the target and ties everything together.
        ["Cli"] =
        [
            "Reporting", "Benchmarks", "Campaigns", "Explaining", "Generation", "Documents", "Shrinking", "Repros",
            "Judging", "Model", "Targets.Vera", "Targets.Wat", "Targets", "Programs",
        ],
        ["Reporting"] =
        [
            "Benchmarks", "Campaigns", "Explaining", "Generation", "Documents", "Repros", "Judging", "Targets",
            "Programs",
        ],
        // Measures parts on their own, so it names what campaigns leave to the command line.
        ["Benchmarks"] = ["Generation", "Judging", "Targets.Vera", "Targets.Wat", "Targets", "Programs"],
        ["Campaigns"] = ["Generation", "Shrinking", "Repros", "Judging", "Targets", "Programs"],
        ["Explaining"] = ["Judging", "Targets", "Programs"],
        ["Generation"] = ["Programs"],
        ["Shrinking"] = ["Programs"],
        ["Repros"] = ["Judging", "Targets", "Programs"],
        ["Judging"] = ["Targets", "Programs"],
        ["Model"] = ["Targets", "Programs"],
        ["Targets.Vera"] = ["Targets", "Programs"],
        ["Targets.Wat"] = ["Targets", "Programs"],
        ["Targets"] = ["Programs"],
        ["Documents"] = ["Programs"],
        ["Programs"] = [],
    };

    /// <summary>Each outside thing, how code names it, and the folders that may.</summary>
    private static readonly (string Name, Regex Named, string[] Doors)[] Outside =
    [
        ("FsCheck", Library("FsCheck"), ["Generation"]),
        ("Wasmtime", Library("Wasmtime"), ["Targets.Wat"]),
        ("AngleSharp", Library("AngleSharp"), ["Documents"]),
        ("Markdig", Library("Markdig"), ["Documents"]),
        ("Spectre.Console", Library(@"Spectre\.Console"), ["Cli", "Reporting"]),
        ("System.CommandLine", Library(@"System\.CommandLine"), ["Cli", "Reporting"]),
        ("the console", new(@"(?<![\w.])Console\.[A-Z]"), ["Cli", "Reporting"]),
        ("processes", new(@"\bProcessStartInfo\b|(?<![\w.])Process\.[A-Z]"), ["Targets.Vera"]),
        ("sockets", new(@"\bSystem\.Net\b"), []),
        ("CliWrap", Library("CliWrap"), ["Targets.Vera"]),
    ];

    /// <summary>Files that are longer than they should be; shorten them, and their number here.</summary>
    private static readonly Dictionary<string, int> Long = new()
    {
        ["Targets/Wat/Lowering/ExprLowerer.cs"] = 450,
    };

    private static readonly string Root = RootOf(AppContext.BaseDirectory);

    private static readonly (string Path, string[] Lines)[] Sources =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "harness"), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Path.Combine(Root, "harness"), file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal)
                && !path.StartsWith("bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (path, File.ReadAllLines(Path.Combine(Root, "harness", path)))),
    ];

    [Fact]
    public void Arrows_point_one_way() => AssertNone(
        from source in Sources
        let stage = StageOf(source.Path)
        where stage is not null
        from line in source.Lines
        from name in NamedStages(source.Path, line)
        where name != stage && !Uses[stage].Contains(name)
        select $"{source.Path}: {stage} may not name {name}");

    /// <summary>What the table allows has no way back.</summary>
    [Fact]
    public void The_table_of_arrows_has_no_cycle()
    {
        var below = new List<string>();
        foreach (var (stage, uses) in Uses.Reverse())
        {
            Assert.All(uses, used => Assert.Contains(used, below));
            below.Add(stage);
        }
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_table() => AssertNone(
        from source in Sources
        where source.Path.Contains('/') && StageOf(source.Path) is null
        select source.Path);

    [Fact]
    public void Namespaces_are_folders() => AssertNone(
        from source in Sources
        where source.Path.Contains('/')
        let expected = "namespace Vera.GcStress." + Path.GetDirectoryName(source.Path)!.Replace('/', '.') + ";"
        where !source.Lines.Contains(expected)
        select $"{source.Path} is not in '{expected}'");

    [Fact]
    public void Each_outside_thing_has_one_door() => AssertNone(
        from source in Sources
        from line in source.Lines
        where !IsComment(line)
        from thing in Outside
        where thing.Named.IsMatch(line) && !thing.Doors.Contains(StageOf(source.Path))
        select $"{source.Path} names {thing.Name}");

    [Fact]
    public void Files_and_lines_are_short() => AssertNone(
        from source in Sources
        from flaw in LengthFlaws(source.Path, source.Lines)
        select flaw);

    [Fact]
    public void Nothing_is_switched_off_or_put_off() => AssertNone(
        from source in Sources
        from line in source.Lines
        where Loose().IsMatch(line)
        select $"{source.Path}: {line.Trim()}");

    private static IEnumerable<string> LengthFlaws(string path, string[] lines)
    {
        if (lines.Length > Long.GetValueOrDefault(path, FileLinesMax))
        {
            yield return $"{path} has {lines.Length} lines";
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > LineCharsMax)
            {
                yield return $"{path}:{i + 1} has {lines[i].Length} characters";
            }
        }
    }

    /// <summary>The stage that a file belongs to: the longest entry of the table that its folder begins with.</summary>
    private static string? StageOf(string path) => StageIn(Path.GetDirectoryName(path)!.Replace('/', '.'));

    private static string? StageIn(string folder) => Uses.Keys
        .Where(stage => folder == stage || folder.StartsWith(stage + ".", StringComparison.Ordinal))
        .MaxBy(stage => stage.Length);

    /// <summary>Stages that a line names: in full, or as seen from the root namespace.</summary>
    private static IEnumerable<string> NamedStages(string path, string line)
    {
        if (IsComment(line) || line.StartsWith("namespace", StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (Match match in FullName().Matches(line))
        {
            yield return StageIn(match.Groups[1].Value)
                ?? throw new InvalidOperationException($"{path} names {match.Value}, which has no place in the table");
        }

        foreach (Match match in ShortName().Matches(line))
        {
            yield return StageIn(match.Groups[1].Value)!;
        }
    }

    private static Regex Library(string name) =>
        new($@"^using (static )?{name}\b|(?<![\w.""]){name}\.[A-Z]\w*[.(<]");

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static void AssertNone(IEnumerable<string> flaws) => Assert.Empty(flaws.Distinct());

    private static string RootOf(string folder) =>
        File.Exists(Path.Combine(folder, "Vera.GcStress.sln")) ? folder : RootOf(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"Vera\.GcStress\.([A-Z]\w*(?:\.[A-Z]\w*)*)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.""])(Cli|Reporting|Campaigns|Explaining|Generation|Shrinking|Repros|Judging|Model"
        + @"|Documents|Targets\.Vera|Targets\.Wat|Targets|Programs)\.[A-Z]\w*[.(<]")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"^\s*#pragma|\[(assembly: )?SuppressMessage|\bTODO\b|\bFIXME\b|\bXXX\b")]
    private static partial Regex Loose();
}
