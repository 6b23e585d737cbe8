using System.Text;
using Vera.GcStress.Documents;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Own.Runs;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Own;

/// <summary>What a real Vera compiles shows the same on our own host as on Vera's; any release.</summary>
public class RealVeraHostTests
{
    private const string NoVera = "no Vera is installed (VERA_GCSTRESS_PYTHON is not set and no vera is on the PATH)";

    public static bool Installed => RealVeraTests.Installed;

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Drawn_cases_show_the_same_on_both_hosts()
    {
        StressCase[] cases =
        [
            .. PrintedCases.Sound(new CollectionSchedule.Natural(), 30),
            .. PrintedCases.Sound(new CollectionSchedule.Eager(), 10),
        ];
        var (own, theirs) = (Shown(cases, VeraHost.Own), Shown(cases, VeraHost.Python));
        Assert.All(own.Zip(theirs), pair => Assert.Equal(pair.Second, pair.First));
        Assert.Contains(own, shown => shown.StartsWith("Completed", StringComparison.Ordinal));
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Known_failures_fail_the_same_on_both_hosts()
    {
        using var python = PythonHost.Open(null);
        using var own = new OwnHost();
        var compiled = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "repro", "vera"), "*.vera").Order())
        {
            if (python.Compile(File.ReadAllText(file), file, out _) is not { } program
                || !program.Exports.Contains("main"))
            {
                continue;
            }

            var written = Path.ChangeExtension(file, ".case");
            var call = new ModuleCall("main", File.Exists(written) ? Given.Texts(CaseFile.Read(written).Case) : [], "");
            CollectionPlan[] plans = [CollectionPlan.Natural];
            Assert.Equal(
                Told(file, python.Run(program.Wat, call, plans)[0]), Told(file, own.Run(program.Wat, call, plans)[0]));
            compiled++;
        }

        Assert.True(compiled > 0);
    }

    /// <summary>A run that reads damaged memory ends by whatever the host that reads it says to that.</summary>
    private static string Told(string file, ModuleRun run) =>
        (InvalidModule.Words(run.Reason) ?? run.Reason) is var reason && InvalidModule.Is(reason)
        ? $"{Path.GetFileName(file)}: {reason}"
        : $"{Path.GetFileName(file)}: {run.Ending} {(run.Ending == RunEnding.Trapped ? "" : run.Value + run.Output)}";

    private static List<string> Shown(StressCase[] cases, VeraHost host)
    {
        using var target = InstalledVera.Open(
            null, (type, document) => DocumentParser.TryParse(type, document, out var tree, out _) ? tree : null, host);
        return [.. target.RunMany(cases).Select(Shown)];
    }

    private static string Shown(Execution execution)
    {
        var shown = new StringBuilder(execution.Outcome.ToString());
        for (var i = 0; i < execution.Observations.Count; i++)
        {
            shown.Append('\n').Append(execution.Observations.KeyAt(i)).Append(": ")
                .Append(Encoding.UTF8.GetString(execution.Observations.TextAt(i)));
        }

        return shown.ToString();
    }
}
