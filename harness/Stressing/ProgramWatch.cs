using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Targets.Vera.Sources;

namespace Vera.GcStress.Stressing;

/// <summary>Looks at program after program for one bug.</summary>
/// <param name="bench">Compiles and runs them.</param>
/// <param name="options">What is run of each.</param>
internal sealed partial class ProgramWatch(StressBench bench, StressOptions options)
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
    public const long FuelUsual = 30_000_000;

    /// <summary>The most for a program that does not come to its end with that before anything is left out.</summary>
    public const long FuelMost = 32 * FuelUsual;

    /// <summary>What was made smaller is compiled in a moment; on some of it that is no program, the compiler is lost.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>Numbers that far behind a heap's start are taken for addresses in it.</summary>
    private const long NearBytes = 1 << 20;

    /// <summary>The most work of each run.</summary>
    public long FuelMax { get; init; } = FuelUsual;

    // Where the heap of the program that showed it last begins: numbers of a program may be addresses in it.
    private long heapStart;

    /// <summary>What a program shows that takes least to be seen; null: nothing, or its Vera has no answer.</summary>
    /// <param name="command">The Vera's command; null: the one that is installed.</param>
    /// <param name="source">The program.</param>
    /// <param name="arguments">What its function is given; empty: what is plainest of each type.</param>
    /// <param name="stop">Gives it up.</param>
    public static StressFinding? Worst(
        string? command, string source, ImmutableArray<string> arguments, CancellationToken stop)
    {
        try
        {
            using var bench = new StressBench(PythonHost.Open(command, stop), new OwnHost());
            return Choices
                .Select(options => new ProgramWatch(bench, options with { Arguments = arguments }).Look(source, stop))
                .Select(ProgramSight.Worst)
                .FirstOrDefault(worst => worst is not null);
        }
        catch (Exception e) when (e is VeraException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>What came of a program, or why Vera rejects it.</summary>
    public ProgramResult Look(string source, CancellationToken stop) =>
        Look(source, VeraLimits.Deadline, stop, out _);

    /// <summary>
    /// The program if it shows the same bug, or the same with its numbers moved as far as its heap has been; or null.
    /// </summary>
    public string? Showing(ProgramSight sight, string source, CancellationToken stop)
    {
        if (sight.Equals(ProgramSight.Of(Look(source, Patience, stop, out var start))))
        {
            heapStart = start;
            return source;
        }

        var moved = start == 0 || heapStart == 0 || start == heapStart ? source : Moved(source, start - heapStart);
        if (moved == source || !sight.Equals(ProgramSight.Of(Look(moved, Patience, stop, out start))))
        {
            return null;
        }

        heapStart = start;
        return moved;
    }

    /// <summary>Whether Vera's own host shows as much; it does not tell which block is lost.</summary>
    public bool ShowsThere(ProgramSight sight, string source, CancellationToken stop) =>
        ProgramSight.Of(new ProgramWatch(bench with { Host = bench.Compiler }, options).Look(source, stop)) is { } there
        && there.Kind == sight.Kind && there.Shows == sight.Shows;

    /// <summary>What a program prints on Vera's own host without any instrument; null: it does not come to its end.
    /// </summary>
    public string? Printed(string source, CancellationToken stop) =>
        Bare(source, bench.Compiler, stop, out _) is { Ending: RunEnding.Completed } run ? run.Output : null;

    /// <summary>What an engine says of the module of a program that the checker takes; null: it takes the module.
    /// </summary>
    public string? NoModule(string source, CancellationToken stop) =>
        InvalidModule.Words(Bare(source, bench.Host, stop, out var rejected)?.Reason ?? rejected);

    private ModuleRun? Bare(string source, IModuleHost host, CancellationToken stop, out string rejected)
    {
        (bench.Compiler.Stop, bench.Compiler.Deadline) = (stop, Patience);
        return bench.Compiler.Compile(source, null, out rejected) is { } program
            ? host.Run(program.Wat, new("main", [], ""), [CollectionPlan.Natural with { Checks = false }])[0]
            : null;
    }

    private ProgramResult Look(string source, TimeSpan patience, CancellationToken stop, out long start)
    {
        (bench.Compiler.Stop, bench.Compiler.Deadline) = (stop, patience);
        if (bench.Host is OwnHost own)
        {
            (own.FuelMax, own.Stop) = (FuelMax, stop);
        }

        start = 0;
        if (bench.Compiler.Compile(source, null, out var rejected) is not { } program)
        {
            return new("", ProgramVerdict.NotRun, $"Vera rejects it: {rejected}", 0, []);
        }

        start = StartOf(program);
        return new ProgramStress(bench, options, "", program, source).Judge(() => stop.IsCancellationRequested);
    }

    private static long StartOf(CompiledProgram program)
    {
        try
        {
            return new InstrumentedModule(program.Wat).HeapStart;
        }
        catch (ModuleException)
        {
            return 0;
        }
    }

    private string Moved(string source, long by) => LongNumber().Replace(source, match =>
        long.TryParse(match.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= heapStart && number < heapStart + NearBytes
            ? (number + by).ToString(CultureInfo.InvariantCulture)
            : match.Value);

    [GeneratedRegex(@"\b[0-9]{5,9}\b")]
    private static partial Regex LongNumber();
}
