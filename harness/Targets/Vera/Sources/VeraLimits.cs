using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>How much is asked of a real Vera, and the numbers of its memory. Every limit is here.</summary>
public static class VeraLimits
{
    /// <summary>What Vera's memory grows by.</summary>
    public const int PageBytes = 64 * 1024;

    /// <summary>
    /// The bytes of string literals that every program is padded to, so that all heaps start at the same address.
    /// </summary>
    public const int LiteralBytes = 16 * 1024;

    /// <summary>What stands before each block; both together are a multiple of 8.</summary>
    public const int HeaderBytes = 4;

    /// <summary>The shadow stack, the worklist and the wrap table: what lies between literals and heap.</summary>
    public const int FixedBytes = (16 * 1024) + (2 * 64 * 1024);

    /// <summary>Where those heaps start.</summary>
    public const int HeapStart = LiteralBytes + FixedBytes;

    /// <summary>Where the heaps of a release start: older ones have smaller tables in front, or none of some.</summary>
    /// <remarks>Before 0.0.131 no heap may start behind the first page: memory grows by one page at most.</remarks>
    public static int HeapStartOf(VeraVersion version) => LiteralBytes + FixedBytesOf(version);

    private static int FixedBytesOf(VeraVersion version) =>
        version < new VeraVersion(0, 0, 112) ? 8 * 1024
        : version < new VeraVersion(0, 0, 131) ? 32 * 1024
        : version < new VeraVersion(0, 0, 134) ? 80 * 1024
        : FixedBytes;

    /// <summary>The room that is left in an almost full heap, in bytes.</summary>
    public const int AlmostFullSlack = 256;

    /// <summary>About how many granules the blocks of a fragmented heap take.</summary>
    public const int FragmentsGranules = 1200;

    /// <summary>Containers are copied whole at every insertion, in Python: longer chains take too long.</summary>
    public const int FoldTurns = 400;

    /// <summary>The roots that Vera's shadow stack has room for, besides those of the rest of a case.</summary>
    public const int ShadowSlots = 3500;

    /// <summary>Small blocks for each that a case churns: its heap grows by 4 KiB, Vera's by 64.</summary>
    public const int ChurnScale = 16;

    /// <summary>Blocks of more bytes, as the case counts them, are left to other targets.</summary>
    public const int AllocateBytes = 1 << 20;

    /// <summary>More small blocks at once are left to other targets.</summary>
    public const int ChurnCount = 4096;

    /// <summary>What a function has to leave on the shadow stack to be reported: roots that pile up.</summary>
    public const int LeftBytesLeast = 64;

    /// <summary>The most ops and expressions of a case that Vera is given.</summary>
    public const int Nodes = 4000;

    /// <summary>The most UTF-16 code units of literals in one case.</summary>
    public const int TextChars = 8 * 1024;

    /// <summary>Cases that are compiled as one program: while these run, the next ones are compiled.</summary>
    public const int CasesPerProgram = 8;

    /// <summary>The ops of all of these, unless one alone has more: who waits for one waits for its program.</summary>
    public const int OpsPerProgram = 48;

    /// <summary>
    /// Cases that one process runs before it is replaced: releases up to 0.0.170 keep 1 MB of each.
    /// </summary>
    public const int CasesPerProcess = 400;

    /// <summary>The longest output of one case, in characters.</summary>
    public const int OutputChars = 4 << 20;

    /// <summary>
    /// The memory that a guest may grow to before its run counts as a limit that was hit, in bytes.
    /// </summary>
    public const long GuestBytes = 768L << 20;

    /// <summary>A guest of more bytes may be why its process has no memory left.</summary>
    public const long LargeGuestBytes = 32L << 20;

    /// <summary>The data memory of the process.</summary>
    public const long ProcessBytes = 3L << 30;

    /// <summary>The processor time that one case may take, in seconds.</summary>
    public const int RunSeconds = 10;

    /// <summary>How long to wait for an answer: that one case has run, or one program was compiled.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>How long a process may go on in vain: a new one is not ready earlier.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
}
