namespace Vera.GcStress.Targets.Vera.Own.Imports;

/// <summary>Answers a call in the course of a run.</summary>
internal delegate void HostAnswer(HostRun run, ReadOnlySpan<long> arguments, Span<long> results);

/// <summary>A function that this host offers.</summary>
/// <param name="Signature">The type that a module must declare it with, as in <c>ii&gt;i</c>.</param>
/// <param name="Answer">What it does.</param>
internal sealed record HostFunction(string Signature, HostAnswer Answer);
