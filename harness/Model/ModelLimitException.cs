using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Vera.GcStress.Model;

/// <summary>
/// A case asked for more than the model is willing to do. Ends the run as a limit, never leaves the model.
/// </summary>
internal sealed class ModelLimitException(string message) : Exception(message)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ThrowIfOver(int max, int value, string unit)
    {
        if (value > max)
        {
            Throw(max, unit);
        }
    }

    [DoesNotReturn]
    private static void Throw(int max, string unit) => throw new ModelLimitException($"more than {max} {unit}");
}
