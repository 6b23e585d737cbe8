using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Programs;
using Vera.GcStress.Repros;
using Xunit;

namespace Vera.GcStress.Properties.Repros;

[Properties(Arbitrary = [typeof(ArbitraryFiles)], MaxTest = 300)]
public sealed class CaseFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("case-files-").FullName;

    private string Path => System.IO.Path.Combine(folder, "a.case");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Property]
    public void A_file_reads_back_as_it_was_written(CaseFile file)
    {
        var parsed = CaseFile.Parse(file.ToString(), "a.case");
        Assert.Equal(file.ToString(), parsed.ToString());
        Assert.Equal(parsed, CaseFile.Parse(parsed.ToString(), "a.case"));
        Assert.Equal(file.Header.Expect, parsed.Header.Expect);
        Assert.Equal(file.Case, parsed.Case);
    }

    [Property]
    public void A_mutilated_file_is_a_case_or_one_line_of_error(CaseFile file, int place, byte change)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(file.ToString());
        var at = (place & int.MaxValue) % bytes.Length;
        var flipped = (byte[])bytes.Clone();
        flipped[at] ^= (byte)(change | 1);
        foreach (var mutilated in new[] { bytes[..at], bytes[at..], flipped })
        {
            File.WriteAllBytes(Path, mutilated);
            IsCaseOrError(Path);
        }
    }

    [Property(MaxTest = 100)]
    public void Bytes_that_were_not_written_by_us_are_refused_in_one_line(byte[] bytes)
    {
        File.WriteAllBytes(Path, bytes);
        IsCaseOrError(Path);
    }

    [Fact]
    public void What_was_written_to_disk_is_read_from_it_and_nothing_else_is_left_there()
    {
        var file = ArbitraryFiles.Files.Sample(1, new FsCheck.Rnd(1), 50).Single();
        file.Write(Path);
        file.Write(Path);
        Assert.Equal(file.ToString(), CaseFile.Read(Path).ToString());
        Assert.Equal([Path], Directory.GetFiles(folder));
    }

    [Fact]
    public void Files_that_cannot_be_read_say_why()
    {
        Assert.Equal($"{folder}: this is a folder, not a file", Error(folder));
        Assert.Equal($"{Path}: no such file or folder", Error(Path));
        Assert.Equal($"{Path}: the file is empty", ErrorOf(""));
        Assert.Equal($"{Path}: not a text file: byte 1 is zero", ErrorOf("a\0b"));
        Assert.Equal($"{Path}:1: not a case file: its first line is not 'vera-gcstress case 1'", ErrorOf("hello\n"));
        Assert.Equal(
            $"{Path}:1: case files of version 2 are not known here, only those of version 1",
            ErrorOf("vera-gcstress case 2\n"));
        Assert.Equal($"{Path}: too large for a case file: more than 4194304 bytes", ErrorOf(new string('#', 5 << 20)));
        File.WriteAllBytes(Path, [0x76, 0xFF, 0x0A]);
        Assert.Equal($"{Path}: not a text file: byte 1 is not UTF-8", Error(Path));
    }

    [Theory]
    [InlineData("targt wat", 2, "unknown key 'targt'; did you mean 'target'?")]
    [InlineData("target wat\nruntime bucket\ngc fast", 4, "'gc' is vera or hardened, not 'fast'")]
    [InlineData("expect", 2, "'expect' has no value")]
    [InlineData("gc vera\ngc vera", 3, "'gc' is said twice")]
    [InlineData("runtime container", 3, "the header has no 'target' line")]
    [InlineData("target wat\nruntime bucket\ngc vera\nexpect fail", 5,
        "'expect' is pass, or fail and one of agreement, integrity, reachability, termination, retention, " +
        "stack, invisibility, hosts, decode, not 'fail'")]
    [InlineData("target moon", 2, "'target' is wat or vera, not 'moon'")]
    [InlineData("expect pass\ntarget moon\nruntime bucket", 3, "'target' is wat or vera, not 'moon'")]
    [InlineData("target wat\nruntime bucket\ngc vera\nexpect pass\n\nobserve 1\nobserve JNul", 8,
        "unknown constructor 'JNul'; did you mean 'JNull'?")]
    [InlineData("$0: Int = 5", 2,
        "not a header line: a header has lines of a key and a value, and a blank line after the last")]
    public void Errors_name_the_file_and_the_line(string header, int line, string reason)
    {
        var error = ErrorOf($"vera-gcstress case 1\n{header}\n\n");
        Assert.Equal($"{Path}:{line}: {reason}", error);
    }

    private static void IsCaseOrError(string path)
    {
        try
        {
            CaseFile.Read(path);
        }
        catch (CaseFormatException e)
        {
            Assert.StartsWith(path + ":", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }
    }

    [Fact]
    public void The_line_of_the_nearest_earlier_release_holds_until_a_newer_one_says_otherwise()
    {
        var fails = new Expectation.Fail(OracleName.Agreement);
        var releases = ReleaseExpectations.None.With((0, 0, 193), fails).With((0, 1, 8), new Expectation.Pass());
        Assert.Null(releases.Of(0, 0, 192));
        Assert.Equal(fails, releases.Of(0, 0, 193));
        Assert.Equal(fails, releases.Of(0, 1, 7));
        Assert.Equal(new Expectation.Pass(), releases.Of(0, 1, 8));
        Assert.Equal(new Expectation.Pass(), releases.Of(1, 0, 0));
        Assert.Equal("0.0.193", releases.HoldsFrom(0, 1, 7));
        Assert.Null(ReleaseExpectations.None.Of(9, 9, 9));
    }

    private string ErrorOf(string text)
    {
        File.WriteAllText(Path, text);
        return Error(Path);
    }

    private static string Error(string path) =>
        Assert.Throws<CaseFormatException>(() => CaseFile.Read(path)).Message;
}

/// <summary>Files with any header over valid cases.</summary>
public static class ArbitraryFiles
{
    private static readonly Gen<string?> FreeText = Gen.OneOf(
        Gen.Constant<string?>(null),
        Gen.Elements<string?>(
            "seed 1 case 17, 118 ops, shrunk to 3", "# no comment", " two\nlines\r", "\ud800", "Grüße 😀", ""));

    private static readonly Gen<FileHeader> OfVera =
        from major in Gen.Choose(0, 3)
        from minor in Gen.Choose(0, 12)
        from patch in Gen.Choose(0, 200)
        from earlier in Gen.Elements<Expectation>(new Expectation.Pass(), new Expectation.Fail(OracleName.Termination))
        from expect in Gen.Elements<Expectation>(new Expectation.Pass(), new Expectation.Fail(OracleName.Agreement))
        from named in Gen.Choose(0, 2)
        let releases = ReleaseExpectations.None
        let one = named > 0 ? releases.With((major, minor, patch), expect) : releases
        let both = named > 1 ? one.With((0, 0, 1), earlier) : one
        from layer in Gen.Elements(null, "roots")
        from shows in Gen.Elements(null, "visible", "eager", "latent")
        select new FileHeader("vera", "vera", CollectorKind.Vera, both.Newest ?? expect)
        {
            Releases = both,
            Layer = layer,
            Shows = shows,
        };

    public static Gen<CaseFile> Files { get; } =
        Gen.OneOf(OfWat, OfWat, OfWat, from file in OfWat from header in OfVera select file with { Header = header });

    private static Gen<CaseFile> OfWat =>
        from stressCase in ArbitraryCases.Valid
        from runtime in Gen.Elements("host-store", "mirror", "container")
        from gc in Gen.Elements(CollectorKind.Vera, CollectorKind.Hardened)
        from expect in Gen.Elements<Expectation>(new Expectation.Pass(), new Expectation.Fail(OracleName.Reachability))
        from fault in Gen.Elements<string?>(null, "forget_mark")
        from layout in Gen.Elements(null, "small", "real")
        from found in FreeText
        from versions in FreeText
        from evidence in FreeText
        select new CaseFile(
            new FileHeader("wat", runtime, gc, expect)
            {
                Fault = fault,
                Layout = layout,
                Found = found,
                Versions = versions,
                Evidence = evidence,
            },
            stressCase);

    public static Arbitrary<CaseFile> CaseFile() => Arb.From(Files);
}
