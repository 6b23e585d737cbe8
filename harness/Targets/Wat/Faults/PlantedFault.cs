namespace Vera.GcStress.Targets.Wat.Faults;

/// <summary>A bug planted in our C#, as opposed to one in heap.wat: each is one branch, off unless asked for.</summary>
/// <remarks>What each of them does, and which bug it is modelled on, stands in <see cref="FaultCatalogue"/>.</remarks>
public enum PlantedFault
{
    None,

    // Shadow stack and roots: lowering.
    ClosureResultUnbalanced, TailLosesRoots, TailPairUnrooted, LetUnrooted, PairLetUnrooted, MatchUnrooted,
    DestructureUnrooted, CaptureUnrooted, CallResultUnrooted, ClosureResultUnrooted, ArrayUnrooted,
    ConstructUnrooted, StateUnrooted, OperandUnrooted, ChainUnrooted, CaptureHalved, TailUnwindsCaller,
    BuilderLeaks, CalleeLeaks,

    // Host walkers and builders.
    JsonWalkerUnrooted, HtmlWalkerUnrooted, MdWalkerUnrooted, WalkerArrayUnrooted, WalkerMapUnrooted,
    OptionPayloadUnrooted, ResultPayloadUnrooted, ListingUnrooted, WindowStale,

    // Handles.
    HandleUntagged, HandleKept,

    // Containers.
    ContentsInvisible, EntryUnrooted, CellUnrooted, NodeUnrooted, RootUnrooted, SentinelZero, NanUnequal,
    ZeroSignKept, CollisionLost, StaleAfterRemoval, NodeUncollapsed, NodeShared, EntryOverwritten, PositionLost,
    DuplicateCounted, KeyDisguised, ValueCut, OrderLost, BucketUnrooted, BucketExact, TracedValuesForgotten,
    MirrorValuesForgotten,

    // What is scanned and what is not.
    ScalarsScanned, StringsScanned, EntryPointerFree, NodePointerFree,
}
