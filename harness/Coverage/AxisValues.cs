namespace Vera.GcStress.Coverage;

/// <summary>Which containers a case has.</summary>
[Flags]
public enum ContainerAxis
{
    None = 0,
    Set = 1,
    MapScalarKey = 2,
    MapStringKey = 4,
    MapHeapKey = 8,
    Nested = 16,

    /// <summary>Two or more that are not versions of one another.</summary>
    Several = 32,
}

/// <summary>What the containers hold, as element, key or value: one flag a type kind, at the kind's place.</summary>
[Flags]
public enum ElementAxis
{
    None = 0,
    Int = 1 << 0, Nat = 1 << 1, Bool = 1 << 2, Byte = 1 << 3, Float64 = 1 << 4, String = 1 << 5, Decimal = 1 << 6,
    Json = 1 << 7, HtmlNode = 1 << 8, MdBlock = 1 << 9, MdInline = 1 << 10,
    Enum = 1 << 11, Record = 1 << 12, Tree = 1 << 13,
    Tuple = 1 << 14, Option = 1 << 15, Result = 1 << 16, Array = 1 << 17, Set = 1 << 18, Map = 1 << 19,
    Closure = 1 << 20,
}

/// <summary>Where a value came from that went into a container.</summary>
[Flags]
public enum OriginAxis
{
    None = 0,
    BuiltHere = 1,
    BuiltInCallee = 2,
    Parsed = 4,
    Get = 8,
    Elements = 16,
    Keys = 32,
    Values = 64,
    Field = 128,
    ArrayItem = 256,
    Capture = 512,
}

/// <summary>What holds a heap value while something allocates.</summary>
[Flags]
public enum HolderAxis
{
    None = 0,
    Let = 1,
    Match = 2,
    Destructured = 4,
    Operand = 8,
    TailArgument = 16,
    Capture = 32,
    Field = 64,
    State = 128,
    OnlyContainer = 256,
}

/// <summary>What is done with containers.</summary>
[Flags]
public enum OperationAxis
{
    None = 0,
    New = 1,
    Insert = 2,
    InsertAgain = 4,
    Remove = 8,
    RemoveMissing = 16,
    Contains = 32,
    Get = 64,
    Size = 128,
    Iterate = 256,
    Fold = 512,
    OldVersion = 1024,
}

/// <summary>How a case forces allocation.</summary>
[Flags]
public enum PressureAxis
{
    None = 0,

    /// <summary>The case has no op that only allocates.</summary>
    Absent = 1,
    Large = 2,
    Growth = 4,
    Churn = 8,

    /// <summary>One large block, and churn right after it.</summary>
    Both = 16,
}

/// <summary>The heap before the first op.</summary>
[Flags]
public enum HeapAxis
{
    None = 0,
    Empty = 1,
    Full = 2,
    AlmostFull = 4,
    Fragmented = 8,
}

/// <summary>The kind of a collection schedule.</summary>
[Flags]
public enum ScheduleAxis
{
    None = 0,
    Natural = 1,
    Eager = 2,
    Every = 4,
    At = 8,
}

/// <summary>What values a case has: ordinary ones and hostile ones.</summary>
[Flags]
public enum ValueAxis
{
    None = 0,
    Ordinary = 1,
    AddressInteger = 2,
    AddressFloat = 4,
    AddressText = 8,
    IntegerLimit = 16,
    NaN = 32,
    NegativeZero = 64,
    EmptyText = 128,
    Unicode = 256,

    /// <summary>An equal key goes in twice.</summary>
    Duplicate = 512,

    /// <summary>A heap value is stored that a local holds as well.</summary>
    Alias = 1024,
}

/// <summary>Where a case lies on the axes of the design: the values it shows on each.</summary>
public readonly record struct AxisValues(
    ContainerAxis Containers,
    ElementAxis Elements,
    OriginAxis Origins,
    HolderAxis Holders,
    OperationAxis Operations,
    PressureAxis Pressure,
    HeapAxis Heap,
    ScheduleAxis Schedule,
    ValueAxis Values)
{
    /// <summary>Every value of every axis.</summary>
    public static AxisValues All { get; } = new(
        Every<ContainerAxis>(), Every<ElementAxis>(), Every<OriginAxis>(), Every<HolderAxis>(),
        Every<OperationAxis>(), Every<PressureAxis>(), Every<HeapAxis>(), Every<ScheduleAxis>(), Every<ValueAxis>());

    /// <summary>Each value as <c>axis: value</c>, in the order of the design.</summary>
    public IEnumerable<string> Names() =>
    [
        .. Names("container", Containers),
        .. Names("element", Elements),
        .. Names("origin", Origins),
        .. Names("holder", Holders),
        .. Names("operation", Operations),
        .. Names("pressure", Pressure),
        .. Names("heap", Heap),
        .. Names("schedule", Schedule),
        .. Names("value", Values),
    ];

    private static IEnumerable<string> Names<T>(string axis, T values)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Convert.ToInt32(value) != 0 && values.HasFlag(value))
            {
                yield return $"{axis}: {value}";
            }
        }
    }

    private static T Every<T>()
        where T : struct, Enum
    {
        var all = 0;
        foreach (var value in Enum.GetValues<T>())
        {
            all |= Convert.ToInt32(value);
        }

        return (T)Enum.ToObject(typeof(T), all);
    }
}
