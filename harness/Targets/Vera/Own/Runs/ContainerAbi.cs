
namespace Vera.GcStress.Targets.Vera.Own.Runs;

/// <summary>How Sets and Maps pass between a module and its host.</summary>
public enum ContainerAbi
{
    /// <summary>Bare handles of host dictionaries, for ever: before 0.0.134.</summary>
    Handles,

    /// <summary>Wrapped handles that the collector reports dead: 0.0.134 to 0.0.158.</summary>
    Wrappers,

    /// <summary>The same, and a bucket on the heap that keeps the contents alive: 0.0.159 to 0.0.170.</summary>
    Mirror,

    /// <summary>The bucket is the container: since 0.0.171.</summary>
    Bucket,
}
