using Vera.GcStress.Coverage;
using Vera.GcStress.Files;
using Vera.GcStress.Generation;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Campaigns;
using Xunit;

namespace Vera.GcStress.Properties.Reporting;

public sealed class WholeFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("whole-file-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_is_replaced_whole_and_nothing_is_left_beside_it()
    {
        var path = Path.Combine(folder, "result.json");
        foreach (var text in new[] { "long first text", "short", "" })
        {
            WholeFile.Check(path);
            WholeFile.Write(path, text);
            Assert.Equal(text, File.ReadAllText(path));
            Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        }
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        var (path, link) = (Path.Combine(folder, "file"), Path.Combine(folder, "link"));
        File.WriteAllText(path, "before");
        File.CreateSymbolicLink(link, path);
        WholeFile.Write(link, "after");
        Assert.Equal("after", File.ReadAllText(path));
        Assert.NotNull(new FileInfo(link).LinkTarget);
    }

    [Fact]
    public void A_check_writes_nothing_and_knows_what_cannot_be_written()
    {
        WholeFile.Check(Path.Combine(folder, "new"));
        WholeFile.CheckFolder(Path.Combine(folder, "some", "new", "folder"));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Assert.Throws<OutputException>(() => WholeFile.Check(folder));
        Assert.Throws<OutputException>(() => WholeFile.Check(Path.Combine(folder, "none", "new")));
        File.WriteAllText(Path.Combine(folder, "file"), "");
        Assert.Throws<OutputException>(() => WholeFile.CheckFolder(Path.Combine(folder, "file", "below")));
    }

    [Theory]
    [InlineData("/proc/x", "no file can be made there")]
    [InlineData("/dev/fd/987", "it is not open")]
    public void A_place_of_the_systems_own_that_takes_no_file_is_known_beforehand(string path, string why)
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "no such folder of the system's here");
        var told = Assert.Throws<OutputException>(() => WholeFile.Check(path)).Message;
        Assert.Equal($"{path}: cannot be written: {why}", told);
    }

    [Fact]
    public void Every_value_of_every_axis_is_told_in_lines_that_fit_a_terminal()
    {
        var axes = new AxisTally();
        axes.Add(AxisValues.All);
        var lines = AxisTable.Lines(axes).ToArray();
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 100));
        var text = string.Join('\n', lines);
        Assert.All(
            axes.Rows(),
            row => Assert.Contains($" {row.Name.Split(": ")[1]} 1", text, StringComparison.Ordinal));
    }
}
