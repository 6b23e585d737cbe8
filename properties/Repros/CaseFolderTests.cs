using System.Text.RegularExpressions;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Xunit;

namespace Vera.GcStress.Properties.Repros;

public sealed class CaseFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("case-folder-").FullName;

    private static CaseFile Finding { get; } = new(
        new FileHeader("wat", "host-store", CollectorKind.Vera, new Expectation.Fail(OracleName.Reachability)),
        CaseText.Parse("$0: Set<Json> = {JNull}\nallocate 4096\nobserve elements($0)\n"));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_finding_is_named_by_what_it_is_about_and_by_its_content() =>
        Assert.Equal("host-store-set-json-reachability-c020c3ce.case", CaseFolder.NameOf(Finding));

    [Fact]
    public void Names_are_valid_and_short_for_every_file()
    {
        foreach (var file in FsCheck.Fluent.Gen.Sample(ArbitraryFiles.Files, 100, new FsCheck.Rnd(1), 200))
        {
            Assert.Matches(new Regex("^[a-z0-9-]{1,100}\\.case$"), CaseFolder.NameOf(file));
        }
    }

    [Fact]
    public void An_equal_finding_is_not_saved_twice_wherever_the_first_one_was_moved()
    {
        var saved = new CaseFolder(folder).Save(Finding);
        var again = Finding with { Header = Finding.Header with { Found = "seed 9" } };
        Assert.Equal(saved, new CaseFolder(folder).Save(again));

        var moved = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "known")).FullName, "renamed.case");
        File.Move(saved, moved);
        Assert.Equal(moved, new CaseFolder(folder).Save(again));

        var other = Finding with { Header = Finding.Header with { Gc = CollectorKind.Hardened } };
        Assert.Null(new CaseFolder(folder).Find(other));
    }

    [Fact]
    public void A_finding_never_replaces_a_file_that_is_not_equal()
    {
        var place = Path.Combine(folder, CaseFolder.NameOf(Finding));
        File.WriteAllText(place, "edited by hand\n");
        var saved = new CaseFolder(folder).Save(Finding);
        Assert.NotEqual(place, saved);
        Assert.Equal("edited by hand\n", File.ReadAllText(place));
        Assert.Equal(Finding, CaseFile.Read(saved));
    }

    [Fact]
    public void Listing_is_recursive_ordinal_and_lists_nothing_twice()
    {
        string[] names = ["b.case", "B.case", "a/z.case", "note.txt"];
        foreach (var name in names)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }

        string[] expected =
            [Path.Combine(folder, "B.case"), Path.Combine(folder, "a/z.case"), Path.Combine(folder, "b.case")];
        Assert.Equal(expected, CaseFolder.List([folder, Path.Combine(folder, "b.case")]));
        Assert.Throws<CaseFormatException>(() => CaseFolder.List([Path.Combine(folder, "missing")]));
    }
}
