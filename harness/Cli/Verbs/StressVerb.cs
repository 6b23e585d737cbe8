using System.Collections.Immutable;
using System.CommandLine;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Sarif;
using Vera.GcStress.Reporting.Stressing;
using Vera.GcStress.Repros;
using Vera.GcStress.Stressing;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Own;
using Vera.GcStress.Wiring;

namespace Vera.GcStress.Cli.Verbs;

/// <summary><c>stress</c>: Vera programs of anybody's, run with collections at every point.</summary>
internal static class StressVerb
{
    private const int FilesMax = 100_000;
    private const int InputBytesMax = 16 << 20;

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Arity = new ArgumentArity(1, FilesMax),
        Description = "Vera programs, or folders with programs anywhere below; after --, arguments of the function.",
    };

    private static readonly Option<string?> Host = Options.Text(
        "--host", "NAME",
        "What runs the modules: own (in this process; default), python or node (Vera's own), or all of them, which " +
        "are to show the same.");

    private static readonly string[] Hosts = ["own", "python", "node", "all"];

    private static readonly Option<string?> Function = Options.Text(
        "--fn", "NAME", "The public function to run; all: each of them (default: main, or else the first one).");

    private static readonly Option<string?> Input = Options.Text(
        "--stdin", "FILE", "What programs may read from standard input (default: nothing).");

    private static readonly Option<string[]> Swaps = new("--swap")
    {
        HelpName = "PART=NAME",
        Description =
            "Put another part in a real Vera's place: gc=hardened, a collector of our own; containers=container, " +
            "Sets and Maps as 'link' puts them in. May be repeated.",
        Arity = new ArgumentArity(1, 100),
    };

    private static readonly string[] SwapNames = [Way.HardenedCollector, Way.LinkedContainers];

    private static readonly Option<string?> When = Options.Text(
        "--schedule", "WHEN",
        "When to collect: natural, eager, every:N, at:N,N..., all-1 (default: eager and every single point) or all-2.");

    private static readonly Option<string?> Points = Options.Text(
        "--points", "N", "The most schedules with chosen points, for each program; 0: none (default 500).");

    private static readonly Option<string?> Time = Options.Text(
        "--time", "TIME", "How long all programs together may take, such as 30s, 5m (default: as long as it takes).");

    private static readonly Option<string[]> Known = new("--known")
    {
        HelpName = "PATH",
        Description =
            "What is on file, and no reason to fail: results of stress or fuzz (--json, --sarif); saved cases, or " +
            "folders of them, with the programs beside them and Vera's issues that they name. May be repeated.",
        Arity = new ArgumentArity(1, 1000),
    };

    public static Command Create()
    {
        var command = new Command(
            "stress",
            "Run Vera programs with a collection at each single allocation, poisoned, at moved heaps: the same must " +
            "be seen. Exit code 1 if it is not.")
        {
            Paths, Options.Vera, Host, Swaps, When, Points, Function, Input, Time, Options.Jobs,
        };
        foreach (var option in ResultFiles.Options)
        {
            command.Add(option);
        }

        command.Add(Known);
        command.Add(Options.AllowEmpty);
        command.Add(Options.Quiet);
        return command.Does(Run);
    }

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var (paths, arguments) = Split(parsed);
        var files = Programs(paths);
        var results = ResultFiles.Read(parsed);
        results.Check(files);
        var options = Read(parsed, [.. arguments]);
        var host = parsed.Read(Host, text => OptionNames.Among(text, "host", Hosts), Hosts[0]);
        var command = parsed.ReadPath(Options.Vera);
        var version = Version(command, invocation.Stop);
        var quiet = parsed.GetValue(Options.Quiet);
        invocation.Screen.Doing($"compiling and running {Numbers.Of(files.Count, "program")} with Vera {version}");
        var report = new Stress(options, () => Open(command, host, invocation.Stop)).Run(files, Note, invocation.Stop);
        var outputs = new Outputs();
        results.Write(
            outputs,
            () => StressDocument.Of(report, version, host),
            () => StressText.Wrong(report, function => Again(parsed, command, host, function), [.. arguments]),
            () => StressText.Markdown(report));
        invocation.Screen.Say(
            StressText.Summary(report), report.Count(ProgramVerdict.Fail) > 0 ? Tone.Bad : Tone.Plain);
        return outputs.Ended(report.Interrupted ? ExitCode.Interrupted
            : report.Count(ProgramVerdict.Fail) > 0 ? ExitCode.Found
            : invocation.EndedEmpty(StressText.WhyEmpty(report), parsed.GetValue(Options.AllowEmpty)));

        void Note(ProgramResult result)
        {
            if (!quiet || result.Findings.Length > 0)
            {
                invocation.Screen.Out.WriteLine(StressText.Of(result));
            }
        }
    }

    /// <summary>The words that run a function of a program again as it was run here.</summary>
    private static string[] Again(ParseResult parsed, string? command, string host, string function) =>
    [
        "vera-gcstress", "stress",
        .. Given(Options.Vera.Name, command),
        .. Given(Host.Name, host == Hosts[0] ? null : host),
        .. ReadSwaps(parsed).SelectMany(swap => Given(Swaps.Name, swap)),
        .. Given(When.Name, parsed.GetValue(When)),
        .. Given(Points.Name, parsed.GetValue(Points)),
        .. Given(Function.Name, parsed.GetValue(Function) == StressOptions.EachFunction
            ? function
            : parsed.GetValue(Function)),
        .. Given(Input.Name, parsed.GetValue(Input)),
    ];

    private static string[] Given(string option, string? value) => value is null ? [] : [option, value];

    private static StressOptions Read(ParseResult parsed, ImmutableArray<string> arguments) => new()
    {
        Plan = parsed.Read(When, ReadPlan, StressPlan.Usual) with
        {
            Hardened = ReadSwaps(parsed).Contains(Way.HardenedCollector),
            Linked = ReadSwaps(parsed).Contains(Way.LinkedContainers),
            PointsMax = (int)parsed.Read(Points, OptionText.Count(0, 1_000_000), StressPlan.Usual.PointsMax),
        },
        TriesContainers = true,
        Function = parsed.GetValue(Function),
        Arguments = arguments,
        Input = parsed.ReadPath(Input) is { } input ? InputText.Of(Input.Name, input, InputBytesMax) : "",
        Time = parsed.Read(Time, text => OptionText.Time(text), (TimeSpan?)null),
        Jobs = FuzzOptions.ReadJobs(parsed),
        Known = KnownOnFile.Of(parsed.ReadPaths(Known).Select(ReadKnown)),
    };

    private static string[] ReadSwaps(ParseResult parsed)
    {
        try
        {
            return [.. (parsed.GetValue(Swaps) ?? []).Select(text => OptionNames.Among(text, "swap", SwapNames))];
        }
        catch (UsageException e)
        {
            throw new UsageException($"{Swaps.Name}: {e.Message}", e);
        }
    }

    private static StressPlan ReadPlan(string text) => OptionText.Sweep(text) is { } points
        ? StressPlan.Usual with { Pairs = points == 2 }
        : StressPlan.Usual with { Schedule = CaseProgram.PlanOf(OptionText.Schedule(text)) };

    private static KnownOnFile ReadKnown(string path)
    {
        try
        {
            if (!Directory.Exists(path) && Path.GetExtension(path) != CaseFolder.Extension)
            {
                return KnownResults.Of(InputText.Of(Known.Name, path, InputBytesMax));
            }

            return CaseFolder.List([path]) is { Count: > 0 } cases
                ? KnownOnFile.Of(cases.Select(KnownBug.Read).Select(bug => KnownOnFile.OfCase(bug.Path, bug.Issues)))
                : throw new FormatException("a folder without cases");
        }
        catch (Exception e) when (e is FormatException or CaseFormatException)
        {
            throw new UsageException($"{Known.Name}: {UserText.Shown(path)}: {e.Message}", e);
        }
    }

    /// <summary>Paths, and what stands after <c>--</c>.</summary>
    private static (string[] Paths, string[] Arguments) Split(ParseResult parsed)
    {
        var words = parsed.GetValue(Paths)!;
        var dashes = parsed.Tokens.TakeWhile(token => token.Value != "--").ToArray();
        var after = dashes.Length == parsed.Tokens.Count ? 0 : parsed.Tokens.Count - dashes.Length - 1;
        return after < words.Length
            ? (words[..^after], words[^after..])
            : throw new UsageException("no program is named before --");
    }

    private static List<string> Programs(IEnumerable<string> paths)
    {
        var (files, places) = (new List<string>(), new HashSet<string>());
        foreach (var path in paths)
        {
            var found = Below(UserText.Path(path)).ToList();
            if (found.Count == 0)
            {
                throw new UsageException($"{UserText.Shown(path)}: a folder without Vera programs");
            }

            files.AddRange(found.Where(file => places.Add(Path.GetFullPath(file))));
        }

        return files;
    }

    private static IEnumerable<string> Below(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.vera", new EnumerationOptions { RecurseSubdirectories = true })
            .Order(StringComparer.Ordinal)
        : !PlainFile.Exists(path) ? throw new UsageException($"{UserText.Shown(path)}: no such file or folder")
        : Path.GetExtension(path) == CaseFolder.Extension ? throw new UsageException(
            $"{UserText.Shown(path)}: a case, and no Vera program: 'replay' runs it, 'emit' prints its program")
        : [path];

    private static string Version(string? command, CancellationToken stop)
    {
        using var bench = Open(command, "python", stop);
        return $"{bench.Compiler.Version}";
    }

    /// <summary>A Vera that compiles, and where its modules run.</summary>
    internal static StressBench Open(string? command, string host, CancellationToken stop)
    {
        try
        {
            var vera = PythonHost.Open(command, stop);
            try
            {
                return host switch
                {
                    "own" => new(vera, new OwnHost { Stop = stop }),
                    "node" => new(vera, NodeHost.Open(vera.Package, stop)),
                    "all" => new(vera, new OwnHost { Stop = stop })
                    {
                        Others = [vera, NodeHost.Open(vera.Package, stop)],
                    },
                    _ => new(vera, vera),
                };
            }
            catch
            {
                vera.Dispose();
                throw;
            }
        }
        catch (VeraException e)
        {
            throw new UsageException(e.Message, e);
        }
    }
}
