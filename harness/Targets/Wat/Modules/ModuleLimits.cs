using Vera.GcStress.Targets.Wat.Lowering;

namespace Vera.GcStress.Targets.Wat.Modules;

/// <summary>How large a module may be that engines accept: the limits that the WebAssembly JS API names.</summary>
/// <remarks>The driven way has none of them, so a case can be too large for the compiled way alone.</remarks>
internal static class ModuleLimits
{
    private const int Parameters = 1_000;
    private const int Locals = 50_000;
    private const int DataSegments = 100_000;

    /// <summary>A function may have 7,654,321 bytes of code; no instruction here takes more than this allows.</summary>
    private const int Instructions = 150_000;

    /// <summary>Which limit the module of a lowered case would exceed, or null.</summary>
    public static string? Exceeded(LoweredCase lowered)
    {
        if (lowered.Texts > DataSegments)
        {
            return $"a module of {lowered.Texts} texts";
        }

        foreach (var function in GuestFunction.Split(lowered))
        {
            if (function.Parameters.Count > Parameters)
            {
                return $"a function of {function.Parameters.Count} parameters";
            }

            // One more local counts the turns of loops.
            if (function.Parameters.Count + function.Locals.Count + 1 > Locals)
            {
                return $"a function of {function.Locals.Count} locals";
            }

            if (function.Body.Count > Instructions)
            {
                return $"a function of {function.Body.Count} instructions";
            }
        }

        return null;
    }
}
