using System.Runtime.Versioning;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Properties.Targets.Vera;
using Xunit;

namespace Vera.GcStress.Properties.Cli;

/// <summary>The report on a case of a real Vera says what it shows there, and never what our heap does.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExplainVeraLaws
{
    public static bool CanRun => FakeWorker.CanRun;

    /// <summary>The stand-in prints 0 or 1, whatever the case is.</summary>
    [Fact(Skip = FakeWorker.NoPython, SkipUnless = nameof(CanRun))]
    public void It_tells_a_failure_and_how_it_was_looked_at()
    {
        using var fake = new FakeCompiler();
        using var run = new CommandLineRun();
        var file = run.In("a.case");
        File.WriteAllText(file, "vera-gcstress case 1\ntarget vera\nvera 0.1.9 fail agreement\n\nobserve 7\n");
        Assert.Equal(ExitCode.Clean, run.Run("explain", file, "--vera", fake.Command));
        Assert.Matches(
            "(?s)^FAIL agreement: .*expected 7.*a[.]case [(]vera 0[.]1[.]9[)].*observe 7.*shows.*swaps.*gc=hardened.*" +
            "LIKELY CAUSE: .*explain .*a[.]case --as issue --vera ",
            run.Output);
    }
}
