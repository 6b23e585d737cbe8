using Vera.GcStress.Stressing;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Linking;
using Vera.GcStress.Targets.Vera.Microscope;
using Vera.GcStress.Targets.Vera.Microscope.Reading;
using Vera.GcStress.Targets.Vera.Own;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera.Linking;

/// <summary>Programs that a real Vera compiles show the same with their containers linked, on both hosts.</summary>
public sealed class RealVeraLinkTests
{
    private const string NoVera = "no Vera is installed (VERA_GCSTRESS_PYTHON is not set and no vera is on the PATH)";

    /// <summary>On file, and Vera's own containers are what is wrong: linked, its keys are in their order.</summary>
    private const string Cured = "nan-key-moves-to-the-end.vera";

    public static bool Installed => RealVeraTests.Installed;

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Every_program_that_can_be_linked_shows_the_same_as_before()
    {
        using var python = Open();
        using var own = new OwnHost();
        Assert.Empty(
            from one in Linked(python)
            from host in new IModuleHost[] { own, python }
            let difference = Difference(host, one.Program, one.Linked, one.Function)
            where difference is not null && one.File != Cured
            select $"{one.File}, {one.Function} on {host.Name}: {difference}");
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Vera_in_JavaScript_shows_the_same_of_what_is_linked()
    {
        using var python = Open();
        using var node = new JavaScriptHost(python.Package);
        Assert.SkipUnless(node.CanRun, "there is no Node, or no runtime for it");
        var ran = 0;
        foreach (var one in Linked(python))
        {
            if (node.Run(one.Linked, one.Function) is var (printed, error))
            {
                var there = python.Run(
                    one.Linked, new(one.Function, [], ""), [CollectionPlan.Natural with { Checks = false }])[0];
                Assert.Equal(
                    (one.File, one.Function, there.Output, there.Ending == RunEnding.Completed),
                    (one.File, one.Function, printed, error is null));
                ran++;
            }
            else
            {
                Assert.Null(node.Run(one.Program.Wat, one.Function));
            }
        }

        Assert.True(ran > 0, "this Node is too old for all programs");
    }

    private static PythonHost Open()
    {
        var python = PythonHost.Open(null);
        Assert.SkipUnless(python.Version >= new VeraVersion(0, 0, 171), "older releases pass handles");
        return python;
    }

    /// <summary>Each function without parameters of each program that can be linked.</summary>
    private static IEnumerable<(string File, CompiledProgram Program, string Linked, string Function)> Linked(
        PythonHost python)
    {
        var count = 0;
        foreach (var file in Programs(python))
        {
            if (python.Compile(File.ReadAllText(file), file, out _) is { } program
                && Linked(program.Wat) is { } linked)
            {
                foreach (var function in program.Exports.Where(
                    name => program.Parameters.GetValueOrDefault(name, []).Count == 0))
                {
                    count++;
                    yield return (Path.GetFileName(file), program, linked, function);
                }
            }
        }

        Assert.True(count > 0, "no program could be linked");
    }

    /// <summary>Those on file here, and Vera's own where its sources are at hand.</summary>
    private static IEnumerable<string> Programs(PythonHost python) =>
        from folder in new[]
        {
            Path.Combine(Repository.Root, "repro", "vera"),
            Path.Combine(python.Package, "..", "tests", "conformance"),
            Path.Combine(python.Package, "..", "examples"),
        }
        where Directory.Exists(folder)
        from file in Directory.GetFiles(folder, "*.vera").Order(StringComparer.Ordinal)
        select Path.GetFullPath(file);

    /// <summary>The module after linking; null where there is nothing to link, or where it is refused.</summary>
    private static string? Linked(string text)
    {
        try
        {
            return ContainerLink.Link(text) is { Replaced.IsEmpty: false } linked ? linked.Text : null;
        }
        catch (ModuleException)
        {
            return null;
        }
    }

    /// <summary>
    /// Held against the program without any collection, which no bug of Vera's collector or roots can have harmed.
    /// </summary>
    private static string? Difference(IModuleHost host, CompiledProgram program, string linked, string function)
    {
        var call = new ModuleCall(function, [], "");
        var module = new InstrumentedModule(program.Wat);
        var before = host.Run(module.With(StressPlan.Free.Instruments), call, [StressPlan.Free.Plan])[0];
        var after = host.Run(linked, call, [CollectionPlan.Natural with { Checks = false }])[0];
        var comparison = new RunComparison(before, module.ResultsOf(function), program.Texts.Contains(function));
        return before.Ending != after.Ending
            ? $"{before.Ending} {before.Reason}, then {after.Ending} {after.Reason}"
            : comparison.Seen(after)?.Evidence.ToString();
    }
}
