namespace Vera.GcStress.Targets.Vera.Microscope.Reading;

/// <summary>A module's text cannot be read, or its collector not recognised; one line says why.</summary>
public sealed class ModuleException(string reason) : Exception(reason)
{
    /// <summary>What is said of a module in which nothing allocates: there is nothing to look into.</summary>
    public const string NoHeap = "it allocates nothing";
}
