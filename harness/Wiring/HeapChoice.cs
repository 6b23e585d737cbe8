using System.Collections.Immutable;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Explaining;
using Vera.GcStress.Features;
using Vera.GcStress.Generation;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Triage;

namespace Vera.GcStress.Wiring;

/// <summary>Which of our heaps runs the cases, as options and the headers of case files name it.</summary>
/// <param name="Runtime">How containers keep their contents.</param>
/// <param name="Gc">Which collector runs.</param>
/// <param name="Layout"><c>small</c> or <c>real</c>.</param>
/// <param name="Fault">The planted fault, or null.</param>
internal sealed record HeapChoice(RuntimeKind Runtime, CollectorKind Gc, string Layout, string? Fault) : TargetChoice
{
    /// <summary>What the target is called in options and files.</summary>
    public const string Target = FileHeader.Wat;

    /// <summary>Cases out of a hundred that build hundreds of entries: each costs as much as some ten others.</summary>
    private const int BigPercent = 1;

    /// <summary>Where each version of a container is a wrapper, a small table is soon full.</summary>
    private const int WrapPercentOfHandles = 1;

    private static readonly string[] Layouts = ["small", "real"];

    /// <summary>The fix under test on the collector made for it.</summary>
    public static HeapChoice Default { get; } = new(RuntimeKind.Container, CollectorKind.Hardened, "small", null);

    /// <summary>The heap on which a planted fault shows; without one, the default.</summary>
    public static HeapChoice With(string? fault) =>
        FaultCatalogue.In(FaultCatalogue.PartsOf(fault)) is { Shows: var shows }
            ? new(shows.Runtime, shows.Collector, Default.Layout, fault)
            : Default;

    /// <summary>What comes closest to a real Vera since 0.0.171.</summary>
    public static HeapChoice LikeVera { get; } = new(RuntimeKind.Bucket, CollectorKind.Vera, "real", null);

    /// <summary>What comes closest to one release.</summary>
    public static HeapChoice Like(VeraVersion version) => LikeVera with
    {
        Runtime = version < VeraVersion.MirroredContents ? RuntimeKind.HostStore
            : version < VeraVersion.BucketAsTruth ? RuntimeKind.Mirror
            : RuntimeKind.Bucket,
    };

    public static string Runtimes => string.Join(", ", OptionNames.All<RuntimeKind>());

    public WatOptions Options => new(Runtime, Gc, Layout == "real" ? HeapLayout.Real : HeapLayout.Small)
    {
        Parts = FaultCatalogue.PartsOf(Fault),
    };

    public static RuntimeKind ReadRuntime(string text) => OptionNames.Read<RuntimeKind>(text, "runtime");

    public static CollectorKind ReadGc(string text) => OptionNames.Read<CollectorKind>(text, "collector");

    public static string ReadLayout(string text) => OptionNames.Among(text, "layout", Layouts);

    /// <exception cref="UsageException">There is no such fault; the message lists them all.</exception>
    public static string ReadFault(string text) => FaultCatalogue.Names.Contains(text)
        ? text
        : throw new UsageException(
            $"unknown fault '{UserText.Shown(text)}'{Spelling.Hint(UserText.Shown(text), FaultCatalogue.Names)}" +
            $"; known: {string.Join(", ", FaultCatalogue.Names)}");

    /// <summary>What a file asks for.</summary>
    /// <exception cref="UsageException">There is no such heap here.</exception>
    public static HeapChoice Of(FileHeader header) => new(
        ReadRuntime(header.Runtime),
        header.Gc,
        header.Layout ?? "small",
        header.Fault is null ? null : ReadFault(header.Fault));

    /// <summary>The header of a file that shows what this heap does.</summary>
    public override FileHeader Header(Expectation expect) => new(Target, OptionNames.Of(Runtime), Gc, expect)
    {
        Layout = Layout,
        Fault = Fault,
        Versions = ToolVersions.Line,
    };

    public override Expectation? Expected(FileHeader header) => header.Expect;

    public override IReadOnlyList<string> Replaying(IReadOnlyList<string> runner) => [.. runner, "replay"];

    public override IEnumerable<string> Again(Finding found, string file, bool alone, IReadOnlyList<string> runner) =>
        [ShellText.CommandLine([.. runner, "explain", file])];

    public override string? Advice(FileHeader header, Verdict seen) =>
        seen is Verdict.Pass ? "passes now: move it to corpus/" : null;

    public override string Expire(string file) =>
        ExpiredCase.Pass(file) is var place && place == file ? "expects that it passes now" : $"moved to {place}";

    public override bool FailsSays(FileHeader header) =>
        header.Target == Target && header.Expect is Expectation.Fail && Of(header) == this;

    public override HeapChoice Heap => this;

    public override TestRig NewRig(CancellationToken stop = default) => HeapRigs.Create(Options);

    public override GenerationOptions Drawing(GenerationOptions asked, DocumentLibrary library) => asked with
    {
        Documents = new CaseDocuments(library),
        Keys = TrieKeys.Shared,
        HeapStart = Options.Layout.HeapStart,
        BigPercent = BigPercent,
        WrapPercent = Runtime is RuntimeKind.Container or RuntimeKind.Bucket ? asked.WrapPercent : WrapPercentOfHandles,
        Tables = Gc == CollectorKind.Hardened ? TableChoice.All : TableChoice.Pages,
    };

    public override CampaignOptions Suited(CampaignOptions options) => options with
    {
        Signatures = Signatures,
        Features = Features,
    };

    /// <summary>The features that it can show.</summary>
    public ImmutableArray<Feature> Features =>
    [
        .. FeatureTable.All.Where(feature => feature.Part switch
        {
            FeaturePart.Hardened => Gc == CollectorKind.Hardened,
            FeaturePart.Trie => Runtime == RuntimeKind.Container,
            _ => true,
        }),
    ];

    public override Signatures Signatures => SignaturesOf(Options);

    /// <summary>What findings of a bug that was explained have in common; null: nothing failed.</summary>
    internal string? SignatureOf(Explanation explained)
    {
        if (explained.Failure is not { } failure)
        {
            return null;
        }

        using var rig = NewRig();
        return SignatureOf(explained.Case, failure.Fail, rig);
    }

    /// <summary>Which failures are of one bug on a heap.</summary>
    internal static HeapSignatures SignaturesOf(WatOptions heap) => new(failing => HeapRigs.Explain(heap, failing));

    /// <summary>For people: <c>container on hardened</c>, and whatever is not usual.</summary>
    public override string ToString() =>
        $"{OptionNames.Of(Runtime)} on {OptionNames.Of(Gc)}" +
        (Layout == "small" ? "" : $", {Layout} layout") +
        (Fault is null ? "" : $", planted fault {Fault}");
}
