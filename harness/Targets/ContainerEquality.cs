namespace Vera.GcStress.Targets;

/// <summary>When two keys or elements of heap types are the same. Scalars and strings compare by value.</summary>
public enum ContainerEquality
{
    /// <summary>If they are one object, as in every release of Vera.</summary>
    Identity,

    /// <summary>
    /// If their copies are equal byte for byte: containers that keep copies have no object left to compare. Inside of a
    /// value 0.0 differs from -0.0, all NaN are one, and containers are equal if their entries are, in order.
    /// </summary>
    Content,
}
