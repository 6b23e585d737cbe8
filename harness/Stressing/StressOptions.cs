using System.Collections.Immutable;

namespace Vera.GcStress.Stressing;

/// <summary>What is run of each program, and how far.</summary>
internal sealed record StressOptions
{
    /// <summary>In which ways each program is run.</summary>
    public StressPlan Plan { get; init; } = StressPlan.Usual;

    /// <summary>Whether to see if other containers cure what another collector does not: that runs all again.</summary>
    public bool TriesContainers { get; init; }

    /// <summary>In the place of a function's name: each public function, one after the other.</summary>
    public const string EachFunction = "all";

    /// <summary>The public function to run; null: main, or else the first one.</summary>
    public string? Function { get; init; }

    /// <summary>What the function is called with, as text.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>What programs may read from standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>How long all programs together may take.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Programs that are stressed at the same time.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>What is on file.</summary>
    public KnownOnFile Known { get; init; } = new();
}
