using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Explaining;

/// <summary>The addresses that a failing read came across, in the order of the reading.</summary>
internal sealed class FailingTrace : ITypedTrace
{
    private readonly List<int> addresses = [];
    private readonly List<(int From, int To, string What)> edges = [];

    public IReadOnlyList<int> Addresses => addresses;

    /// <summary>
    /// What the reader took the block for, coming from another one if it can be; null if it never came there. Several
    /// values may lie there for the reader, once a block is lost; where another block took its place, only what came
    /// from that one counts.
    /// </summary>
    public string? NameAt(int address, int from, bool isReused)
    {
        // A block that a lost one was replaced by may seem to point to itself.
        var here = edges.Where(e => e.To == address && e.From != address).ToList();
        return here.Count == 0 ? null : here.Find(e => e.From == from).What ?? (isReused ? null : here[^1].What);
    }

    public void Edge(uint from, uint to, string what, bool isEntry)
    {
        edges.Add((unchecked((int)from), unchecked((int)to), what));
        Add(to);
    }

    public void Add(uint address) => addresses.Add(unchecked((int)address));

    /// <summary>The word in free memory that was written to, if that is what an oracle saw.</summary>
    public int? Written { get; private set; }

    /// <summary>Whether a handle in what was read led to no value.</summary>
    public bool MetDeadHandle { get; private set; }

    /// <inheritdoc/>
    public void Unreadable(TrapReason why) => MetDeadHandle |= why == TrapReason.DeadHandle;

    /// <summary>The addresses that an oracle names, where it names what was lost.</summary>
    public void AddFrom(Evidence? evidence)
    {
        switch (evidence?.Core)
        {
            case Evidence.Unmarked { Block: var block }:
                addresses.Add(block);
                break;
            case Evidence.FreedChanged { Block: var free, Offset: var offset }:
                Written = free + offset;
                break;
            case Evidence.Trapped { Why: var why }:
                MetDeadHandle |= why.Reason == TrapReason.DeadHandle;
                foreach (var address in why.Addresses)
                {
                    Add(address);
                }

                break;
        }
    }
}
