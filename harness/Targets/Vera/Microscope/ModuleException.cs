namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>A module's text cannot be read, or its collector not recognised; the message is one line that says why.</summary>
public sealed class ModuleException(string reason) : Exception(reason);
