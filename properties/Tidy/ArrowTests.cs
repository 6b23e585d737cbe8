using System.Text.RegularExpressions;
using Xunit;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>
/// Folders refer to each other one way, as harness/README.md says, and each outside thing has one door.
/// </summary>
public partial class ArrowTests
{
    /// <summary>Folders that reach themselves today. Untie them, and strike them here: no other may join.</summary>
    private static readonly string[] Knotted =
    [
    ];

    /// <summary>Each outside thing, by the types that it has, and the folders that may refer to them.</summary>
    private static readonly (string Name, Func<Reference, bool> Has, string[] Doors)[] Outside =
    [
        ("FsCheck", Assembly("FsCheck"), []),
        // Our heap is called by typed delegates made for it; a module of Vera's by what it turns out to import.
        ("Wasmtime", Assembly("Wasmtime"), ["Targets/Wat", "Targets/Vera/Own/Wasm"]),
        ("AngleSharp", Assembly("AngleSharp"), ["Documents"]),
        ("Markdig", Assembly("Markdig"), ["Documents"]),
        ("CliWrap", Assembly("CliWrap"), ["Targets/Vera"]),
        ("Spectre.Console", Assembly("Spectre.Console"), ["Cli", "Reporting"]),
        ("System.CommandLine", Assembly("System.CommandLine"), ["Cli", "Reporting"]),
        ("the console", Type("System.Console"), ["Cli", "Reporting"]),
        ("processes", Type("System.Diagnostics.Process"), ["Targets/Vera"]),
        ("files", OneOf("System.IO.File", "System.IO.FileStream", "System.IO.RandomAccess"), ["Files"]),
        // Of what a program says, and of what lies in our own assembly.
        ("readers", OneOf(
            "System.IO.StreamReader", "System.IO.StreamWriter"), ["Files", "Targets/Vera", "Targets/Wat"]),
        ("sockets", Type("System.Net."), []),
    ];

    private static readonly FolderArrows Arrows = TypeReferences.Harness.Arrows;

    /// <summary>What a reader is told: each folder, and the folders beside, above and in it that it names.</summary>
    private static readonly FolderArrows Told = Arrows.BetweenNeighbours();

    [Fact]
    public void No_folder_reaches_itself_at_any_depth()
    {
        var knotted = Arrows.Knotted();
        Flaws.None(
        [
            .. knotted.Except(Knotted).Select(folder => $"{folder} reaches itself"),
            .. Knotted.Except(knotted).Select(folder => $"{folder} is untied: strike it from the list"),
        ]);
    }

    /// <summary>A reader learns the layout from the table of harness/README.md: it says what the code does.</summary>
    [Fact]
    public void The_readme_names_the_arrows_there_are()
    {
        var told = Rows().ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);
        Flaws.None(
            from folder in Told.Folders.Union(told.Keys)
            let names = string.Join(", ", Told.From(folder))
            where told.GetValueOrDefault(folder) != names
            select $"harness/README.md, the row of {folder} should end in: | {names} |");
    }

    /// <summary>Top-down: what a folder names stands below it.</summary>
    [Fact]
    public void The_readme_lists_folders_from_the_top_down()
    {
        var order = Rows().Select(row => row.Groups[1].Value).ToList();
        Flaws.None(
            from folder in order.Except(Knotted)
            from below in Told.From(folder)
            where order.IndexOf(below) < order.IndexOf(folder)
            select $"harness/README.md lists {below} above {folder}, which names it");
    }

    [Fact]
    public void Each_outside_thing_has_one_door() => Flaws.None(
        from thing in Outside
        from reference in TypeReferences.Harness.All
        where thing.Has(reference) && !thing.Doors.Any(door => IsIn(reference.File, door))
        select $"{reference.File} refers to {thing.Name}: {reference.Type}");

    /// <summary>The reading behind these laws sees what it should: inferred types, constants, nested folders.</summary>
    [Fact]
    public void A_planted_knot_is_seen()
    {
        var seen = TypeReferences.Read(
        [
            ("A/One.cs", """
                namespace A;
                class One { public const int Size = 8; public void Run() { var two = B.C.Maker.Make(); } }
                """),
            ("B/C/Maker.cs", "namespace B.C; class Maker { public static D.Made Make() => new(); }"),
            ("B/D/Made.cs", "namespace B.D; class Made { /* C.Maker */ const int Length = A.One.Size; }"),
        ]);
        Assert.Equal(["B/C", "B/D"], seen.Arrows.From("A"));
        Assert.Equal(["B/D"], seen.Arrows.From("B/C"));
        Assert.Equal(["A"], seen.Arrows.From("B/D"));
        Assert.Equal(["A", "B", "B/C", "B/D"], seen.Arrows.Knotted());
    }

    private static MatchCollection Rows() =>
        Row().Matches(File.ReadAllText(Path.Combine(HarnessSources.Root, "harness", "README.md")));

    private static bool IsIn(string file, string folder) => file.StartsWith(folder + "/", StringComparison.Ordinal);

    private static Func<Reference, bool> Assembly(string name) => reference => reference.Assembly == name;

    private static Func<Reference, bool> Type(string name) => reference => reference.Folder is null
        && reference.Type.StartsWith(name, StringComparison.Ordinal);

    private static Func<Reference, bool> OneOf(params string[] names) => reference => reference.Folder is null
        && names.Contains(reference.Type);

    /// <summary>A row of the table: the folder, what is in it, the folders that it names.</summary>
    [GeneratedRegex(@"^\| `([A-Z][\w/]*)` \|[^|]*\| ?([\w/, ]*?) ?\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
