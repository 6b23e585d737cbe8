namespace Vera.GcStress.Coverage;

/// <summary>Which expressions decide what is evaluated, and in which function.</summary>
[Flags]
internal enum ControlAxis
{
    None = 0,

    /// <summary>No expression does: one step follows the other.</summary>
    Straight = 1,
    If = 2,
    Match = 4,

    /// <summary>A let that only a part of an expression sees.</summary>
    Block = 8,

    /// <summary>A handler of thrown values.</summary>
    Try = 16,
    Throw = 32,

    /// <summary>A function that calls itself and goes on after that.</summary>
    Recursion = 64,

    /// <summary>One whose last deed is to call itself.</summary>
    TailRecursion = 128,

    /// <summary>A function that is applied to the items of an array.</summary>
    Applied = 256,

    /// <summary>A State cell within an expression.</summary>
    Cell = 512,

    /// <summary>What is stored in one.</summary>
    Store = 1024,

    /// <summary>Two functions that call each other and go on after that, one of them at least.</summary>
    Mutual = 2048,

    /// <summary>Two whose last deed is to call each other.</summary>
    TailMutual = 4096,

    /// <summary>A function that says which items of an array are kept.</summary>
    Filter = 8192,

    /// <summary>One that gives the keys by which items are sorted.</summary>
    Sort = 16384,

    /// <summary>A function that checks what it is given, and what it returns.</summary>
    Contract = 32768,

    /// <summary>A function that is a value, and is applied elsewhere.</summary>
    Function = 65536,

    /// <summary>A generic function.</summary>
    Generic = 131_072,

    /// <summary>A function that knows a type by an alias.</summary>
    Alias = 262_144,

    /// <summary>A function with a contract that knows its types by aliases.</summary>
    AliasContract = 524_288,

    /// <summary>A State cell that knows the type of what it holds by an alias.</summary>
    AliasCell = 1_048_576,

    /// <summary>A handler that knows the type of what it catches by an alias.</summary>
    AliasTry = 2_097_152,
}
