using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>Which containers a case has.</summary>
[Flags]
internal enum ContainerAxis
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
internal enum ElementAxis
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
    /// <summary>No value goes into a container.</summary>
    None = 0,

    /// <summary>Made by an expression of the frame that stores it.</summary>
    BuiltHere = 1,

    /// <summary>Returned by a callee.</summary>
    BuiltInCallee = 2,

    /// <summary>Built by the host from a document.</summary>
    Parsed = 4,

    /// <summary>Read with <c>map_get</c>.</summary>
    Get = 8,

    /// <summary>Read with <c>set_to_array</c>.</summary>
    Elements = 16,

    /// <summary>Read with <c>map_keys</c>.</summary>
    Keys = 32,

    /// <summary>Read with <c>map_values</c>.</summary>
    Values = 64,

    /// <summary>Read out of an ADT by a match.</summary>
    Field = 128,

    /// <summary>Read out of an array.</summary>
    ArrayItem = 256,

    /// <summary>Returned by the closure that had captured it.</summary>
    Capture = 512,
}

/// <summary>What holds a heap value while something allocates.</summary>
[Flags]
public enum HolderAxis
{
    /// <summary>Nothing of the heap is held then.</summary>
    None = 0,

    /// <summary>A let-bound local.</summary>
    Let = 1,

    /// <summary>A local that a match arm bound.</summary>
    Match = 2,

    /// <summary>A local of a destructuring let.</summary>
    Destructured = 4,

    /// <summary>An operand of an expression that is still being evaluated.</summary>
    Operand = 8,

    /// <summary>An argument of a tail call.</summary>
    TailArgument = 16,

    /// <summary>A closure that captured it.</summary>
    Capture = 32,

    /// <summary>A field of an ADT.</summary>
    Field = 64,

    /// <summary>The State cell.</summary>
    State = 128,

    /// <summary>A container, and nothing besides.</summary>
    OnlyContainer = 256,
}

/// <summary>What is done with containers.</summary>
[Flags]
public enum OperationAxis
{
    /// <summary>No operation on a container.</summary>
    None = 0,

    /// <summary>A container without entries.</summary>
    New = 1,

    /// <summary>An insert of a key that is new.</summary>
    Insert = 2,

    /// <summary>An insert of a key that is there already.</summary>
    InsertAgain = 4,

    /// <summary>A remove of a key that is there.</summary>
    Remove = 8,

    /// <summary>A remove of a key that is not there.</summary>
    RemoveMissing = 16,

    /// <summary>Asks for a key.</summary>
    Contains = 32,

    /// <summary>Reads the value of a key.</summary>
    Get = 64,

    /// <summary>Counts the entries.</summary>
    Size = 128,

    /// <summary>All elements, keys or values, read as an array.</summary>
    Iterate = 256,

    /// <summary>A long chain of inserts; only the last version is kept.</summary>
    Fold = 512,

    /// <summary>A version is read after a newer one was made of it.</summary>
    OldVersion = 1024,
}

/// <summary>How a case forces allocation.</summary>
[Flags]
internal enum PressureAxis
{
    None = 0,

    /// <summary>The case has no op that only allocates.</summary>
    Absent = 1,

    /// <summary>One block larger than the slack.</summary>
    Large = 2,

    /// <summary>One block that makes memory grow by many pages.</summary>
    Growth = 4,

    /// <summary>Many small blocks, each dropped at once.</summary>
    Churn = 8,

    /// <summary>One large block, and churn right after it.</summary>
    Both = 16,
}

/// <summary>The heap before the first op.</summary>
[Flags]
public enum HeapAxis
{
    /// <summary>No case was looked at.</summary>
    None = 0,

    /// <summary>See <see cref="HeapState.Empty"/>.</summary>
    Empty = 1,

    /// <summary>See <see cref="HeapState.Full"/>.</summary>
    Full = 2,

    /// <summary>See <see cref="HeapState.AlmostFull"/>.</summary>
    AlmostFull = 4,

    /// <summary>See <see cref="HeapState.Fragmented"/>.</summary>
    Fragmented = 8,
}

/// <summary>The kind of a collection schedule.</summary>
[Flags]
internal enum ScheduleAxis
{
    None = 0,
    Natural = 1,
    Eager = 2,
    Every = 4,
    At = 8,
}

/// <summary>What values a case has: ordinary ones and hostile ones.</summary>
[Flags]
internal enum ValueAxis
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

    /// <summary>Given to the program by whoever runs it.</summary>
    Argument = 2048,
}

/// <summary>Where a case lies on the axes of the design: the values it shows on each.</summary>
internal readonly record struct AxisValues(
    ContainerAxis Containers,
    ElementAxis Elements,
    OriginAxis Origins,
    HolderAxis Holders,
    OperationAxis Operations,
    PressureAxis Pressure,
    HeapAxis Heap,
    ScheduleAxis Schedule,
    ValueAxis Values,
    ControlAxis Controls)
{
    /// <summary>Every value of every axis.</summary>
    public static AxisValues All { get; } = new(
        Every<ContainerAxis>(), Every<ElementAxis>(), Every<OriginAxis>(), Every<HolderAxis>(),
        Every<OperationAxis>(), Every<PressureAxis>(), Every<HeapAxis>(), Every<ScheduleAxis>(), Every<ValueAxis>(),
        Every<ControlAxis>());

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
        .. Names("control", Controls),
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
