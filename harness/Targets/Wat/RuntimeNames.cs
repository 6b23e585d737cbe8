using System.Collections.Immutable;
using System.Diagnostics;

namespace Vera.GcStress.Targets.Wat;

/// <summary>The runtimes as command lines and case files name them: <c>host-store</c>, <c>container</c> ...</summary>
public static class RuntimeNames
{
    /// <summary>All names, in the order of <see cref="RuntimeKind"/>.</summary>
    public static ImmutableArray<string> All { get; } = [.. Enum.GetValues<RuntimeKind>().Select(Of)];

    public static string Of(RuntimeKind runtime) => runtime switch
    {
        RuntimeKind.HostStore => "host-store",
        RuntimeKind.Mirror => "mirror",
        RuntimeKind.Bucket => "bucket",
        RuntimeKind.Container => "container",
        RuntimeKind.Traced => "traced",
        RuntimeKind.Serialised => "serialised",
        _ => throw new UnreachableException($"no name for {runtime}"),
    };

    /// <summary>The runtime of a name; false if none has it.</summary>
    public static bool TryParse(string name, out RuntimeKind runtime)
    {
        var place = All.IndexOf(name);
        runtime = place < 0 ? default : (RuntimeKind)place;
        return place >= 0;
    }
}
