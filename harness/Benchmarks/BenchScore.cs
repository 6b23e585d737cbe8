namespace Vera.GcStress.Benchmarks;

/// <summary>All that was measured in one go; what was not asked for is null.</summary>
/// <param name="Machine">Where the absolute figures hold.</param>
/// <param name="Lanes">How fast cases are judged.</param>
/// <param name="Containers">How fast runtimes are.</param>
/// <param name="Rivals">How fast .NET's immutable containers are beside them.</param>
/// <param name="Collections">How long collections stop a program.</param>
/// <param name="Vera">The same chains on a real Vera.</param>
/// <param name="Elapsed">How long measuring took, by the clock on the wall.</param>
public sealed record BenchScore(
    MachineInfo Machine,
    LaneScore? Lanes,
    ContainerScore? Containers,
    RivalScore? Rivals,
    CollectionScore? Collections,
    VeraChainScore? Vera,
    TimeSpan Elapsed);
