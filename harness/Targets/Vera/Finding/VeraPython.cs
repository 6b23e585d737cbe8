using System.Collections.Immutable;

namespace Vera.GcStress.Targets.Vera.Finding;

/// <summary>A Python that may have a Vera, and where else it is to look for packages.</summary>
/// <param name="Command">The interpreter.</param>
/// <param name="Places">Folders of packages, which go before those that the user's environment names.</param>
public sealed record VeraPython(string Command, ImmutableArray<string> Places)
{
    /// <summary>An interpreter as it is.</summary>
    public static VeraPython Plain(string command) => new(command, []);
}
