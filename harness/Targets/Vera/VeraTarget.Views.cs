using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Targets.Vera;

/// <content>The same Vera seen otherwise: on another host, or with a part swapped.</content>
internal sealed partial class VeraTarget
{
    private NodeHost? node;

    /// <summary>The same Vera with its own host and its own collector, which knows no points: what anybody sees.
    /// </summary>
    public ITarget Plain => new View(this, RunThere, collectsAtPoints: false, ahead: false);

    /// <summary>The same Vera with our own collector in the place of its own.</summary>
    public ITarget Hardened => new View(this, cases => RunHere(cases, swaps: true), true, ahead: false);

    /// <summary>The same Vera's JavaScript runtime, in Node.</summary>
    /// <param name="ahead">Whether cases that are to run there are compiled ahead for it.</param>
    /// <exception cref="VeraException">It has none, or there is no Node.</exception>
    public ITarget OnNode(bool ahead)
    {
        node ??= NodeHost.Open(Package, Runner.Stop.Either);
        return new View(this, RunOnNode, collectsAtPoints: true, ahead);
    }

    private CaseRun[] RunOnNode(StressCase[] cases)
    {
        node!.Stop = Runner.Stop.Either;
        return RunEach(cases, one => programs!.RunOn(one, node));
    }

    private sealed class View(
        VeraTarget vera, Func<StressCase[], CaseRun[]> run, bool collectsAtPoints, bool ahead) : IBatchTarget
    {
        public int HeapStart => vera.HeapStart;

        public bool CollectsAtPoints => collectsAtPoints;

        public bool LiesAlike => false;

        public CancellationToken Stop
        {
            set => vera.Stop = value;
        }

        /// <summary>Few cases are looked at otherwise, one by one.</summary>
        public void Prefetch(IReadOnlyList<StressCase> cases)
        {
            if (ahead)
            {
                vera.Prefetch(cases);
            }
        }

        public void Announce(IReadOnlyList<StressCase> cases)
        {
            if (ahead)
            {
                vera.Announce(cases);
            }
        }

        public Execution Run(StressCase stressCase, IWatcher? watcher = null) =>
            Shown(vera.RunMany([stressCase], run)[0], watcher);
    }
}
