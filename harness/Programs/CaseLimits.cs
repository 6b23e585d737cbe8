namespace Vera.GcStress.Programs;

/// <summary>How large a case may be: repair clamps to these limits, and the parser refuses what goes beyond.</summary>
/// <remarks>They keep hostile files from costing more than a moment; no real case comes near them.</remarks>
internal static class CaseLimits
{
    public const int FileBytes = 4 << 20;

    public const int Ops = 10_000;

    public const int Locals = 10_000;

    /// <summary>Callee frames that are open at once.</summary>
    public const int FrameDepth = 32;

    /// <summary>How deep one expression nests; a literal or a local is 1 deep.</summary>
    public const int ExprDepth = 200;

    /// <summary>Expressions and their parts, in the whole case.</summary>
    public const int Nodes = 200_000;

    /// <summary>Nodes again, but the operands of a fold count once for each of its turns.</summary>
    public const int Evaluations = 4_000_000;

    /// <summary>Turns of a fold; of folds within a fold's operands, the product.</summary>
    public const int FoldCount = 4096;

    /// <summary>Items that a function is applied to.</summary>
    public const int AppliedItems = 64;

    /// <summary>Items that are reduced: no array with room for as many is made of them.</summary>
    public const int ReducedItems = FoldCount;

    /// <summary>Items that are sorted: each is compared with all before it.</summary>
    public const int SortedItems = 8;

    /// <summary>Parameters of a recursion.</summary>
    public const int Parameters = 8;

    /// <summary>What is given to the program.</summary>
    public const int Arguments = 8;

    /// <summary>UTF-16 code units of one string or document.</summary>
    public const int StringChars = 256 << 10;

    /// <summary>UTF-16 code units of all strings and documents of a case.</summary>
    public const int TextChars = 512 << 10;

    /// <summary>Length of a type as Vera spells it.</summary>
    public const int TypeChars = 256;

    public const int ItemIndex = 65_535;

    /// <summary>The highest granule that an address names: 128 MiB above the heap's start.</summary>
    public const int Granule = (16 << 20) - 1;

    /// <summary>From here on a quarter is lost when a decimal goes through a float.</summary>
    public const long FractionalQuarters = 1L << 53;

    public const int AllocateBytes = 16 << 20;

    public const int ChurnCount = 65_536;

    public const int ChurnBytes = 4096;

    /// <summary>A heap starts at most this later than usual.</summary>
    public const int StartBytes = 4096;

    /// <summary>A larger table is as good as none that is ever full.</summary>
    public const int TableEntries = 4096;

    public const int PageBytesLeast = 64;

    public const int PageBytes = 1 << 20;

    /// <summary>What WebAssembly's memories grow by.</summary>
    public const int RealPageBytes = 64 * 1024;

    public const int CeilingBytesLeast = 4096;

    public const int CeilingBytes = 64 << 20;

    public const int SchedulePoints = 4096;

    /// <summary>The last allocation before which a schedule can ask for a collection.</summary>
    public const int ScheduleAllocation = 1_000_000_000;
}
