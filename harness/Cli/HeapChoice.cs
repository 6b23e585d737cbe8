using Vera.GcStress.Campaigns;
using Vera.GcStress.Explaining;
using Vera.GcStress.Judging;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;

namespace Vera.GcStress.Cli;

/// <summary>Which of our heaps runs the cases, as options and the headers of case files name it.</summary>
/// <param name="Runtime">How containers keep their contents.</param>
/// <param name="Gc">Which collector runs.</param>
/// <param name="Layout"><c>small</c> or <c>real</c>.</param>
/// <param name="Fault">The planted fault, or null.</param>
internal sealed record HeapChoice(RuntimeKind Runtime, CollectorKind Gc, string Layout, string? Fault) : ISubject
{
    private static readonly string[] Layouts = ["small", "real"];

    /// <summary>The fix under test on the collector made for it.</summary>
    public static HeapChoice Default { get; } = new(RuntimeKind.Container, CollectorKind.Hardened, "small", null);

    /// <summary>What comes closest to a real Vera since 0.0.171.</summary>
    public static HeapChoice LikeVera { get; } = new(RuntimeKind.Bucket, CollectorKind.Vera, "real", null);

    public static string Runtimes => string.Join(", ", OptionNames.All<RuntimeKind>());

    public WatOptions Options => new(Runtime, Gc, Layout == "real" ? HeapLayout.Real : HeapLayout.Small, Fault);

    public static RuntimeKind ReadRuntime(string text) => OptionNames.Read<RuntimeKind>(text, "runtime");

    public static CollectorKind ReadGc(string text) => OptionNames.Read<CollectorKind>(text, "collector");

    public static string ReadLayout(string text) => OptionNames.Among(text, "layout", Layouts);

    /// <exception cref="UsageException">There is no such fault; the message lists them all.</exception>
    public static string ReadFault(string text) => FaultCatalogue.Names.Contains(text)
        ? text
        : throw new UsageException(
            $"unknown fault '{Misuse.Shown(text)}'{Spelling.Hint(Misuse.Shown(text), FaultCatalogue.Names)}" +
            $"; known: {string.Join(", ", FaultCatalogue.Names)}");

    /// <summary>What a file asks for.</summary>
    /// <exception cref="UsageException">There is no such heap here.</exception>
    public static HeapChoice Of(FileHeader header) => new(
        ReadRuntime(header.Runtime),
        header.Gc,
        header.Layout ?? "small",
        header.Fault is null ? null : ReadFault(header.Fault));

    /// <summary>The header of a file that shows what this heap does.</summary>
    public FileHeader Header(Expectation expect) => new("wat", OptionNames.Of(Runtime), Gc, expect)
    {
        Layout = Layout,
        Fault = Fault,
        Versions = ToolVersions.Line,
    };

    public bool FailsSays(FileHeader header) =>
        header.Target == "wat" && header.Expect is Expectation.Fail && Of(header) == this;

    public Bench CreateBench() => WatBench.Create(Options);

    public CampaignOptions Suited(CampaignOptions options) => options with
    {
        LikelyCause = LikelyCause,
        BugOf = BugOf,
    };

    /// <summary>The cause, whichever oracle saw it, if it says more than that something is wrong.</summary>
    private string? BugOf(StressCase stressCase, Verdict.Fail failure) =>
        CauseOf(stressCase) is { Kind: not CauseKind.WrongOperation } cause ? cause.Title : null;

    private LikelyCause? LikelyCause(StressCase stressCase) =>
        CauseOf(stressCase) is { } cause
            ? new(cause.Kind == CauseKind.Unknown ? null : $"{cause.Kind}", cause.Title)
            : null;

    private Cause? CauseOf(StressCase stressCase) => ExplainVerb.Explain(Options, stressCase).Failure?.Cause;

    /// <summary>For people: <c>container on hardened</c>, and whatever is not usual.</summary>
    public override string ToString() =>
        $"{OptionNames.Of(Runtime)} on {OptionNames.Of(Gc)}" +
        (Layout == "small" ? "" : $", {Layout} layout") +
        (Fault is null ? "" : $", planted fault {Fault}");
}
