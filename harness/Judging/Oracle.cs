using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Judging;

/// <summary>One claim about a run, checked while it happens.</summary>
/// <remarks>Each method looks at one event and answers with the failure that it shows, or null.</remarks>
internal abstract class Oracle
{
    /// <summary>Whose claim it is in verdicts and files.</summary>
    public abstract OracleName Name { get; }

    /// <summary>A run begins; <paramref name="expected"/> is the model's and stays valid until it ends.</summary>
    public virtual void Begin(StressCase stressCase, Execution expected)
    {
    }

    public virtual Verdict.Fail? Observed(int op, ReadOnlySpan<byte> text) => null;

    public virtual void Collecting(in HeapView heap)
    {
    }

    public virtual Verdict.Fail? Collected(int op, in HeapView heap) => null;

    /// <summary>The heap found no room for a block, and may not grow.</summary>
    public virtual Verdict.Fail? OutOfRoom(int op, in HeapView heap) => null;

    public virtual Verdict.Fail? Stepped(int op, int collections, ILocals locals) => null;

    public virtual Verdict.Fail? Releasing(int op, in HeapView heap) => null;

    public virtual Verdict.Fail? Released(int op, in HeapView heap, int hostEntries) => null;

    /// <summary>The target itself saw a rule broken, in a function of the program.</summary>
    public virtual Verdict.Fail? Damaged(int op, HeapDamage damage, string site) => null;

    /// <summary>The run is over, and no oracle has seen anything wrong so far.</summary>
    public virtual Verdict.Fail? Ended(Outcome outcome) => null;

    protected Verdict.Fail Fail(int op, Evidence evidence) => new(Name, op, evidence);
}
