using Vera.GcStress.Heaps;

namespace Vera.GcStress.Repros;

/// <summary>Under which circumstances a case shows what it shows.</summary>
/// <param name="Target">What runs it: <c>wat</c> or <c>vera</c>.</param>
/// <param name="Runtime">How containers keep their contents, for instance <c>host-store</c>.</param>
/// <param name="Gc">Which collector runs.</param>
/// <param name="Expect">What a replay will find.</param>
public sealed record FileHeader(string Target, string Runtime, CollectorKind Gc, Expectation Expect)
{
    /// <summary>The target that is a heap of ours.</summary>
    public const string Wat = "wat";

    /// <summary>The target that is a real Vera; it has no choice of runtime or collector.</summary>
    public const string Vera = "vera";

    /// <summary>What <see cref="Found"/> says of a finding that nothing was tried on yet.</summary>
    public const string NotShrunk = "not shrunk";

    /// <summary>What <see cref="Found"/> says of a finding that may become smaller yet.</summary>
    public const string CutShort = "cut short";

    /// <summary>Whether a campaign ended before it had made this finding as small as it can be.</summary>
    public bool IsUnshrunk => Found is { } found && (found.EndsWith(NotShrunk, StringComparison.Ordinal)
        || found.EndsWith(CutShort, StringComparison.Ordinal));

    /// <summary>What each release of a real Vera shows; <see cref="Expect"/> is the newest one's.</summary>
    public ReleaseExpectations Releases { get; init; } = ReleaseExpectations.None;

    /// <summary>The same circumstances, with something else to be found.</summary>
    public FileHeader Expecting(Expectation expect) => this with { Expect = expect, Releases = Releases.All(expect) };

    /// <summary>The planted fault, if the finding needs one.</summary>
    public string? Fault { get; init; }

    /// <summary>Which heap it needs, <c>small</c> or <c>real</c>, if it matters.</summary>
    public string? Layout { get; init; }

    /// <summary>Who runs what a real Vera compiles: <c>own</c>, <c>node</c>, <c>all</c>; null: its own host.</summary>
    public string? Host { get; init; }

    /// <summary>The part of Vera that is at fault, as people put it: one word, such as <c>roots</c>.</summary>
    public string? Layer { get; init; }

    /// <summary>What shows it: <c>visible</c>, <c>eager</c>, <c>latent</c>; null: as its schedule says.</summary>
    public string? Shows { get; init; }

    /// <summary>A part of that Vera that is swapped, as options spell it: <c>gc=hardened</c>; null: none.</summary>
    public string? Swap { get; init; }

    /// <summary>The one swap there is.</summary>
    public const string HardenedCollector = "gc=hardened";

    /// <summary>How it was found, in one line of free text.</summary>
    public string? Found { get; init; }

    /// <summary>Versions of what it was found with, in one line of free text.</summary>
    public string? Versions { get; init; }

    /// <summary>What the oracle saw, in one line of free text.</summary>
    public string? Evidence { get; init; }
}
