namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>How a runtime's containers and decimals look to call sites.</summary>
/// <param name="UsesHandles">Whether imports take and return raw handles that the guest wraps; elsewhere they take
/// and return wrappers.</param>
/// <param name="HasBucketWord">Whether a wrapper around a handle has a third word, and is passed to
/// <c>attach_bucket_to_wrapper</c> once it is rooted: Vera since 0.0.159.</param>
/// <param name="BuildsInPlace">Whether a fold of insertions is carried out on an open version: open, put,
/// close.</param>
/// <param name="NamesTypes">Whether <c>set_new</c> and <c>map_new</c> are told the type of what they make.</param>
public readonly record struct WrapperShape(
    bool UsesHandles, bool HasBucketWord = false, bool BuildsInPlace = false, bool NamesTypes = false)
{
    /// <summary>Payload bytes of a wrapper around a handle.</summary>
    public int HandleBytes => HasBucketWord ? 12 : Wrapper.HandleBytes;
}
