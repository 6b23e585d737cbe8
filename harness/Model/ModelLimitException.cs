namespace Vera.GcStress.Model;

/// <summary>
/// A case asked for more than the model is willing to do. Ends the run as a limit, never leaves the model.
/// </summary>
internal sealed class ModelLimitException(string message) : Exception(message)
{
    public static void ThrowIfOver(int max, int value, string unit)
    {
        if (value > max)
        {
            throw new ModelLimitException($"more than {max} {unit}");
        }
    }
}
