using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Heap;

/// <summary>How deep a walk over the guest's trees may go; its nodes are paid for by the run.</summary>
internal sealed class TreeBudget(Guest guest)
{
    private const int DepthMax = 900;

    private int depth;

    /// <summary>Takes one step down; a tree that a lying guest tied into a knot ends here or when the work is used up.
    /// </summary>
    public T Down<T>(Func<T> read)
    {
        guest.Spend(16);
        if (++depth > DepthMax)
        {
            throw RunStop.Failed("RecursionError: maximum recursion depth exceeded");
        }

        var value = read();
        depth--;
        return value;
    }

    /// <summary>The addresses in an array whose pointer and length lie here.</summary>
    public IEnumerable<uint> Addresses(long at)
    {
        var (pointer, count) = (guest.Word(at), guest.Word(at + 4));
        guest.Bytes(pointer, 4L * count);
        for (var i = 0L; i < count; i++)
        {
            yield return guest.Word(pointer + (4 * i));
        }
    }

    /// <summary>The places of pointer and length of the arrays in an array of arrays.</summary>
    public IEnumerable<long> Pairs(long at)
    {
        var (pointer, count) = (guest.Word(at), guest.Word(at + 4));
        guest.Bytes(pointer, 8L * count);
        for (var i = 0L; i < count; i++)
        {
            yield return pointer + (8 * i);
        }
    }
}
