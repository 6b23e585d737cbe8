using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Containers;
using Vera.GcStress.Targets.Wat.Hosts;

namespace Vera.GcStress.Targets.Wat.Lowering;

/// <summary>Lowers what call sites do with handles.</summary>
internal sealed class WrapperLowerer(LoweredCase lowered, WrapperShape shape, Rooting roots)
{
    /// <summary>A new wrapper around a handle: registered, rooted and, where releases do so, given a bucket.</summary>
    public int Wrap(int kind, int handle)
    {
        var wrapper = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Alloc, wrapper, imm: shape.HandleBytes);
        lowered.StoreWord(wrapper, 0, unchecked((int)Wrapper.TagOf(kind)));
        var tagged = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Tag, tagged, handle);
        lowered.Add(Code.Store, wrapper, tagged, imm: 4, kind: SlotShape.I32);
        if (shape.HasBucketWord)
        {
            lowered.StoreWord(wrapper, 8, 0);
        }

        lowered.Add(Code.Register, wrapper, handle, imm: kind);
        roots.Push(RootPlace.Wrapper, wrapper);
        if (shape.HasBucketWord)
        {
            var attach = HostImport.Of(HostFunction.AttachBucket);
            lowered.Ask(attach, wrapper, lowered.Constant(SlotShape.I32, kind), handle);
        }

        return wrapper;
    }

    /// <summary>
    /// What imports call the container: its handle, taken out of the wrapper at once, or the wrapper.
    /// </summary>
    public int Unwrapped(int wrapper)
    {
        if (!shape.UsesHandles)
        {
            return wrapper;
        }

        var word = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Load, word, wrapper, imm: 4, kind: SlotShape.I32);
        var handle = lowered.Register(SlotShape.I32);
        lowered.Add(Code.Tag, handle, word, imm: 1);
        return handle;
    }
}
