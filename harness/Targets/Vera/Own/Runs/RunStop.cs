namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>Thrown by a host function: the run ends here, like this.</summary>
internal sealed class RunStop(ModuleEnding ending) : Exception(ending.ToString())
{
    public ModuleEnding Ending { get; } = ending;

    /// <summary>An access outside of memory, which traps the guest.</summary>
    public static RunStop OutOfBounds(long pointer, long length) => new(new ModuleEnding.Trapped(
        "out_of_bounds", $"the host was told to touch {length} bytes at 0x{pointer:X}", []));

    /// <summary>Vera's own host would raise this exception of Python.</summary>
    public static RunStop Failed(string message) => new(new ModuleEnding.HostFailed(message));

    public static RunStop Limit(string limit) => new(new ModuleEnding.LimitHit(limit));
}
