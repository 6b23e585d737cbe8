namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>Why the guest trapped. The first six have heap.wat's numbers.</summary>
internal enum TrapKind
{
    /// <summary>A request of 2^31 bytes or more.</summary>
    BadSize = 1,

    /// <summary>Memory may not grow any further.</summary>
    Memory = 2,
    Worklist = 3,
    ShadowStack = 4,
    WrapTable = 5,

    /// <summary>The heap may not go beyond its ceiling: 2^31, unless a layout has a lower one.</summary>
    Ceiling = 6,
    Fuel,
    OutOfBounds,
    Unreachable,
    Other,
}

/// <summary>The guest trapped: it ran into a limit, or it is broken.</summary>
internal sealed class HeapTrap(TrapKind kind, Exception? cause = null) : Exception(Describe(kind), cause)
{
    public TrapKind Kind { get; } = kind;

    /// <summary>Whether a limit was the reason: the run says nothing about the heap.</summary>
    public bool IsLimit => Kind <= TrapKind.Fuel;

    /// <summary>Whether a block found no room.</summary>
    public bool IsOutOfRoom => Kind is TrapKind.Memory or TrapKind.Ceiling;

    private static string Describe(TrapKind kind) => kind switch
    {
        TrapKind.BadSize => "a block of 2 GiB or more",
        TrapKind.Memory => "memory is used up",
        TrapKind.Worklist => "the worklist is full",
        TrapKind.ShadowStack => "the shadow stack is full",
        TrapKind.WrapTable => "the wrap table is full",
        TrapKind.Ceiling => "the heap has reached its ceiling",
        TrapKind.Fuel => "fuel is used up",
        TrapKind.OutOfBounds => "an access out of bounds",
        TrapKind.Unreachable => "unreachable code was reached",
        _ => "the guest trapped",
    };
}
