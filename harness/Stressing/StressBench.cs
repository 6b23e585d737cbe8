using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Microscope;

namespace Vera.GcStress.Stressing;

/// <summary>What compiles programs, and what runs their edited modules; one thread has one.</summary>
/// <param name="Compiler">A real Vera.</param>
/// <param name="Host">Where modules run; it may be the same Vera.</param>
internal sealed record StressBench(PythonHost Compiler, IModuleHost Host) : IDisposable
{
    /// <summary>Hosts that are to show the same.</summary>
    public IReadOnlyList<IModuleHost> Others { get; init; } = [];

    public void Dispose()
    {
        foreach (var other in Others)
        {
            other.Dispose();
        }

        Host.Dispose();
        Compiler.Dispose();
    }
}
