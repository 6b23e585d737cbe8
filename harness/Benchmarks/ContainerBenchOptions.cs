using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat;

namespace Vera.GcStress.Benchmarks;

/// <summary>What is measured, and for how long.</summary>
public sealed record ContainerBenchOptions
{
    /// <summary>Every runtime with integers; the one under test with strings and trees too.</summary>
    public ImmutableArray<(RuntimeKind Runtime, TypeKind Element)> Subjects { get; init; } =
    [
        (RuntimeKind.Container, TypeKind.Int), (RuntimeKind.Container, TypeKind.String),
        (RuntimeKind.Container, TypeKind.Json), (RuntimeKind.HostStore, TypeKind.Int),
        (RuntimeKind.Mirror, TypeKind.Int), (RuntimeKind.Bucket, TypeKind.Int), (RuntimeKind.Traced, TypeKind.Int),
        (RuntimeKind.Serialised, TypeKind.Int),
    ];

    /// <summary>Numbers of elements, ascending.</summary>
    public ImmutableArray<int> Sizes { get; init; } = [16, 100, 1000, 3000, 10_000, 30_000, 100_000];

    /// <summary>Measured rounds of each size, at most.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>What is done before each runtime is measured.</summary>
    public double WarmUpSeconds { get; init; } = 0.6;

    /// <summary>
    /// A size that is expected to take more processor time than this, over all operations, is left out.
    /// </summary>
    public double SecondsPerSize { get; init; } = 0.8;

    /// <summary>How many times as long the runtime under test may take.</summary>
    public double Patience { get; init; } = 3;
}
