using System.Runtime.Versioning;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>What people start their Vera with leads to the Python that runs it; what leads to none is told.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class VeraCommandTests : IDisposable
{
    private const string NoPython = "this law needs python3";
    private readonly string folder = Directory.CreateTempSubdirectory("some vera-").FullName;

    public static bool CanRun => FakeWorker.CanRun;

    /// <summary>A package whose command line answers and that is no compiler.</summary>
    public VeraCommandTests()
    {
        var package = Directory.CreateDirectory(Path.Combine(folder, "sources", "vera")).FullName;
        File.WriteAllText(Path.Combine(package, "__init__.py"), "");
        File.WriteAllText(Path.Combine(package, "types.py"), "");
        File.WriteAllText(Path.Combine(package, "cli.py"), "import types\nimport vera.types\nprint('vera 9.9.9')\n");
    }

    private string Sources => Path.Combine(folder, "sources");

    [Fact(Skip = NoPython, SkipUnless = nameof(CanRun))]
    public void A_script_of_a_shell_leads_to_the_vera_that_it_starts() => Leads(Script("vera"));

    [Fact(Skip = NoPython, SkipUnless = nameof(CanRun))]
    public void A_script_that_starts_another_leads_there_too() =>
        Leads(Write("shim", $"#!/bin/sh\nexec '{Script("inner")}' \"$@\"\n"));

    [Fact(Skip = NoPython, SkipUnless = nameof(CanRun))]
    public void A_command_with_words_leads_to_the_vera_that_it_starts()
    {
        Leads($"\"{Script("tool")}\" run vera");
        Leads($"env PYTHONPATH='{Sources}' python3 -m vera.cli");
    }

    [Fact(Skip = NoPython, SkipUnless = nameof(CanRun))]
    public void A_checkout_leads_to_its_own_package() => Leads(Sources);

    [Fact(Skip = NoPython, SkipUnless = nameof(CanRun))]
    public void What_starts_no_vera_is_told_in_one_line()
    {
        var garbage = Write("garbage", "#!/bin/sh\nyes \"# x matches /nowhere/vera/__init__.py\" | head -100000 >&2\n");
        string[] commands =
            [folder, "no-such-command run vera", "", "cat run vera", garbage, Write("dies", "#!/bin/sh\nkill -9 $$\n")];
        foreach (var command in commands)
        {
            var message = Assert.Throws<VeraException>(() => Start(command)).Message;
            Assert.DoesNotContain('\n', message);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Start(string command) => VeraCommand.Find(command, python =>
    {
        using var worker = VeraWorker.Start(python);
        return 0;
    });

    private void Leads(string command)
    {
        var found = new List<VeraPython>();
        Assert.Throws<VeraException>(() => VeraCommand.Find<int>(command, python =>
        {
            found.Add(python);
            throw new VeraException("only looked at");
        }));
        Assert.Equal([Sources], found[0].Places);
    }

    private string Script(string name) => Write(
        name, $"#!/bin/sh\nPYTHONPATH='{Sources}' exec python3 -m vera.cli \"$@\"\n");

    private string Write(string name, string script)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllText(file, script);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }
}
