namespace Vera.GcStress.Targets.Vera.Microscope;

/// <summary>Runs edited modules of the program that was compiled last.</summary>
public interface IModuleHost : IDisposable
{
    /// <summary>As options spell it.</summary>
    string Name { get; }

    /// <summary>Runs a module once for each plan, each time anew; the answers are in the order of the plans.</summary>
    /// <exception cref="OperationCanceledException">Whoever waits has given up.</exception>
    IReadOnlyList<ModuleRun> Run(string module, ModuleCall call, IReadOnlyList<CollectionPlan> plans);
}
