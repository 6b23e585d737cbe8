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
}
