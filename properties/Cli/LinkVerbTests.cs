using System.Runtime.Versioning;
using System.Text;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Properties.Targets.Vera.Linking;
using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>From a module's text, or a program, to a module in a file; or to one line.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LinkVerbTests : IDisposable
{
    private readonly CommandLineRun run = new();
    private readonly FakeWorker vera = new();

    public static bool CanRun => FakeWorker.CanRun;

    public void Dispose()
    {
        vera.Dispose();
        run.Dispose();
    }

    [Fact]
    public void What_is_replaced_is_said_and_the_module_is_there_as_text_or_bytes()
    {
        Assert.Equal(ExitCode.Clean, Link("a.wat", ContainerLinkTests.Program, "out.wat"));
        Assert.Contains("set_add$ei is a function of the module\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 imports replaced: ", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("(module", File.ReadAllText(run.In("out.wat")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, Link("a.wat", ContainerLinkTests.Program, "out.wasm"));
        Assert.StartsWith("\0asm", Encoding.ASCII.GetString(File.ReadAllBytes(run.In("out.wasm"))),
            StringComparison.Ordinal);
        Assert.Equal(
            ExitCode.Clean, Link("a.wat", ContainerLinkTests.Program, "out.wat", "--json", run.In("out.json")));
        Assert.Contains("\"set_add$ei\"", File.ReadAllText(run.In("out.json")), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Clean, Link("a.wat", Miniature.Text, "same.wat"));
        Assert.Contains("it stays as it is", run.Output, StringComparison.Ordinal);
        Assert.Equal(Miniature.Text, File.ReadAllText(run.In("same.wat")));
    }

    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_program_is_compiled_first()
    {
        vera.Write(StressVerbTests.Echo);
        Assert.Equal(ExitCode.Clean, Link("a.vera", ContainerLinkTests.Program, "out.wat", "--vera", vera.Command));
        Assert.Equal(ExitCode.Usage, Link("a.vera", "fn", "no.wat", "--vera", vera.Command));
        Assert.Contains("Vera 0.1.9 rejects it: E001", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0asm\u0001", "no.wat", "a module in binary form")]
    [InlineData("garbage ][", "no.wat", "cannot be linked: the module does not compile")]
    [InlineData("(module", "no.wat", "cannot be linked: the module does not compile")]
    [InlineData("(module (import \"vera\" \"set_new\" (func $vera.set_new (result i32))))", "no.wat", "of the host")]
    [InlineData("(module)", "a.wat", "would take the place of another file")]
    [InlineData("(module)", "no/such/folder.wat", "cannot be written")]
    public void Misuse_is_one_line_and_nothing_is_written(string text, string output, string said)
    {
        Assert.Equal(ExitCode.Usage, Link("a.wat", text, output));
        Assert.Contains(said, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal([run.In("a.wat")], Directory.GetFiles(run.Folder));
        Assert.Equal(text, File.ReadAllText(run.In("a.wat")));
    }

    [Fact]
    public void Where_the_module_goes_must_be_said()
    {
        Assert.Equal(ExitCode.Usage, run.Run("link", run.In("a.wat")));
        Assert.Contains("--output", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    private ExitCode Link(string name, string text, string output, params string[] more)
    {
        File.WriteAllText(run.In(name), text);
        return run.Run(["link", run.In(name), "-o", run.In(output), .. more]);
    }
}
