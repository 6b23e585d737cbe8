using Vera.GcStress.Coverage;

namespace Vera.GcStress.Generation.Choices;

/// <summary>How large a drawn case gets. Every size of the generator is here.</summary>
/// <remarks>
/// Fresh pages are what a run costs most, so the sums are small; heaps of the fuzzing lane grow by pages of 4096 bytes,
/// so a block need not be large to exceed the slack.
/// </remarks>
internal static class GenerationLimits
{
    /// <summary>Cases that are given something.</summary>
    public const int ArgumentsPercent = 12;

    /// <summary>The most that a case is given.</summary>
    public const int ArgumentsMax = 4;

    /// <summary>The fewest ops of a case, whatever mean was asked for.</summary>
    public const int OpsMin = 6;

    /// <summary>How often a case is drawn until one suits its target.</summary>
    public const int DrawsMax = 12;

    /// <summary>The last ops of a case: pressure once more, and a look at everything it made.</summary>
    public const int EndingOps = 5;

    public const int ContainerTypesMax = 3;

    /// <summary>How deep a type argument nests: <c>Set&lt;Option&lt;Array&lt;Int&gt;&gt;&gt;</c> is 2.</summary>
    public const int TypeDepthMax = 2;

    /// <summary>How deep the constructors of one drawn value nest.</summary>
    public const int ValueDepthMax = 3;

    /// <summary>
    /// How many parts one drawn expression has before every further part is the smallest of its type.
    /// </summary>
    public const int ExpressionNodesMax = 24;

    public const int EntriesMax = 3;

    public const int ItemsMax = 3;

    /// <summary>Entries of a container, or items of an array, in cases that are full of addresses.</summary>
    public const int DenseEntriesMax = 12;

    /// <summary>Folds out of a hundred that end at a bound, where big cases are asked for at all.</summary>
    public const int BoundPercent = 20;

    /// <summary>A big case of as many entries is about nothing else: it costs as much as ten others.</summary>
    public const int ShortFrom = 250;

    public const int FoldTurnsMin = 6;

    public const int FoldTurnsMax = 24;

    /// <summary>When every allocation collects, a run costs the square of what it allocates.</summary>
    public const int FoldTurnsEagerMax = 10;

    /// <summary>A fold that parses does so at every turn: few of them do.</summary>
    public const int ParsedTurnPercent = 25;

    public const int FoldsPerCaseMax = 2;

    /// <summary>Items that a function is applied to.</summary>
    public const int AppliedItemsMax = 4;

    /// <summary>Insertions out of a hundred that become a walk through all the keys that meet.</summary>
    public const int WalkPercent = 40;

    public const int FrameDepthMax = 2;

    public const int FrameOpsMax = 6;

    public const int TailArgumentsMax = 3;

    public const int ParsesPerCaseMax = 3;

    /// <summary>
    /// Of a longer document only a part is parsed: all of it would cost as much as the rest of the case.
    /// </summary>
    public const int DocumentBytesMax = 1200;

    /// <summary>One block larger than the slack of a heap that grows by 4096 bytes.</summary>
    public const int LargeBytesMin = 4096;

    public const int LargeBytesMax = 12 * 1024;

    /// <summary>A block that makes the heap grow by many pages.</summary>
    public const int GrowthBytesMin = AxisOps.GrowthBytesMin;

    public const int GrowthBytesMax = 64 * 1024;

    /// <summary>Cases out of a hundred that grow the heap.</summary>
    public const int GrowthPercent = 3;

    /// <summary>What large blocks and churn may add up to in a case, growth apart.</summary>
    public const int PressureBytesMax = 40 * 1024;

    /// <summary>What one case may force the heap to hand out, everything counted.</summary>
    public const int ForcedBytesMax = PressureBytesMax + GrowthBytesMax;

    public const int ChurnCountMin = 10;

    public const int ChurnCountMax = 80;

    /// <summary>When every allocation collects, a long churn says nothing that a short one does not.</summary>
    public const int ChurnCountEagerMax = 16;

    public const int ChurnBytesMin = 8;

    public const int ChurnBytesMax = 64;

    /// <summary>Churns out of a hundred whose blocks are large or as large as a bound of the code.</summary>
    public const int ChurnWidePercent = 20;

    public const int ChurnBytesWideMax = 1200;

    /// <summary>What collection points are drawn among when the allocations were not counted.</summary>
    public const int AllocationsGuess = 150;

    public const int PointsMax = 4;

    public const int IntervalMin = 2;

    public const int IntervalMax = 24;

    public const int DenseIntervalMax = 5;

    /// <summary>Addresses point into the first granules of the heap, where blocks live.</summary>
    public const int GranuleMax = 600;

    /// <summary>One address in ten may lie as far out as this.</summary>
    public const int GranuleFarMax = 4096;

    /// <summary>
    /// Ordinary integers stay within this of zero: no heap starts so low.
    /// </summary>
    public const int OrdinaryIntMax = 60_000;

    public const int TextBytesMax = 200;
}
