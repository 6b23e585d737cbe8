using System.Globalization;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>Whether Vera's own hosts show of a program what the first host does.</summary>
/// <param name="others">The other hosts.</param>
/// <param name="wat">The module as Vera compiled it: its imports say what hosts have a hand in.</param>
/// <param name="results">The types of what the function gives: only numbers are spelled alike by all hosts.</param>
internal sealed class HostComparison(
    IReadOnlyList<IModuleHost> others, string wat, IReadOnlyList<string> results)
{
    /// <summary>Each host draws its own numbers.</summary>
    private const string Draws = "\"random_";

    private static readonly string[] Reads = ["\"json_", "\"html_", "\"md_", "\"regex_", "\"decimal_"];

    /// <summary>The first difference on each host, and which oracle says so.</summary>
    /// <param name="edited">The module that was run, edited.</param>
    /// <param name="call">What was run of it.</param>
    /// <param name="way">How it was.</param>
    /// <param name="first">What the first host showed.</param>
    public IEnumerable<(string Oracle, StressEvidence Evidence)> Differences(
        string edited, ModuleCall call, Way way, ModuleRun first)
    {
        if (first.Ending is not (RunEnding.Completed or RunEnding.Trapped)
            || wat.Contains(Draws, StringComparison.Ordinal))
        {
            yield break;
        }

        foreach (var host in others)
        {
            var seen = Alike(host.Run(edited, call, [way.Plan])[0]);
            if (new RunComparison(Alike(first), IsNumber ? results : ["i32", "i32"], isText: false).Seen(seen)
                is not var (_, difference))
            {
                continue;
            }

            var onlyReads = difference is StressEvidence.PrintsOtherwise or StressEvidence.GivesOtherwise
                && Array.Exists(Reads, import => wat.Contains(import, StringComparison.Ordinal));
            yield return (onlyReads ? "decode" : "hosts", new StressEvidence.OnHost(host.Name, difference));
        }
    }

    private bool IsNumber => results is ["i64" or "f64"];

    /// <summary>What hosts call otherwise: why they failed themselves, and real numbers.</summary>
    private ModuleRun Alike(ModuleRun run) => run with
    {
        Trap = run.Ending != RunEnding.Trapped ? ""
            : run.Trap is "contract_violation" or "unreachable" or "out_of_bounds" or "divide_by_zero"
                or "stack_exhausted" or "overflow" ? run.Trap
            : "host",
        Value = results is ["f64"] && double.TryParse(run.Value, CultureInfo.InvariantCulture, out var real)
            ? real.ToString("R", CultureInfo.InvariantCulture)
            : run.Value,
    };
}
