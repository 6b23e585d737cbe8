using System.CommandLine;
using System.Globalization;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>Which part of a campaign is asked for, by the option or by the variables of those who start many.</summary>
internal static class ShardOption
{
    /// <summary>The variables of a part and of the number of parts, and the number of the first part.</summary>
    private static readonly (string Index, string Of, int First)[] Variables =
        [("CI_NODE_INDEX", "CI_NODE_TOTAL", 1), ("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0)];

    /// <summary>Null: all of it.</summary>
    /// <exception cref="UsageException">The option's value, or a variable's, is none.</exception>
    public static (int Index, int Of)? Read(ParseResult parsed) => parsed.Read(
        Options.Shard,
        text => ((int, int)?)OptionText.Shard(text),
        OfVariables(Environment.GetEnvironmentVariable));

    /// <summary>
    /// A number of parts without a part says nothing: others set it for other ends. A part of an unknown number is a
    /// mistake, since each of them would run the whole.
    /// </summary>
    internal static (int Index, int Of)? OfVariables(Func<string, string?> variable)
    {
        var said = Variables.Select(pair => Of(pair, variable)).OfType<(int, int)>().Distinct().ToArray();
        return said switch
        {
            [] => null,
            [var only] => only,
            _ => throw new UsageException(
                $"{string.Join(" and ", Variables.Select(p => p.Index))} name two parts: give {Options.Shard.Name}"),
        };
    }

    private static (int Index, int Of)? Of((string Index, string Of, int First) pair, Func<string, string?> variable) =>
        (variable(pair.Index), variable(pair.Of)) switch
        {
            (null or "", _) => null,
            (_, null or "") => throw new UsageException(
                $"{pair.Index} names a part, and {pair.Of} does not say of how many: set it, or give " +
                Options.Shard.Name),
            ({ } part, { } parts) => int.TryParse(parts, NumberStyles.None, null, out var total)
                && total is >= 1 and <= OptionText.ShardsMax
                && int.TryParse(part, NumberStyles.None, null, out var at)
                && at >= pair.First && at - pair.First < total
                ? (at - pair.First + 1, total)
                : throw new UsageException(
                    $"{pair.Index} and {pair.Of}: '{UserText.Shown(part)}' of '{UserText.Shown(parts)}' is no part"),
        };

    /// <summary>The part that runs a case and none before it, where a case depends on none before it.</summary>
    /// <param name="number">The case.</param>
    /// <param name="shard">The part that drew it.</param>
    /// <param name="free">How many cases of a campaign that is no part of one are drawn without regard to others.
    /// </param>
    public static (int Index, int Of)? Alone(long number, (int Index, int Of)? shard, int free) =>
        number < (shard is null ? free : OptionText.ShardsMax)
            ? ((int)number + 1, (int)number + 1)
            : shard;
}
