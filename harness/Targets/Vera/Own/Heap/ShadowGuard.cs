using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Heap;

/// <summary>Roots that the host holds on the guest's shadow stack; all are dropped at the end of the scope.</summary>
/// <remarks>For a host that does not root it does nothing, which is how such hosts lose what they build.</remarks>
internal readonly ref struct ShadowGuard
{
    private const string Pointer = "gc_sp";
    private readonly Guest guest;
    private readonly bool roots;
    private readonly int entry;

    public ShadowGuard(Guest guest, bool roots)
    {
        this.guest = guest;
        this.roots = roots;
        entry = roots ? guest.Instance.Global(Pointer) : 0;
    }

    public void Push(uint pointer)
    {
        if (!roots)
        {
            return;
        }

        var at = guest.Instance.Global(Pointer);
        var limit = guest.Instance.Global("gc_stack_limit");
        if (at < 0 || at > limit - 4)
        {
            throw RunStop.Failed($"RuntimeError: #692: host shadow-stack overflow (sp={at}, limit={limit})");
        }

        guest.SetWord(at, pointer);
        guest.Instance.SetGlobal(Pointer, at + 4);
    }

    /// <summary>Roots a block unless it is the empty one.</summary>
    public void PushIfAny(uint pointer)
    {
        if (pointer != 0)
        {
            Push(pointer);
        }
    }

    public void Dispose()
    {
        if (roots)
        {
            guest.Instance.SetGlobal(Pointer, entry);
        }
    }
}
