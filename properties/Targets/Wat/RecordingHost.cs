using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Properties.Targets.Wat;

/// <summary>Remembers what the heap asked of its host, and lets a law look on.</summary>
internal sealed class RecordingHost : IHeapHost
{
    public List<(int Kind, int Handle)> Decrefs { get; } = [];

    public List<(int Kind, int Handle)> Asked { get; } = [];

    /// <summary>What lies behind each handle.</summary>
    public Dictionary<int, uint[]> Behind { get; } = [];

    public Action OnDecref { get; set; } = () => { };

    public Action OnCollecting { get; set; } = () => { };

    public Action OnCollected { get; set; } = () => { };

    public void DecrefHandle(int kind, int handle)
    {
        Decrefs.Add((kind, handle));
        OnDecref();
    }

    public ReadOnlySpan<uint> PointersBehind(int kind, int handle)
    {
        Asked.Add((kind, handle));
        return Behind.GetValueOrDefault(handle, []);
    }

    public void Collecting() => OnCollecting();

    public void Collected() => OnCollected();
}
