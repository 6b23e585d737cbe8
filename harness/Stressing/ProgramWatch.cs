using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;

namespace Vera.GcStress.Stressing;

/// <summary>Looks at program after program for one bug.</summary>
/// <param name="bench">Compiles and runs them.</param>
/// <param name="options">What is run of each.</param>
internal sealed class ProgramWatch(StressBench bench, StressOptions options)
{
    /// <summary>What may be run of each program, from as few ways as show most to all: small ones have few
    /// allocations.</summary>
    public static IReadOnlyList<StressOptions> Choices { get; } =
    [
        new() { Plan = StressPlan.Usual with { Schedule = CollectionPlan.Natural, Starts = 1 } },
        new() { Plan = StressPlan.Usual with { PointsMax = 48, Starts = 1 } },
        new() { Plan = StressPlan.Usual },
    ];

    /// <summary>The most work of one run in this process: a program that lost what ends it would take all the time.
    /// </summary>
    public const long FuelMax = 30_000_000;

    /// <summary>What came of a program, or why Vera rejects it.</summary>
    public ProgramResult Look(string source, CancellationToken stop)
    {
        bench.Compiler.Stop = stop;
        if (bench.Host is OwnHost own)
        {
            (own.FuelMax, own.Stop) = (FuelMax, stop);
        }

        return bench.Compiler.Compile(source, null, out var rejected) is { } program
            ? new ProgramStress(bench.Host, options, "", program).Judge(() => stop.IsCancellationRequested)
            : new("", ProgramVerdict.NotRun, $"Vera rejects it: {rejected}", 0, []);
    }

    /// <summary>Whether a program shows the same bug.</summary>
    public bool Shows(ProgramSight sight, string source, CancellationToken stop) =>
        sight.Equals(ProgramSight.Of(Look(source, stop)));
}
