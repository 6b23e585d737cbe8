using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Types;

namespace Vera.GcStress.Judging.Verdicts;

/// <summary>What the oracles say about one run of a case.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>No oracle saw its claim broken.</summary>
    public sealed record Pass : Verdict;

    /// <summary>An oracle saw its claim broken.</summary>
    /// <param name="Oracle">Which one.</param>
    /// <param name="Op">The op during or after which it saw that.</param>
    /// <param name="Evidence">What it saw; prints itself as one line.</param>
    public sealed record Fail(OracleName Oracle, int Op, Evidence Evidence) : Verdict
    {
        /// <summary>The type of the value that was wrong, where the oracle looks at values.</summary>
        public VeraType? Subject { get; init; }

        /// <summary>The function in which the last collection began, where the target knows; otherwise empty.</summary>
        public string Site { get; init; } = "";

        /// <summary>
        /// The host's function that lost a block to a collection in the call that made it, where the target knows;
        /// otherwise empty.
        /// </summary>
        public string UnrootedIn { get; init; } = "";
    }

    /// <summary>A limit ended the run before it could be judged.</summary>
    public sealed record Inconclusive(string Reason) : Verdict;

    /// <summary>The target cannot express the case.</summary>
    public sealed record Unsupported(string Reason) : Verdict;
}
