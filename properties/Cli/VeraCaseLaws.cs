using System.Runtime.Versioning;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>What is said of one case on real Veras.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class VeraCaseLaws
{
    private const string Seven =
        "vera-gcstress case 1\ntarget vera\nvera 0.1.9 fail agreement\nhost own\n\nobserve 7\n";

    public static bool CanRun => FakeWorker.CanRun;

    /// <summary>The commit before and after a change may both be on the way to one release.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void Two_Veras_of_one_release_are_told_apart_by_their_commands()
    {
        using var one = new FakeCompiler();
        using var other = new FakeCompiler();
        using var run = new CommandLineRun();
        File.WriteAllText(run.In("a.case"), Seven);
        Assert.Equal(
            ExitCode.Clean,
            run.Run("bisect", run.In("a.case"), "--vera", one.Command, "--vera", other.Command, "--json", run.In("b")));
        Assert.Equal(
            [$"0.1.9 ({one.Command})", $"0.1.9 ({other.Command})"],
            run.Json("b").GetProperty("releases").EnumerateArray().Select(r => r.GetProperty("release").GetString()));
    }

    /// <summary>The stand-in prints 0 or 1, whatever the case is.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void A_report_tells_a_failure_and_how_it_was_looked_at()
    {
        using var fake = new FakeCompiler();
        using var run = new CommandLineRun();
        var file = run.In("a.case");
        File.WriteAllText(file, Seven);
        Assert.Equal(ExitCode.Clean, run.Run("explain", file, "--vera", fake.Command));
        Assert.Matches(
            "(?s)^FAIL agreement: .*expected 7.*a[.]case [(]vera 0[.]1[.]9[)].*observe 7.*shows.*swaps.*gc=hardened.*" +
            "LIKELY CAUSE: .*explain .*a[.]case --as issue --vera ",
            run.Output);
    }
}
