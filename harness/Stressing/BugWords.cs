using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Stressing;

/// <summary>A bug in words for those who can mend it.</summary>
internal static class BugWords
{
    /// <summary>The bug as lines of a comment, to stand above its program.</summary>
    public static string Comment(IssueFacts issue)
    {
        var finding = issue.Finding;
        string[] lines =
        [
            Title(finding) + ". Run it with", .. Commands(issue).Select(command => "    " + command),
            .. issue.Remarks, $"Expected: {Expected(finding.Evidence)}",
            $"Seen on {issue.Vera} ({finding.Way}; {$"{finding.Shows}".ToLowerInvariant()}): {Seen(finding.Evidence)}",
            $"Mechanism: {Mechanism(finding)}", $"Layer: {Layer(finding)}",
            .. issue.Cause is { } cause ? [$"Cause: {cause}: {cause.Words}"] : Array.Empty<string>(),
            .. issue.Releases.Select(release => $"The case on Vera {release}"),
        ];
        return string.Concat(lines.Select(line => $"-- {PlainText.Line(line)}".TrimEnd() + "\n"));
    }

    public static string Title(StressFinding finding) => finding switch
    {
        { IsUnwritten: true } => "A program reads memory that it never wrote",
        { Lost: { } lost } => $"GC frees a block of {Maker(lost)} that is still needed",
        { Evidence: StressEvidence.Damaged { Damage.Kind: BrokenRule.Payload } } =>
            "GC changes the payload of a block that is in use",
        { Evidence: StressEvidence.Damaged { Damage.Kind: BrokenRule.Balance } damaged } =>
            $"{damaged.Function ?? finding.Function} leaves roots on the shadow stack" +
            (damaged.Seen is StressEvidence.FillsUp ? ", call by call until a program traps" : ""),
        { Evidence: StressEvidence.Damaged { Damage.Kind: BrokenRule.Retention } } =>
            "What nothing refers to any more is kept",
        { Evidence: StressEvidence.Damaged } => "GC leaves the heap out of order",
        { Evidence: StressEvidence.OnHost on } => $"Hosts disagree: {on.Host} shows something else",
        { Evidence: StressEvidence.Means } => "A program prints something wrong, and takes no collection for it",
        { Evidence: StressEvidence.NoModule } => "No engine takes the module of a program that is checked",
        _ => "A program does something else when collections come",
    };

    private static string Maker(LostBlock lost) =>
        lost.MakerImport.Length > 0 ? lost.MakerImport.Split('$')[0] : "generated code";

    public static string Expected(StressEvidence evidence) => evidence switch
    {
        StressEvidence.Damaged { Seen: { } seen } => Expected(seen),
        StressEvidence.OnHost e => Expected(e.Difference),
        StressEvidence.Damaged => "a collection leaves blocks and roots as they are",
        StressEvidence.EndsOtherwise e => $"the program {e.Plainly}",
        StressEvidence.PrintsOtherwise e => $"prints {e.Plainly}",
        StressEvidence.GivesOtherwise e => $"gives {e.Plainly ?? "nothing"}",
        StressEvidence.Means e => $"prints {e.Meant}",
        StressEvidence.NoModule => "a module that can be run",
        StressEvidence.FillsUp => "the program ends",
        _ => "",
    };

    public static string Seen(StressEvidence evidence) => evidence switch
    {
        StressEvidence.Damaged { Seen: { } seen } => Seen(seen),
        StressEvidence.OnHost e => $"on {e.Host}: {Seen(e.Difference)}",
        StressEvidence.EndsOtherwise e => $"the program {e.Seen}",
        StressEvidence.PrintsOtherwise e => $"prints {e.Seen}",
        StressEvidence.GivesOtherwise e => $"gives {e.Seen ?? "nothing"}",
        StressEvidence.Means e => $"prints {e.Seen}",
        StressEvidence.FillsUp e => $"the program {e.Seen}",
        _ => $"{evidence}",
    };

    public static IEnumerable<string> Commands(IssueFacts issue)
    {
        var name = ShellText.CommandLine([issue.Name]);
        var given = !issue.Arguments.IsEmpty ? issue.Arguments
            : DefaultArguments.For(DefaultArguments.TypesOf(issue.Source, "main")) ?? [];
        var call = given.IsEmpty ? name : ShellText.CommandLine([issue.Name, "--fn", "main", "--", .. given]);
        yield return $"{(issue.Finding.Shows == Shown.Eager ? "VERA_EAGER_GC=1 " : "")}vera run {call}";
        if (issue.Finding.Shows == Shown.Latent)
        {
            yield return $"vera-gcstress stress --vera vera {call}";
        }
    }

    public static string Shows(Shown shown) => shown switch
    {
        Shown.Visible => "visible, a plain run shows it",
        Shown.Eager => "eager, a run with VERA_EAGER_GC=1 shows it",
        _ => "latent, it takes collections at chosen allocations, freed memory overwritten, or the heap moved",
    };

    public static string Mechanism(StressFinding finding) =>
        (finding.IsUnwritten ? Unwritten : finding.Lost?.ToString())
        ?? (finding.Evidence is StressEvidence.Damaged damaged
            ? $"{damaged with { Seen = null }}{(damaged.Seen is StressEvidence.FillsUp ? Popped : "")}"
            : null)
        ?? (finding.Evidence is StressEvidence.Means or StressEvidence.NoModule ? NoCollection : null)
        ?? "no single block that is kept makes the program right";

    private const string NoCollection = "no collection has a part in it";

    private const string Popped = " in one call; where functions leave no roots, the program comes to its end";

    /// <summary>What a finding comes of where no block is missing.</summary>
    public const string Unwritten =
        "it reads memory that it never wrote; with zeros in new blocks, and behind them, the program is right";

    public static string Layer(StressFinding finding) => finding switch
    {
        { IsUnwritten: true } => "generated code: no collector clears what it hands out",
        { Cure: Way.LinkedContainers } =>
            $"the host's containers: with functions of the module in their place ({Way.LinkedContainers}) it is gone",
        { Cure: { } cure } => $"the collector: with another one in its place ({cure}) it is gone",
        { Lost: { SiteImport.Length: > 0 } lost } =>
            $"roots: {lost.SiteImport} allocates while nothing holds the block; another collector does not help",
        { Lost: not null } => "roots of generated code: no root holds the block; another collector does not help",
        { Evidence: StressEvidence.Damaged { Damage.Kind: BrokenRule.Balance } } => "generated code: its epilogue",
        { Evidence: StressEvidence.OnHost on } => $"host functions: {on.Host} has others",
        { Evidence: StressEvidence.Means } => "generated code or the host's functions, whatever the collector does",
        { Evidence: StressEvidence.NoModule } => "generated code",
        _ => "not the collector: with another one in its place it stays",
    };
}
