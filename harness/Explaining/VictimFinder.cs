namespace Vera.GcStress.Explaining;

/// <summary>Finds, of all blocks that a run freed, the one whose loss a failing read shows.</summary>
internal static class VictimFinder
{
    /// <summary>The lost block, if something is known to have held it when it was freed.</summary>
    public static LostBlock? Lost(Recorder run)
    {
        if (run.Read.Written is { } word)
        {
            // Its holder writes to where it was, and then to what came there.
            return run.Lost.LastOrDefault(l => HadWord(l.Block, word) && HeldGraph.IsCertain(l.Path))
                ?? run.Lost.FirstOrDefault(l => HeldGraph.IsCertain(l.Path));
        }

        if (run.Moment.Collection is { } running)
        {
            return Touched(run, run.Lost.Where(l => l.Block.FreedBy == running))
                ?? run.Lost.FirstOrDefault(l => l.Block.FreedBy == running && HeldGraph.IsCertain(l.Path));
        }

        return Touched(run, run.Lost) is { } read && (HeldGraph.IsCertain(read.Path) || Orphan(run) is null)
            ? read
            : Orphan(run) is null ? run.Lost.FirstOrDefault(l => HeldGraph.IsCertain(l.Path)) : null;
    }

    private static bool HadWord(BlockLife block, int word) =>
        word >= block.Payload && word < block.Payload + block.Bytes;

    /// <summary>
    /// A block that the failing read came to and that had been freed, whoever held it; or, where host code trapped, the
    /// last that it had made and lost within a call.
    /// </summary>
    public static BlockLife? Orphan(Recorder run)
    {
        foreach (var address in run.Read.Addresses)
        {
            if (run.Lives.At(address) is null && run.Lives.Of(address).LastOrDefault() is { FreedBy: not null } freed)
            {
                return freed;
            }
        }

        return run.Read.Addresses
            .SelectMany(run.Lives.Of)
            .LastOrDefault(IsFreedByItsMaker)
            ?? (run.Moment is { Phase: FailurePhase.Trap, Site.Import: not null }
                ? run.Lives.All.LastOrDefault(IsFreedByItsMaker)
                : null);
    }

    /// <summary>Whether it was made and freed within one call of host code.</summary>
    private static bool IsFreedByItsMaker(BlockLife block) => block.FreedBy is { } by && block.Site.Import is not null
        && by.Site.Import is not null && by.Site.Call == block.Site.Call;

    private static LostBlock? Touched(Recorder run, IEnumerable<LostBlock> lost)
    {
        var byAddress = lost.ToLookup(l => l.Block.Payload);
        return run.Read.Addresses.SelectMany(a => byAddress[a]).FirstOrDefault(l => HeldGraph.IsCertain(l.Path))
            ?? run.Read.Addresses.SelectMany(a => byAddress[a]).FirstOrDefault();
    }
}
