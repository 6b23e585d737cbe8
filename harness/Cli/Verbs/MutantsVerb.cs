using System.CommandLine;
using System.Diagnostics;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Files;
using Vera.GcStress.Heaps;
using Vera.GcStress.Mutating;
using Vera.GcStress.Programs;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;

namespace Vera.GcStress.Cli.Verbs;

/// <summary>
/// <c>mutants</c>: makes slips in the text of heap and containers, one at a time, and says which no oracle sees.
/// </summary>
internal static class MutantsVerb
{
    private const int CountUsual = 300;
    private const int CasesUsual = 3000;

    /// <summary>As many of a campaign's cases are held, some 10 KB each; what comes after them is drawn.</summary>
    private const int HeldCasesMax = 200_000;

    /// <summary>Where the text says that no program can tell, there is little that more cases could say.</summary>
    private const long ExplainedCasesMax = CasesUsual;

    private static readonly Option<string?> Count = Options.Text(
        "--count", "N", $"How many to try, spread over all there are (default {CountUsual}).");

    private static readonly Option<string?> Cases = Options.Text(
        "--cases", "N", $"Cases of one campaign before a mutant counts as survived (default {CasesUsual:N0}).");

    private static readonly Option<string?> In = Options.Text(
        "--in", "NAMES", "Only mutants in these functions, files or lines (FILE:LINE), with commas between them.");

    public static Command Create() =>
        new Command(
            "mutants",
            "Change one place of the text of heap and containers at a time, and see whether fuzzing notices it. " +
            "The text says of some why no program can tell (;; survives): exit code 1 if another one survives, or if " +
            $"one of these is caught within {ExplainedCasesMax:N0} cases.")
        {
            Count, Cases, In, Options.Runtime, Options.Gc, Options.Seed, Options.Jobs, Options.Json,
        }
        .Does(Run);

    private static ExitCode Run(ParseResult parsed, Invocation invocation)
    {
        var heap = HeapChoice.Default with
        {
            Runtime = parsed.Read(Options.Runtime, HeapChoice.ReadRuntime, HeapChoice.Default.Runtime),
            Gc = parsed.Read(Options.Gc, HeapChoice.ReadGc, CollectorKind.Hardened),
        };
        var seed = parsed.Read(Options.Seed, OptionText.Seed, 1UL);
        var all = Chosen(MutantTrials.All(heap).ToList(), parsed.GetValue(In));
        var chosen = Spread(all, (int)parsed.Read(Count, OptionText.Count(1, int.MaxValue), CountUsual), seed);
        var options = new TrialOptions
        {
            Seeds = [seed],
            CasesMax = parsed.Read(Cases, OptionText.Count(1, long.MaxValue), CasesUsual),
            ShrunkMax = 0,
            CountsBreaks = true,
            CountsLimits = true,
            Jobs = FuzzOptions.ReadJobs(parsed),
        };
        var file = parsed.ReadPath(Options.Json);
        OutputPaths.Check([file], []);
        var clock = Stopwatch.StartNew();
        var cases = MutantTrials.CasesOf(
            heap, seed, (int)Math.Min(options.CasesMax, HeldCasesMax), options.Jobs, SavedParents.BuiltIn,
            judged => invocation.Screen.Doing($"{Numbers.Of(judged, "case")} of a campaign judged"), invocation.Stop);
        var report = Run(all.Count, chosen, heap, options with { Cases = cases }, invocation);
        report = report with { Score = report.Score with { Elapsed = clock.Elapsed } };
        MutantTable.Print(invocation.Screen, report);
        var outputs = new Outputs();
        outputs.Write(file, () => MutantDocument.Of(report));
        return outputs.Ended(report.Score.Interrupted ? ExitCode.Interrupted
            : report.IsClean ? ExitCode.Clean
            : ExitCode.Found);
    }

    private static MutantReport Run(
        int made, List<Mutant> chosen, HeapChoice heap, TrialOptions options, Invocation invocation)
    {
        var mutants = new Dictionary<string, Mutant>();
        foreach (var mutant in chosen)
        {
            mutants.TryAdd($"{mutant}", mutant);
        }

        var open = Tried(
            [.. mutants.Values.Where(mutant => mutant.Explained is null)], "mutants tried", heap, options, invocation);
        var explained = Tried(
            [.. mutants.Values.Where(mutant => mutant.Explained is not null)], "explained survivors tried", heap,
            options with { CasesMax = Math.Min(options.CasesMax, ExplainedCasesMax) }, invocation);
        var score = new TrialScore(
            [.. open.Results, .. explained.Results], open.Elapsed + explained.Elapsed,
            open.Interrupted || explained.Interrupted);
        var unseen = open.Results.Where(result => !result.IsCaught).Select(result => mutants[result.Name].AsTrap);
        var reached = Tried([.. unseen], "places of survivors looked for", heap, options, invocation)
            .Results.ToDictionary(result => result.Name, result => result.IsCaught);
        var tried = score.Results.ToDictionary(result => result.Name);
        var rows = mutants.Keys.Where(tried.ContainsKey).Select(name => new MutantRow(mutants[name], tried[name])
        {
            IsReached = tried[name].IsCaught ? true : reached.TryGetValue(name, out var came) ? came : null,
        });
        var invalid = score.Interrupted ? 0 : chosen.Count - score.Results.Length;
        return new([.. rows], made, invalid, score);
    }

    /// <summary>What became of those that are valid modules.</summary>
    private static TrialScore Tried(
        IReadOnlyList<Mutant> mutants, string done, HeapChoice heap, TrialOptions options, Invocation invocation)
    {
        var (screen, ended) = (invocation.Screen, 0);
        var tried = new Dictionary<string, MutantTrial>();
        foreach (var mutant in mutants.TakeWhile(_ => !invocation.Stop.IsCancellationRequested))
        {
            screen.Doing($"{tried.Count} of {mutants.Count} mutants are valid modules so far");
            if (MutantTrials.Of(mutant, heap) is { } trial)
            {
                tried.Add(trial.Trial.Name, trial);
            }
        }

        return new TrialRunner(options).Run(
            [.. tried.Values.Select(one => one.Trial)],
            last =>
            {
                tried[last.Name].Unload();
                screen.Doing($"{Interlocked.Increment(ref ended)} of {tried.Count} {done}");
            },
            invocation.Stop);
    }

    private static List<Mutant> Chosen(List<Mutant> all, string? names)
    {
        if (names is null)
        {
            return all;
        }

        var wanted = names.Split(',', StringSplitOptions.TrimEntries);
        var places = all.SelectMany(PlacesOf).ToHashSet();
        return Array.Find(wanted, name => !places.Contains(name)) is { } unknown
            ? throw new UsageException(
                $"--in: no function, file or line '{UserText.Shown(unknown)}'" +
                Spelling.Hint(UserText.Shown(unknown), places))
            : [.. all.Where(mutant => PlacesOf(mutant).Any(wanted.Contains))];
    }

    private static string[] PlacesOf(Mutant mutant) =>
        [mutant.File, mutant.Function, $"{mutant.File}:{mutant.Line}"];

    /// <summary>As many as asked for, as far apart as can be; the seed says which comes first.</summary>
    private static List<Mutant> Spread(List<Mutant> all, int count, ulong seed)
    {
        if (count >= all.Count)
        {
            return all;
        }

        var first = (long)(seed % (ulong)all.Count);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(n => (int)((first + (n * (long)all.Count / count)) % all.Count))
                .Order()
                .Select(place => all[place]),
        ];
    }
}
