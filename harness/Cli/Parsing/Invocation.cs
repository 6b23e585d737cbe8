using Vera.GcStress.Reporting;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>What every verb is given.</summary>
/// <param name="Screen">Where its words go.</param>
/// <param name="Stop">Cancelled by Ctrl-C.</param>
internal sealed record Invocation(Screen Screen, CancellationToken Stop);
