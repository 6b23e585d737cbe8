using Vera.GcStress.Explaining;

namespace Vera.GcStress.Reporting;

/// <summary>
/// Places addresses from left to right: large blocks are wider than small ones, by the root of their size.
/// </summary>
/// <remarks>Blocks keep their place and size for good, so one scale serves all moments of a run.</remarks>
internal sealed class AddressScale
{
    private readonly List<(int Address, double X)> bounds = [];

    public AddressScale(IEnumerable<HeapPicture> pictures, double width)
    {
        var widest = pictures.MaxBy(p => p.Blocks.Count)?.Blocks ?? [];
        var x = 0.0;
        foreach (var block in widest)
        {
            bounds.Add((block.Payload - 4, x));
            x += Math.Sqrt(Stride(block));
            End = block.Payload - 4 + Stride(block);
        }

        bounds.Add((End, x));
        for (var i = 0; i < bounds.Count; i++)
        {
            bounds[i] = (bounds[i].Address, x == 0 ? 0 : bounds[i].X * width / x);
        }
    }

    /// <summary>The first address.</summary>
    public int Start => bounds[0].Address;

    /// <summary>The address after the last one.</summary>
    public int End { get; }

    public static int Stride(PicturedBlock block) => (int)((block.Bytes + 11L) & ~7L);

    public double At(int address)
    {
        var place = bounds.FindLastIndex(b => b.Address <= address);
        if (place < 0 || place == bounds.Count - 1)
        {
            return place < 0 ? 0 : bounds[^1].X;
        }

        var (from, to) = (bounds[place], bounds[place + 1]);
        return from.X + ((to.X - from.X) * (address - from.Address) / (to.Address - from.Address));
    }
}
