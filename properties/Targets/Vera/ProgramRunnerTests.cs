using System.Runtime.Versioning;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

public sealed class ProgramRunnerTests
{
    /// <summary>Speaks as worker.py does; runs one function of each program and dies in the next.</summary>
    private const string DyingWorker = """
        #!/bin/sh
        printf '%s\n' '{"version": "0.1.9"}'
        while read -r line; do
          first=$(printf '%s' "$line" | sed 's/.*"functions":\["\([a-z0-9_]*\)".*/\1/')
          printf '%s\n' '{"heapStart": 163840}'
          printf '%s\n' "{\"function\": \"$first\", \"stdout\": \"#0 1\"}"
          kill -9 $$
        done
        """;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_process_that_dies_takes_only_the_case_with_it_that_ran()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "python");
            File.WriteAllText(file, DyingWorker.ReplaceLineEndings("\n"));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var runner = new ProgramRunner(VeraPython.Plain(file));
            var runs = runner.Run(Enumerable.Repeat(CaseText.Parse("observe 1"), 5).ToArray(), eager: false);
            Assert.Equal(
                [Ending.Completed, Ending.Trapped, Ending.Completed, Ending.Trapped, Ending.Completed],
                runs.Select(run => run.Ending));
            var trapped = runs.Where(run => run.Ending == Ending.Trapped);
            Assert.All(trapped, run => Assert.Contains("exit code", run.Reason));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
