using Vera.GcStress.Campaigns;
using Vera.GcStress.Explaining;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Reporting;
using Vera.GcStress.Reporting.Explanations;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Explaining;

/// <summary>Explanations to hold laws against: of the files in repro/, and of planted faults.</summary>
internal static class Explained
{
    private static readonly string Root = RootOf(AppContext.BaseDirectory);

    /// <summary>The known failures, by their file names.</summary>
    public static IEnumerable<string> Repros =>
        CaseFolder.List([Path.Combine(Root, "repro")])
            .Where(path => CaseFile.Read(path).Header.Target != FileHeader.Vera)
            .Select(path => Path.GetFileName(path));

    public static string PathOf(string name) => Path.Combine(Root, "repro", name);

    public static ExplainedCase Repro(string name)
    {
        var read = ReplayCases.Read(PathOf(name), VeraFinder.None);
        var heap = Assert.IsType<HeapChoice>(read.Choice);
        return new(name, $"{heap}", HeapRigs.Explain(heap.Options, read.File.Case));
    }

    /// <summary>The same file, where nothing but the compiled way is known.</summary>
    public static Explanation Compiled(string name)
    {
        var read = ReplayCases.Read(PathOf(name), VeraFinder.None);
        var options = Assert.IsType<HeapChoice>(read.Choice).Options;
        using var target = Lanes.Compiled(options);
        var model = new ReferenceModel(target.HeapStart, Lanes.Parsed, options.Equality);
        return new Explainer(target, null, model).Explain(read.File.Case);
    }

    /// <summary>The first case that shows a planted fault, made smaller with few attempts, and explained.</summary>
    public static ExplainedCase Fault(string name)
    {
        var fault = FaultCatalogue.All.Single(f => f.Name == name);
        var options = new TrialOptions { Seeds = [1], ShrinkAttemptsMax = 80 };
        var found = new TrialRunner(options).Run([FaultTrials.Planted(fault)]).Results.Single();
        var heap = new HeapChoice(fault.Shows.Runtime, fault.Shows.Collector, "small", name);
        return new(name, $"{heap}", HeapRigs.Explain(fault.Options(planted: true), found.Shrunk!));
    }

    /// <summary>A case where a fault is planted.</summary>
    public static Explanation WithFault(string name, StressCase stressCase) =>
        HeapRigs.Explain(FaultCatalogue.All.Single(f => f.Name == name).Options(planted: true), stressCase);

    /// <summary>A case on the fix under test, where nothing fails.</summary>
    public static ExplainedCase Passing(StressCase stressCase) =>
        new("a case", "container on hardened", HeapRigs.Explain(WatOptions.Default, stressCase));

    /// <summary>A case on the runtime that hides contents from the collector.</summary>
    public static ExplainedCase OnHostStore(StressCase stressCase) => new(
        "a case", "host-store on hardened",
        HeapRigs.Explain(WatOptions.Default with { Runtime = RuntimeKind.HostStore }, stressCase));

    private static string RootOf(string folder) =>
        File.Exists(Path.Combine(folder, "Vera.GcStress.sln")) ? folder : RootOf(Path.GetDirectoryName(folder)!);
}
