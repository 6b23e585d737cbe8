using Vera.GcStress.Heaps;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets;

/// <summary>
/// A watcher that is told of every allocation too, and may ask who holds what. Runs that are looked at so closely are
/// slow: this is for one case at a time.
/// </summary>
public interface ICloseWatcher : IWatcher
{
    /// <summary>A run begins; <paramref name="state"/> tells of the moment in which it is asked.</summary>
    void Attached(IRunState state);

    /// <summary>An op begins.</summary>
    void Began(int op);

    /// <summary>A block is asked for.</summary>
    void Allocating(in HeapView heap, int bytes, bool pointerFree);

    /// <summary>The block that was asked for last has been handed out.</summary>
    void Allocated(in HeapView heap, int payload);
}

/// <summary>Where a program keeps a value, apart from the shadow stack.</summary>
public enum HolderKind
{
    /// <summary>A local in scope.</summary>
    Local,

    /// <summary>An intermediate result that the op that runs still needs.</summary>
    Temporary,

    /// <summary>The State cell.</summary>
    State,
}

/// <summary>A word that the program still needs and that points to a block, or did once.</summary>
/// <param name="Kind">Where it is kept.</param>
/// <param name="Number">The local's number, or the register's.</param>
/// <param name="Address">The word itself, unchecked.</param>
public readonly record struct HeldWord(HolderKind Kind, int Number, uint Address)
{
    /// <summary>As what an intermediate result is to be on the shadow stack; null: it is not to be there.</summary>
    public string? RootedAs { get; init; }

    /// <summary>Whether it was pushed there, when it was bound or as what it is to be.</summary>
    public bool WasPushed { get; init; }
}

/// <summary>What carries the program out right now.</summary>
/// <param name="Import">The import that the host is carrying out, such as <c>json_parse</c>, or null.</param>
/// <param name="Step">What else the program does, in a word or two.</param>
/// <param name="Call">How many host calls have begun: equal numbers are one call.</param>
public readonly record struct RunSite(string? Import, string Step, int Call)
{
    /// <summary>What the program makes here, by what it does with it: <c>String bytes</c>; or null.</summary>
    public string? Makes { get; init; }

    /// <summary>Any step that has no name of its own.</summary>
    public const string Program = "the program";

    /// <summary>The step in which a wrapper is entered into the wrap table.</summary>
    public const string Registration = "registration of a wrapper";

    /// <summary>In a few words, for a timeline.</summary>
    public override string ToString() => Import is null ? Step : $"host call {Import}";
}

/// <summary>What a running program holds, as its target knows it.</summary>
public interface IRunState
{
    /// <summary>What the program does now.</summary>
    RunSite Site { get; }

    /// <summary>The heap as it is now, or as it was when the program last allocated.</summary>
    HeapView Heap { get; }

    /// <summary>Adds what the locals in scope point to.</summary>
    void Locals(List<HeldWord> into);

    /// <summary>Adds every intermediate result that the program still needs and that may be a pointer.</summary>
    void Temporaries(List<HeldWord> into);

    /// <summary>
    /// Adds what the entries of a container point to, wherever they are kept; nothing if no wrapper is there.
    /// </summary>
    void Contents(uint wrapper, List<uint> into);

    /// <summary>Follows a local by its type, as far as it can be followed.</summary>
    void Trace(int local, ITypedTrace trace);

    /// <summary>Follows the value that was observed last.</summary>
    void TraceObserved(ITypedTrace trace);
}

/// <summary>Is told of every block that a value consists of.</summary>
public interface ITypedTrace
{
    /// <param name="from">The block that points there, or 0: the value itself does.</param>
    /// <param name="to">The payload address, unchecked.</param>
    /// <param name="what">What is there, by its type: <c>Json</c>, <c>Set&lt;Json&gt;</c>.</param>
    /// <param name="isEntry">Whether <paramref name="to"/> is a key, value or element of the container.</param>
    void Edge(uint from, uint to, string what, bool isEntry);

    /// <summary>What lies behind the last block cannot be told, for this reason.</summary>
    void Unreadable(TrapReason why)
    {
    }
}
