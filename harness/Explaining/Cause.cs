namespace Vera.GcStress.Explaining;

/// <summary>The part of the system that a cause sits in.</summary>
public enum CauseLayer
{
    /// <summary>The facts point to no one part.</summary>
    Unknown,

    /// <summary>Sizes, headers, free lists, growth.</summary>
    Allocator,

    /// <summary>Marking, sweeping, marks left behind.</summary>
    MarkSweep,

    /// <summary>The stack itself: its bounds and its slots.</summary>
    ShadowStack,

    /// <summary>What the program pushes on it, and pops.</summary>
    Roots,

    /// <summary>Host code that builds or reads values in guest memory.</summary>
    HostWalkers,

    /// <summary>Wrappers, the wrap table, host values by handle.</summary>
    Handles,

    /// <summary>How containers keep their contents.</summary>
    Containers,

    /// <summary>Words that only look like pointers.</summary>
    Conservatism,
}

/// <summary>The classes of cause that a run's facts can point to.</summary>
public enum CauseKind
{
    /// <summary>The facts fit none of the others.</summary>
    Unknown,

    /// <summary>Another result under other collections, and nothing else that an oracle saw.</summary>
    ScheduleSeen,

    /// <summary>The driven and the compiled way did not do the same.</summary>
    LanesDiffer,

    /// <summary>Entries of a container that the collector has no way to.</summary>
    ContentsInvisible,

    /// <summary>A block of a container under construction that nothing rooted.</summary>
    UpdateUnrooted,

    /// <summary>A wrong answer without any block lost.</summary>
    WrongOperation,

    /// <summary>A closure gives back something else than it captured.</summary>
    CaptureLost,

    /// <summary>A word that looks like an address was marked through.</summary>
    FalsePointer,

    /// <summary>A host handle was taken for an address.</summary>
    HandleAsPointer,

    /// <summary>A number or string byte keeps a block.</summary>
    DataScanned,

    /// <summary>A block that is in use has words of what was freed in its place.</summary>
    StaleWords,

    /// <summary>A block that holds pointers was not scanned, because it counts as free of them.</summary>
    PointersNotScanned,

    /// <summary>A local, operand or cell that is in no root slot.</summary>
    RootMissing,

    /// <summary>A root that was there and is gone, though the frame still needs it.</summary>
    RootPopped,

    /// <summary>A slot of the shadow stack that marking did not look at.</summary>
    RootNotSeen,

    /// <summary>The shadow stack ran over into memory that the collector writes to.</summary>
    StackOverrun,

    /// <summary>A collection moved the shadow pointer, or wrote to a slot that lies on the stack.</summary>
    StackTouched,

    /// <summary>A word above the top of the shadow stack counts as a root.</summary>
    StaleRoot,

    /// <summary>Roots outlive the frame or the turn that pushed them.</summary>
    RootsLeft,

    /// <summary>Host code held a block in a variable of its own only.</summary>
    HostUnrooted,

    /// <summary>Host code reached beyond memory.</summary>
    HostOutOfBounds,

    /// <summary>Marking did not come to a block that a scanned word names.</summary>
    MarkingLost,

    /// <summary>Marks of an earlier collection still stood.</summary>
    MarksKept,

    /// <summary>The sweep did not enter what it freed.</summary>
    SweepLost,

    /// <summary>The free list names what it should not, or a block was handed out twice.</summary>
    FreeList,

    /// <summary>A block's header is wrong, or the wrong size was handed out.</summary>
    Headers,

    /// <summary>Free blocks are not used again, or not merged.</summary>
    NoReuse,

    /// <summary>Memory ended before the block did, or the heap went on beyond its ceiling.</summary>
    Growth,

    /// <summary>Each version of a container needs another size than the ones before it.</summary>
    SizesCreep,

    /// <summary>The host's value of a live wrapper is gone, or that of a dead one stayed.</summary>
    Handles,

    /// <summary>The wrap table ran over into the heap.</summary>
    WrapTableOverrun,

    /// <summary>A wrapper that was being registered had no root.</summary>
    WrapperUnrooted,
}

/// <summary>What most likely went wrong, concluded from what the run showed.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Layer">Where to look.</param>
/// <param name="Title">One line, in the words of Vera's bug history.</param>
/// <param name="Why">The facts that point there, one sentence a line.</param>
public sealed record Cause(CauseKind Kind, CauseLayer Layer, string Title, IReadOnlyList<string> Why);
