using System.Globalization;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>Holds a run of a program against its plain run: when collections come must not be seen.</summary>
/// <param name="plain">The plain run.</param>
/// <param name="results">The types of what the function gives: an i32 may be an address, and tells nothing.</param>
/// <param name="isText">Whether it gives a String.</param>
/// <param name="free">The run that no collection can have harmed, if there is one: what it shows is right.</param>
internal sealed class RunComparison(
    ModuleRun plain, IReadOnlyList<string> results, bool isText, ModuleRun? free = null)
{
    /// <summary>The claim that functions leave no roots.</summary>
    public const string Balance = "balance";

    private const int ShownChars = 60;

    /// <summary>No address of a block is so small; truth values and bytes are.</summary>
    private const long AddressLeast = 256;

    private bool? isPlainWrong;

    /// <summary>What is wrong with a run, and which oracle says so; null if nothing is.</summary>
    public (string Oracle, StressEvidence Evidence)? Difference(ModuleRun run)
    {
        if (run.Damage is { } damage)
        {
            return (OracleOf(damage.Kind), new StressEvidence.Damaged(null, damage, Seen(run)?.Evidence));
        }

        return Seen(run);
    }

    /// <summary>What the program itself shows otherwise.</summary>
    public (string Oracle, StressEvidence Evidence)? Seen(ModuleRun run)
    {
        isPlainWrong ??= free is not null && Against(free, plain, isFree: false) is not null;
        return Against(free ?? plain, run, isPlainWrong.Value);
    }

    private (string Oracle, StressEvidence Evidence)? Against(ModuleRun right, ModuleRun run, bool isFree)
    {
        if (run.Ending is not (RunEnding.Completed or RunEnding.Trapped))
        {
            return null;
        }

        if (run.Ending != right.Ending || run.Trap != right.Trap)
        {
            return ("termination", new StressEvidence.EndsOtherwise(EndOf(run), EndOf(right), isFree));
        }

        if (run.Output != right.Output)
        {
            var (seen, plainly) = Apart(run.Output, right.Output);
            return ("invisibility", new StressEvidence.PrintsOtherwise(seen, plainly, isFree));
        }

        return (Comparable(run.Value, right.Value) && run.Value != right.Value) || run.ExitCode != right.ExitCode
            ? ("invisibility", new StressEvidence.GivesOtherwise(run.Value, right.Value, isFree))
            : null;
    }

    /// <summary>Both texts from a little before their first difference.</summary>
    public static (string One, string Other) Apart(string one, string other)
    {
        var same = one.AsSpan().CommonPrefixLength(other);
        return (Shown(one, same), Shown(other, same));
    }

    /// <summary>How a run ends, in words.</summary>
    public static string EndOf(ModuleRun run) => run.Ending == RunEnding.Completed ? "ends" : $"fails: {run.Reason}";

    private static string OracleOf(BrokenRule kind) => kind switch
    {
        BrokenRule.Balance => Balance,
        BrokenRule.Payload => "payload",
        BrokenRule.Retention => "retention",
        _ => "integrity",
    };

    private bool Comparable(string? value, string? other) => results.Count switch
    {
        2 => isText,
        1 when results[0] == "i32" => !IsAddress(value) || !IsAddress(other),
        _ => true,
    };

    private static bool IsAddress(string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number is >= AddressLeast or < 0;

    private static string Shown(string output, int same)
    {
        var from = Math.Max(0, same - (ShownChars / 2));
        var part = output.AsSpan(from, Math.Min(ShownChars, output.Length - from));
        return $"{(from > 0 ? "..." : "")}'{part.ToString().ReplaceLineEndings("\\n")}'";
    }
}
