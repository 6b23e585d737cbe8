using System.Collections.Immutable;
using System.CommandLine;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Parsing;

/// <summary>Every option that more than one verb may take: its name, and what the help says.</summary>
/// <remarks>Values are text here; <see cref="OptionText"/> reads them, so that every misuse reads alike.</remarks>
internal static class Options
{
    public static readonly Option<string?> Target = Text(
        "--target", "NAME", "What runs the cases: wat (default) or vera.");

    public static readonly Option<string?> Only = Text(
        "--target", "NAME", "Leave out the files of other targets: wat or vera (default: all files).");

    public static readonly Option<string?> Vera = Text(
        "--vera", "COMMAND",
        "The real Vera: a vera command, with or without words ('uv run vera'), a Python that can import vera, or the " +
        "folder of a virtual environment or of Vera's sources (default: the one in VERA_GCSTRESS_PYTHON, or vera on " +
        "the PATH).");

    public static readonly Option<string?> Host = Text(
        "--host", "NAME",
        "With target vera: who runs what it compiles: own (default), this process; python or node, Vera's own hosts; " +
        "or all: what passes in this process runs on these two as well.");

    public static readonly Option<string?> Swap = Text(
        "--swap", "PART=NAME", "Put another part in a real Vera's place: gc=hardened, a collector of our own.");

    public static readonly Option<string?> Base = Text(
        "--base", "COMMAND",
        "With target vera: the Vera to compare with, such as the last release; a failure that it shows too is listed " +
        "and does not count.");

    public static readonly Option<string[]> Veras = new("--vera")
    {
        HelpName = "COMMAND",
        Description = "A vera command, or a Python that can import vera; repeat it for each release.",
        Arity = new ArgumentArity(1, 100),
    };

    public static readonly Option<string?> Runtime = Text(
        "--runtime", "NAME", $"How containers keep their contents: {HeapChoice.Runtimes} (default container).");

    public static readonly Option<string?> Gc = Text("--gc", "NAME", "The collector: vera or hardened (default).");

    public static readonly Option<string?> Layout = Text(
        "--layout", "NAME", "The heap's pages: small (default) or real, as Vera's.");

    public static readonly Option<string?> Fault = Text(
        "--fault", "NAME",
        "A bug to plant, on the heap where it shows unless you say another; a wrong name lists them all.");

    public static readonly Option<string?> Elements = Text(
        "--elements", "LIST", "What containers hold, such as Json,HtmlNode,Int (default: every type).");

    public static readonly Option<string?> Containers = Text("--containers", "LIST", "set, map or both (default).");

    public static readonly Option<string?> Schedule = Text(
        "--schedule", "WHEN",
        "When to collect: natural, eager, every:N, at:N,N..., or all-1, all-2: short cases with every single " +
        "collection and every pair (default: drawn with each case).");

    public static readonly Option<string?> Sweep = Text(
        "--schedule", "WHEN",
        "all-1, all-2: passing cases that are short also with every single collection, every pair.");

    public static readonly Option<string?> Seed = Text(
        "--seed", "SEED", "Names the cases: a number, decimal or 0x, or any text, such as a commit hash (default 1).");

    public static readonly Option<string?> Cases = Text("--cases", "N", "How many cases to run, all shards together.");

    public static readonly Option<string?> Time = Text(
        "--time", "TIME",
        "How long to draw cases, and on a real Vera to start it and to shrink what fails, such as 500ms, 30s, 5m, 1h " +
        "(default 30s; with --cases alone: until they are judged and what fails is shrunk).");

    public static readonly Option<string?> RequireCells = Text(
        "--require-cells", "N",
        "Exit with 1 if a reachable combination of the axes came up in fewer than N cases.");

    public static readonly Option<string?> Jobs = Text(
        "--jobs", "N", "Threads (default: one a core); they change nothing but the speed.");

    public static readonly Option<string?> Shard = Text(
        "--shard", "I/N",
        "Run the I-th of N parts of the cases (default: as CI_NODE_INDEX and CI_NODE_TOTAL say, or " +
        "JOB_COMPLETION_INDEX and JOB_COMPLETIONS).");

    public static readonly Option<string?> State = Text(
        "--state", "DIR",
        "A folder that keeps how far the campaign is: started again after whatever ended it, it goes on from there; " +
        "findings go to DIR/findings. Without --shard it is shard 1/1.");

    public static readonly Option<string?> Out = Text("--out", "DIR", "Where findings are saved (default repro/).");

    public static readonly Option<string?> Json = Text("--json", "FILE", "Write the result as one JSON document.");

    public static readonly Option<string?> Sarif = Text(
        "--sarif", "FILE", "Write what is wrong as a SARIF log, as code scanning reads it.");

    public static readonly Option<string?> Summary = Text(
        "--summary", "FILE", "Add a short report in Markdown to a file, such as $GITHUB_STEP_SUMMARY.");

    public static readonly Option<string?> RequireFeatures = Text(
        "--require-features", "N", "Exit with 1 if fewer than N features of heap and containers were seen.");

    public static readonly Option<string[]> Corpus = new("--corpus")
    {
        HelpName = "PATH",
        Description = "Saved cases, or folders of them, to make cases from; may be repeated.",
        Arity = new ArgumentArity(1, 1000),
    };

    public static readonly Option<string?> Keep = Text(
        "--keep", "DIR", "Save a few cases there that show all features which the campaign saw.");

    public static readonly Option<string[]> Documents = new("--documents")
    {
        HelpName = "DIR",
        Description = "A folder of JSON, HTML and Markdown files for cases to parse; may be repeated.",
        Arity = new ArgumentArity(1, 1000),
    };

    public static readonly Option<string[]> Known = new("--known")
    {
        HelpName = "PATH",
        Description = "Saved cases, or folders of them: a failure that one of them shows is listed and is no finding.",
        Arity = new ArgumentArity(1, 1000),
        AllowMultipleArgumentsPerToken = true,
    };

    public static readonly Option<string?> Ops = Text(
        "--ops", "N", "The mean number of ops in a case (default 30; vera 10).");

    public static readonly Option<bool> NoHostile = Flag(
        "--no-hostile", "Draw no values that look like addresses, limits, NaN or odd strings.");

    public static readonly Option<bool> AllowEmpty = Flag(
        "--allow-empty", "Exit with 0 even if nothing at all was judged.");

    public static readonly Option<bool> Quiet = Flag("--quiet", "No progress, and the result in brief.");

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Tell more: counts of axes, and where the harness itself breaks, where.",
        Arity = ArgumentArity.Zero,
        Recursive = true,
    };

    public static Option<string?> Text(string name, string value, string description, params string[] aliases) =>
        new(name, aliases) { HelpName = value, Description = description };

    public static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>What an option says, or what holds without it.</summary>
    /// <exception cref="UsageException">Its value is none.</exception>
    public static T Read<T>(this ParseResult parsed, Option<string?> option, Func<string, T> read, T otherwise)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return otherwise;
        }

        try
        {
            return read(text);
        }
        catch (UsageException e)
        {
            throw new UsageException($"{option.Name}: {e.Message}", e);
        }
    }

    /// <summary>A path, as the user gave it.</summary>
    public static string? ReadPath(this ParseResult parsed, Option<string?> option) =>
        parsed.Read<string?>(option, UserText.Path, null);

    /// <summary>The paths of an option that may be given several times.</summary>
    /// <exception cref="UsageException">One is none.</exception>
    public static ImmutableArray<string> ReadPaths(this ParseResult parsed, Option<string[]> option)
    {
        try
        {
            return [.. (parsed.GetValue(option) ?? []).Select(UserText.Path)];
        }
        catch (UsageException e)
        {
            throw new UsageException($"{option.Name}: {e.Message}", e);
        }
    }
}
