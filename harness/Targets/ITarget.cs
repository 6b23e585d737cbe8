using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets;

/// <summary>Something that can carry out a case: the model, our heap on Wasmtime, a real Vera.</summary>
/// <remarks>A target belongs to one thread; what <see cref="Run"/> returns is valid until its next run.</remarks>
public interface ITarget
{
    /// <summary>Where the heap starts, so that <see cref="Expr.Address"/> has a value.</summary>
    int HeapStart { get; }

    /// <summary>Whether collections take place exactly where a schedule says.</summary>
    bool CollectsAtPoints => true;

    /// <summary>
    /// Whether a case lies in memory alike whenever it runs. Real Vera compiles it among others, and lists a set by
    /// addresses.
    /// </summary>
    bool LiesAlike => true;

    /// <summary>Carries the case out; a watcher sees the run while it happens and may stop it.</summary>
    Execution Run(StressCase stressCase, IWatcher? watcher = null);
}

/// <summary>Looks on while a case runs. Oracles are watchers.</summary>
/// <remarks>A target without a heap of its own calls <see cref="Observed"/> alone.</remarks>
public interface IWatcher
{
    /// <summary>Whether the run may end here: nothing that follows matters any more.</summary>
    bool Stopped { get; }

    /// <summary>An observe op has read a value; <paramref name="text"/> is canonical.</summary>
    void Observed(int op, ReadOnlySpan<byte> text);

    /// <summary>
    /// A rule of the heap was seen broken at some time of the run, by a target that looks itself; the site is a
    /// function.
    /// </summary>
    void Damaged(HeapDamage damage, string site)
    {
    }

    /// <summary>A collection is about to start.</summary>
    void Collecting(in HeapView heap);

    /// <summary>A collection has ended; its marks still stand.</summary>
    void Collected(in HeapView heap);

    /// <summary>The heap found no room for a block and may not grow any further: the run ends here.</summary>
    void OutOfRoom(in HeapView heap)
    {
    }

    /// <summary>An op has ended. <paramref name="collections"/> of them took place during the op.</summary>
    void Stepped(int op, int collections, ILocals locals);

    /// <summary>Whether the watcher wants <see cref="Settled"/> of the run that it looks on.</summary>
    bool Measures => false;

    /// <summary>Whether the execution is to say which features the run showed.</summary>
    bool CountsFeatures => false;

    /// <summary>All ops have ended, and nothing has been dropped yet.</summary>
    void Releasing(in HeapView heap)
    {
    }

    /// <summary>
    /// All ops have ended, and a full collection has run under the roots that the case itself left. The values in scope
    /// consist of blocks of <paramref name="reachedBytes"/> bytes: a count that follows types, not words.
    /// </summary>
    void Settled(in HeapView heap, long reachedBytes)
    {
    }

    /// <summary>
    /// All ops have ended, every root has gone and a full collection has run, which the run's numbers leave out. The
    /// host still keeps <paramref name="hostEntries"/> values of its own for the program.
    /// </summary>
    void Released(in HeapView heap, int hostEntries)
    {
    }
}

/// <summary>The locals that are in scope, as the guest's memory holds them now.</summary>
public interface ILocals
{
    /// <summary>The locals in scope, in the order in which they were bound.</summary>
    ReadOnlySpan<int> InScope { get; }

    /// <summary>
    /// How many slots of the shadow stack the case has filled, those of a prepared heap apart; -1 if that is not known.
    /// </summary>
    int Roots => -1;

    /// <summary>The type of a local in scope.</summary>
    VeraType TypeOf(int local);

    /// <summary>
    /// Writes the canonical text of a local's value, read from guest memory and hostile until checked.
    /// </summary>
    void Write(int local, CanonicalWriter writer);

    /// <summary>
    /// Whether a local that was written before must have the same text still. False where that is not known.
    /// </summary>
    bool Stands(int local) => false;
}
