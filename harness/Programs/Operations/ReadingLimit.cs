namespace Vera.GcStress.Programs.Operations;

/// <summary>How much one application of an operation may read of its operands.</summary>
/// <remarks>
/// A part that others share is read once for each of them: a value of forty blocks can have a trillion parts. In broken
/// memory a value may lie within itself.
/// </remarks>
/// <param name="partsMax">Parts that are read in all, shared ones as often as they are.</param>
/// <param name="depthMax">Parts inside each other.</param>
/// <param name="bytesMax">Characters, or bytes, of all texts that are read.</param>
/// <param name="beyond">What to throw, by what there is too much of.</param>
public sealed class ReadingLimit(int partsMax, int depthMax, long bytesMax, Func<string, Exception> beyond)
{
    private int parts;
    private long bytes;

    /// <summary>Counts a part of a value, and says how deep it lies.</summary>
    /// <param name="depth">How deep that value lies.</param>
    public int Into(int depth)
    {
        Check(++parts > partsMax, $"more than {partsMax} parts of an operand");
        Check(depth >= depthMax, $"more than {depthMax} values inside each other");
        return depth + 1;
    }

    /// <summary>Counts a text.</summary>
    public void Text(long length)
    {
        bytes += length;
        Check(bytes > bytesMax, $"more than {bytesMax} bytes of text in operands");
    }

    private void Check(bool isBeyond, string what)
    {
        if (isBeyond)
        {
            throw beyond(what);
        }
    }
}
