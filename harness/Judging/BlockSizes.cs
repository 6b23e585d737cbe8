using System.Numerics;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Growth;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Judging;

/// <summary>
/// Claims that on a heap whose blocks are neither split nor merged, large blocks come in few sizes: those that the case
/// itself asks for, and a few for each doubling of what containers take.
/// </summary>
/// <remarks>
/// The ratio of such a heap to what is in use is at most the number of sizes its blocks have (see
/// <see cref="HighWater"/>). A container that grows by a little with each update leaves a block behind that fits none
/// of its later versions: a chain of n insertions then takes room for n * n entries. Blocks keep their size for good,
/// so at a run's end all sizes are there to be counted.
/// </remarks>
internal sealed class BlockSizes
{
    /// <summary>In payload bytes: smaller blocks are made by everything.</summary>
    private const int LargeMin = 512;

    /// <summary>More than one: several kinds of blocks may double, each from a size of its own.</summary>
    private const int SizesADoubling = 2;

    private readonly HashSet<int> sizes = [];

    /// <summary>What is wrong with the sizes, or null. A heap that blocks do not tile is not judged.</summary>
    public Evidence? Excess(in HeapView heap, StressCase stressCase)
    {
        var bytes = Count(heap);
        // One is the block that fills a heap up before the case begins.
        var doublings = 1 + (SizesADoubling * (1 + BitOperations.Log2((uint)(Largest() / LargeMin))));
        if (bytes < 0 || sizes.Count <= doublings)
        {
            return null;
        }

        var asked = LargeRequests.Of(stressCase);
        return sizes.Count <= doublings + asked
            ? null
            : new Evidence.SizesCreep(bytes, sizes.Count, asked, doublings);
    }

    private int Largest()
    {
        var largest = LargeMin;
        foreach (var size in sizes)
        {
            largest = Math.Max(largest, size);
        }

        return largest;
    }

    /// <summary>Fills <see cref="sizes"/>; the bytes of all large blocks, or -1.</summary>
    private long Count(in HeapView heap)
    {
        sizes.Clear();
        var large = 0L;
        var walk = heap.Blocks;
        while (walk.MoveNext())
        {
            if (walk.Current.Bytes > LargeMin)
            {
                sizes.Add(walk.Current.Bytes);
                large += walk.Current.Stride;
            }
        }

        return walk.IsAtEnd ? large : -1;
    }

    /// <summary>How many sizes of large blocks a case can ask for, its containers apart.</summary>
    private static class LargeRequests
    {
        /// <summary>The most bytes of one item, and of one letter.</summary>
        private const int ItemBytes = 8;
        private const int LetterBytes = 3;

        /// <summary>As often as a function may be applied that makes a large block each time.</summary>
        private const int FunctionTurns = 1024;

        /// <summary>Fewer characters of a document never make a large block.</summary>
        private const int DocumentChars = 32;

        public static long Of(StressCase stressCase)
        {
            var sum = 0L;
            foreach (var op in stressCase.Ops)
            {
                sum += op switch
                {
                    Op.Allocate { Bytes: > LargeMin } or Op.Churn { Bytes: > LargeMin } => 1,
                    _ => op.Operand is { } operand ? Of(operand, 1) : 0,
                };
            }

            return sum;
        }

        /// <summary>A listing may have another length at every turn of what repeats it.</summary>
        private static long Of(Expr expr, long turns)
        {
            var own = expr switch
            {
                Expr.Text text => text.Value.Length * LetterBytes > LargeMin ? 1 : 0,
                Expr.Parse parse => 1 + (parse.Document.Length / DocumentChars),
                Expr.ArrayOf array => array.Items.Length * ItemBytes > LargeMin ? 1 : 0,
                // Flags are listed as words, and narrowed to another block.
                Expr.Builtin { Operation.Use: ContainerUse.Iterate } => 2 * turns,
                Expr.Builtin { Operation.Meaning: not null } => turns,
                // What is made item by item is an array of its own.
                Expr.Applied => 2 * turns,
                _ => 0,
            };
            var turned = turns * expr switch
            {
                Expr.Fold fold => fold.Count,
                Expr.Recursion recursion => 1 + recursion.Depth,
                Expr.Mutual mutual => 1 + mutual.Depth,
                Expr.Applied applied => Math.Max(1, applied.Turns),
                // How often it is applied is not plain to see.
                Expr.Function => FunctionTurns,
                _ => 1,
            };
            foreach (var part in expr.Parts)
            {
                own += Of(part, turned);
            }

            return own;
        }
    }
}
