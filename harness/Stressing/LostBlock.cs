namespace Vera.GcStress.Stressing;

/// <summary>The block that a collection frees although the program needs it: kept, and the program is right.</summary>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Allocation">The allocation that made it, counted from 1.</param>
/// <param name="Maker">The program's function that was running then.</param>
/// <param name="MakerImport">The host's function that asked for it; empty: generated code did.</param>
/// <param name="Collection">The collection that freed it, counted from 1.</param>
/// <param name="Site">The program's function in which that came.</param>
/// <param name="SiteImport">The host's function that asked for it; empty: generated code did.</param>
public sealed record LostBlock(
    int Size, int Allocation, string Maker, string MakerImport, int Collection, string Site, string SiteImport)
{
    /// <summary>How many blocks have to be kept together.</summary>
    public int Together { get; init; } = 1;

    /// <summary>One line.</summary>
    public override string ToString() =>
        $"{(Together > 1 ? $"{Together} blocks, the first of them" : "the block")} of {Size} bytes that allocation " +
        $"{Allocation} made in {Place(Maker, MakerImport)} is freed by collection {Collection} in " +
        $"{Place(Site, SiteImport)}; kept, and the program is right";

    private static string Place(string function, string import) =>
        import.Length > 0 ? $"the host's {import}, called by {function}" : function;
}
