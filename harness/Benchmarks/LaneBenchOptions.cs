using Vera.GcStress.Generation;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Benchmarks;

/// <summary>What cases are drawn from and run on.</summary>
/// <param name="Generation">What to draw; the schedule is set by the bench.</param>
/// <param name="NewDriven">A target for the hot lane, without anything planted.</param>
/// <param name="NewCompiled">A target that compiles each case.</param>
/// <param name="NewModel">The model for a target whose heap starts there.</param>
public sealed record LaneSubject(
    GenerationOptions Generation, Func<ITarget> NewDriven, Func<ITarget> NewCompiled, Func<int, ITarget> NewModel);

/// <summary>How much is measured.</summary>
public sealed record LaneBenchOptions
{
    /// <summary>Cases of one round in the hot lane; compiled ones are a fortieth.</summary>
    public int Cases { get; init; } = 300;

    /// <summary>Measured rounds of the hot lane.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Compiling takes ten times as long as all else, so few rounds have to do.</summary>
    public int CompiledRounds { get; init; } = 2;

    /// <summary>Names the cases that are drawn.</summary>
    public ulong Seed { get; init; } = 1;
}
