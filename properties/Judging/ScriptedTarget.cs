using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Properties.Judging;

/// <summary>A target that shows its watcher what it was told to, and ends as it was told to.</summary>
internal sealed class ScriptedTarget(Action<IWatcher> events, Outcome outcome) : ITarget
{
    public int HeapStart => HandMadeHeap.Start;

    public Execution Run(StressCase stressCase, IWatcher? watcher = null)
    {
        ArgumentNullException.ThrowIfNull(watcher);
        events(watcher);
        return new(outcome, new Transcript(), new Transcript(), new RunStats(1, 2, 3, 4, 5));
    }
}

/// <summary>Locals whose texts are given.</summary>
internal sealed class GivenLocals(params (int Local, string Text)[] locals) : ILocals
{
    private readonly int[] inScope = [.. locals.Select(l => l.Local)];

    public ReadOnlySpan<int> InScope => inScope;

    public VeraType TypeOf(int local) => VeraType.Int;

    public void Write(int local, CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Raw(Encoding.ASCII.GetBytes(locals.Single(l => l.Local == local).Text));
    }
}
