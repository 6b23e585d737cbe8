namespace Vera.GcStress.Model;

/// <summary>A case throws a value, which one of its handlers catches.</summary>
internal sealed class ThrownValue(VeraType type, ModelValue value) : Exception
{
    /// <summary>Which handlers it is for.</summary>
    public VeraType Type { get; } = type;

    public ModelValue Value { get; } = value;
}
