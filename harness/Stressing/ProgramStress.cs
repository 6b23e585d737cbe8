using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Linking;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own;

namespace Vera.GcStress.Stressing;

/// <summary>Runs a compiled program in every way of a plan, and holds each against the one without collections.
/// </summary>
internal sealed class ProgramStress(
    StressBench bench, StressOptions options, string file, CompiledProgram program, string source)
{
    /// <summary>Runs that a host is asked for at a time: whoever stops us waits for them.</summary>
    private const int RunsAtOnce = 64;

    private readonly IModuleHost host = bench.Host;
    private readonly FunctionChoice choice = new(options, program, source);
    private readonly Dictionary<string, StressFinding> findings = [];
    private int runs;
    private string notCompared = "";

    // The way that tells most of why a program does something else: by a single collection, if there is one.
    private Way? tell;

    /// <param name="isOver">Whether to come to an end.</param>
    public ProgramResult Judge(Func<bool> isOver)
    {
        if (choice.WhyNot() is { } reason)
        {
            return Result(ProgramVerdict.NotRun, reason);
        }

        try
        {
            return Judge(
                Module(), new(choice.Function!, choice.Arguments, options.Input) { Types = choice.Types }, isOver);
        }
        catch (ModuleException e)
        {
            return Result(
                e.Message == ModuleException.NoHeap ? ProgramVerdict.Pass : ProgramVerdict.Unsupported, e.Message);
        }
    }

    private InstrumentedModule Module()
    {
        if (!options.Plan.Linked)
        {
            return new(program.Wat);
        }

        var linked = ContainerLink.Link(program.Wat);
        return new(linked.Text, linked.Prefix);
    }

    private ProgramResult Judge(InstrumentedModule module, ModuleCall call, Func<bool> isOver)
    {
        var plain = Run(module, call, [options.Plan.Plain])[0];
        if (plain.Ending is RunEnding.Refused or RunEnding.Unsupported or RunEnding.LimitHit)
        {
            return Result(ProgramVerdict.NotRun, plain.Ending == RunEnding.Refused
                ? $"it asks for {plain.Reason}, which is refused here"
                : plain.Reason);
        }

        var comparison = new RunComparison(
            plain, module.ResultsOf(call.Function), program.Texts.Contains(call.Function), Free(module, call));
        Note(options.Plan.Plain, comparison.Difference(plain), plain, module, call);
        var isVisible = comparison.Seen(plain) is not null
            || (plain.Ending == RunEnding.Trapped && plain.Damage is not null);
        var shown = isVisible ? Shown.Visible : Shown.Latent;
        var late = 0;
        foreach (var ways in options.Plan.Ways(plain.Allocations).GroupAdjacent(way => way.Instruments, RunsAtOnce))
        {
            if (isOver())
            {
                return Judged(plain, late, "the time was up before it had been run in every way");
            }

            foreach (var (way, run) in ways.Zip(Run(module, call, ways)))
            {
                late += run.Ending == RunEnding.LimitHit ? 1 : 0;
                Note(way, comparison.Difference(run), run, module, call);
                shown = way == options.Plan.PlainEager && shown == Shown.Latent && comparison.Seen(run) is not null
                    ? Shown.Eager
                    : shown;
            }
        }

        var isUnwritten = tell is not null && !isOver() && IsUnwritten(module, call, comparison, tell);
        var lost = tell is null || isUnwritten || isOver() ? null : Lost(module, call, comparison, tell);
        var filled = FilledUp(module, call, comparison, plain);
        foreach (var (key, found) in findings)
        {
            var finding = Showing(found, filled);
            findings[key] = finding with
            {
                Lost = finding.Evidence is StressEvidence.Damaged ? null : lost,
                IsUnwritten = isUnwritten && finding.Evidence is not StressEvidence.Damaged,
                Shows = finding.Oracle != RunComparison.Balance ? shown
                    : filled is null ? Shown.Latent : Shown.Visible,
                Cure = isOver() ? null : CureOf(finding, comparison, module, call),
            };
        }

        TryContainers(isOver);
        if (!isVisible)
        {
            CompareHosts(module, call, plain);
        }

        return Judged(plain, late, late > 0 ? $"{late} of {runs} runs hit a limit" : "");
    }

    /// <summary>A program that always traps is no plain pass, nor is one that was given made-up arguments.</summary>
    private ProgramResult Judged(ModuleRun plain, int late, string cut)
    {
        var traps = plain.Ending != RunEnding.Trapped || findings.Values.Any(one => one.Shows == Shown.Visible) ? ""
            : findings.Count == 0 ? $"traps in every run: {plain.Reason}"
            : $"its plain run traps: {plain.Reason}";
        var madeUp = choice.MakesUpArguments ? $"its arguments are made up: {string.Join(", ", choice.Arguments)}" : "";
        var reasons = new[] { traps, madeUp, cut, notCompared, choice.WhyNotMain() ?? "" }.Where(why => why.Length > 0);
        return Result(Compared(late) ? Verdict() : ProgramVerdict.NotRun, string.Join("; ", reasons)) with
        {
            IsWhole = cut.Length == 0,
        };
    }

    /// <summary>
    /// What is not seen any more, in whatever way it is run, with containers of the module's own, the host's did.
    /// </summary>
    /// <remarks>They allocate less and elsewhere: the one way that shows it would tell nothing.</remarks>
    private void TryContainers(Func<bool> isOver)
    {
        if (!options.TriesContainers || options.Plan.Linked
            || findings.Values.All(finding => finding.Cure is not null))
        {
            return;
        }

        var plan = options.Plan with { Linked = true };
        var linked = new ProgramStress(
            bench with { Others = [] }, options with { Plan = plan }, file, program, source).Judge(isOver);
        runs += linked.Runs;
        foreach (var (key, finding) in findings.Where(one => one.Value.Cure is null
            && linked is { Verdict: ProgramVerdict.Pass or ProgramVerdict.Fail, IsWhole: true }
            && !linked.Findings.Any(left => left.Key == one.Key)).ToArray())
        {
            findings[key] = finding with { Cure = Way.LinkedContainers };
        }
    }

    /// <summary>What a collection breaks is seen on each host in its own way: only sound programs are compared then.
    /// </summary>
    private void CompareHosts(InstrumentedModule module, ModuleCall call, ModuleRun plain)
    {
        var isSound = findings.Count == 0;
        IModuleHost[] others = [.. bench.Others.Where(other => !call.TakesPair || other is not NodeHost)];
        notCompared = others.Length < bench.Others.Count ? $"not run on node: {NodeHost.TakesNoText}" : "";
        var hosts = new HostComparison(others, program.Wat, module.ResultsOf(call.Function));
        Compare(options.Plan.Plain, plain);
        if (isSound && others.Length > 0)
        {
            Compare(options.Plan.PlainEager, Run(module, call, [options.Plan.PlainEager])[0]);
        }

        void Compare(Way way, ModuleRun first)
        {
            foreach (var (oracle, evidence) in hosts.Differences(module.With(way.Instruments), call, way, first))
            {
                Note(new StressFinding(oracle, evidence, way, call.Function)
                {
                    Shows = way == options.Plan.Plain ? Shown.Visible : Shown.Eager,
                });
            }

            runs += others.Length;
        }
    }

    /// <summary>What the plain run shows of roots that functions leave: without these it comes to its end.</summary>
    private StressEvidence? FilledUp(
        InstrumentedModule module, ModuleCall call, RunComparison comparison, ModuleRun plain)
    {
        if (plain.Ending != RunEnding.Trapped || findings.Values.All(one => one.Oracle != RunComparison.Balance))
        {
            return null;
        }

        var way = options.Plan.Plain;
        var popped = way with { Instruments = way.Instruments with { Pops = true } };
        return Run(module, call, [popped]) is [{ Ending: RunEnding.Completed } run]
            ? comparison.Seen(plain)?.Evidence ?? new StressEvidence.FillsUp(RunComparison.EndOf(plain))
            : null;
    }

    /// <summary>What a program shows of roots that are left is seen after the run in which they are.</summary>
    private static StressFinding Showing(StressFinding finding, StressEvidence? filled) =>
        filled is not null && finding is { Oracle: RunComparison.Balance, Evidence: StressEvidence.Damaged left }
            ? finding with { Evidence = left with { Seen = left.Seen ?? filled } }
            : finding;

    /// <summary>The run that no collection can have harmed; null if it does not come to its end without any.</summary>
    private ModuleRun? Free(InstrumentedModule module, ModuleCall call) =>
        Run(module, call, [StressPlan.Free]) is [{ Ending: RunEnding.Completed } free] ? free : null;

    /// <summary>Whether a run was held against the plain one, or that one is wrong by itself.</summary>
    private bool Compared(int late) => findings.Count > 0 || runs > late + 2;

    /// <summary>
    /// Whether the program is right where new blocks are all zeros, after the same collections: then no block is
    /// missing.
    /// </summary>
    private bool IsUnwritten(InstrumentedModule module, ModuleCall call, RunComparison comparison, Way way)
    {
        var cleared = way with { Instruments = way.Instruments with { Clears = true } };
        return Run(module, call, [cleared]) is [{ Ending: RunEnding.Completed } run] && comparison.Seen(run) is null
            && Run(module, call, [way]) is [var shown] && run.Collections >= shown.Collections;
    }

    /// <summary>Only the host in this process can keep blocks.</summary>
    private LostBlock? Lost(InstrumentedModule module, ModuleCall call, RunComparison comparison, Way way) =>
        host.Name != OwnHost.OwnName ? null : new LostBlocks(
            module,
            one => Run(module, call, [one])[0],
            run => run.Ending == RunEnding.Completed && comparison.Seen(run) is null).Find(way);

    /// <summary>A root that is missing is missing to any collector; what our own cures, Vera's did.</summary>
    private string? CureOf(StressFinding finding, RunComparison comparison, InstrumentedModule module, ModuleCall call)
    {
        var swapped = finding.Way.Instruments with { Hardened = true };
        return swapped != finding.Way.Instruments
            && Run(module, call, [finding.Way with { Instruments = swapped }]) is [{ Ending: RunEnding.Completed } run]
            && comparison.Difference(run) is null ? Way.HardenedCollector : null;
    }

    private IReadOnlyList<ModuleRun> Run(InstrumentedModule module, ModuleCall call, List<Way> ways)
    {
        runs += ways.Count;
        return host.Run(module.With(ways[0].Instruments), call, [.. ways.Select(way => way.Plan)]);
    }

    private void Note(
        Way way, (string Oracle, StressEvidence Evidence)? difference, ModuleRun run, InstrumentedModule module,
        ModuleCall call)
    {
        if (difference is not var (oracle, evidence))
        {
            return;
        }

        var function = run.Damage is { Kind: BrokenRule.Balance } damage
            ? module.Functions.FirstOrDefault(f => f.Number == damage.Function)?.Name ?? "?"
            : call.Function;
        var seen = evidence is StressEvidence.Damaged { Damage.Kind: BrokenRule.Balance } unbalanced
            ? unbalanced with { Function = function }
            : evidence;
        var finding = new StressFinding(oracle, seen, way, function);
        if (run.Damage is null || run.Damage.Kind == BrokenRule.Balance)
        {
            tell = tell?.Plan.Points.Length == 1 ? tell : way.Plan.Points.Length == 1 ? way : tell ?? way;
        }

        Note(finding);
    }

    private void Note(StressFinding finding)
    {
        finding = finding with
        {
            Line = FunctionPlace.LineOf(source, finding.Function, options.Function ?? "main"),
        };
        findings[finding.Key] = findings.TryGetValue(finding.Key, out var first)
            ? first with { Runs = first.Runs + 1 }
            : finding;
    }

    private ProgramVerdict Verdict() =>
        findings.Values.Any(f => !options.Known.Has(file, f)) ? ProgramVerdict.Fail : ProgramVerdict.Pass;

    private ProgramResult Result(ProgramVerdict verdict, string reason) =>
        new(file, verdict, reason, runs,
            [.. findings.Values.Select(one => one with { IsKnown = options.Known.Has(file, one) })])
        {
            Compiled = true,
            Function = choice.Function ?? "",
            Arguments = choice.Arguments,
            HasMadeUpArguments = choice.MakesUpArguments,
        };
}
