namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>The memory and the globals of a module that runs.</summary>
public interface IModuleMemory
{
    /// <summary>All bytes of linear memory; valid until the guest runs on, as that may move them.</summary>
    ReadOnlySpan<byte> Bytes { get; }

    /// <summary>An exported global of type i32, by its export's name.</summary>
    int Global(string name);

    /// <summary>
    /// The host's function that has called back into the module, as imports are named;
    /// <see cref="ModuleNames.Arguments"/> while it makes those; empty: none.
    /// </summary>
    string Import => "";

    /// <summary>The blocks that it has made, by their payloads.</summary>
    IReadOnlyList<uint> Made => [];
}
