using Vera.GcStress.Explaining;
using Vera.GcStress.Heaps;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>
/// Places addresses from left to right: large blocks are wider than small ones, by the root of their size.
/// </summary>
/// <remarks>Blocks may be split and merged, so every address at which one ever began or ended has a place.</remarks>
internal sealed class AddressScale
{
    private static readonly Comparer<(int Address, double X)> ByAddress =
        Comparer<(int Address, double X)>.Create((a, b) => a.Address.CompareTo(b.Address));

    private readonly List<(int Address, double X)> bounds = [];

    public AddressScale(IEnumerable<HeapPicture> pictures, double width)
    {
        var ends = new SortedSet<int>();
        foreach (var block in pictures.SelectMany(p => p.Blocks))
        {
            ends.Add(block.Payload - 4);
            ends.Add(block.Payload - 4 + Stride(block));
        }

        var (x, last) = (0.0, ends.Min);
        foreach (var end in ends)
        {
            x += Math.Sqrt(end - last);
            bounds.Add((end, x));
            last = end;
        }

        for (var i = 0; i < bounds.Count; i++)
        {
            bounds[i] = (bounds[i].Address, x == 0 ? 0 : bounds[i].X * width / x);
        }
    }

    /// <summary>The first address.</summary>
    public int Start => bounds[0].Address;

    /// <summary>The address after the last one.</summary>
    public int End => bounds[^1].Address;

    public static int Stride(PicturedBlock block) => (int)HeapView.StrideOf(block.Bytes);

    public double At(int address)
    {
        var found = bounds.BinarySearch((address, 0), ByAddress);
        var place = found >= 0 ? found : ~found - 1;
        if (place < 0 || place == bounds.Count - 1)
        {
            return place < 0 ? 0 : bounds[^1].X;
        }

        var (from, to) = (bounds[place], bounds[place + 1]);
        return from.X + ((to.X - from.X) * (address - from.Address) / (to.Address - from.Address));
    }
}
