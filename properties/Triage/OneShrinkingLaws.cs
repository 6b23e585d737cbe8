using Vera.GcStress.Campaigns;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Properties.Campaigns;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Triage;

/// <summary>Whoever shrinks a failure, a campaign or a user with its file: it ends in the same text.</summary>
public sealed class OneShrinkingLaws
{
    private const int Seeds = 2;

    /// <summary>Bugs of the collector, of roots and of what the allocator gives.</summary>
    [Theory]
    [InlineData("forget-mark")]
    [InlineData("sweep-skip")]
    [InlineData("free-twice")]
    [InlineData("take-nothing")]
    [InlineData("construct-unrooted")]
    public void Fuzz_and_shrink_end_in_the_same_text(string name)
    {
        var fault = FaultCatalogue.All.Single(f => f.Name == name);
        var choice = HeapChoice.Default with
        {
            Runtime = fault.Shows.Runtime,
            Gc = fault.Shows.Collector,
            Fault = name,
        };
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            var options = choice.Suited(new(seed, GenerationOptions.Default, choice.Header(new Expectation.Pass())))
                with
            {
                CasesMax = 64,
                StopAtFirst = true,
                CompiledEvery = 0,
                InvisibilityEvery = 0,
                SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
            };
            var fuzzed = Assert.Single(new Campaign(options, () => choice.NewRig()).Run().Findings);
            var drawn = CaseGenerator.FromSeed(CaseSeed.Of(seed, fuzzed.Number), options.Generation);
            using var rig = choice.NewRig();
            var failure = Assert.IsType<Verdict.Fail>(rig.Try(drawn));
            var shrunk = new FailureShrinker(options.Plan, new(0, drawn, failure, Lane.Driven), rig)
                .Shrink(CancellationToken.None);
            Assert.Equal($"{fuzzed.Failure.Oracle} {fuzzed.Case}", $"{shrunk.Failure.Oracle} {shrunk.Case}");
        }
    }

    /// <summary>A file that a campaign is to replace may be gone by then.</summary>
    [Fact]
    public void A_finding_whose_file_is_gone_is_saved_again()
    {
        var at = Directory.CreateTempSubdirectory("gone").FullName;
        try
        {
            var file = new CaseFile(
                Headers.Of(WatOptions.Default), Vera.GcStress.Programs.Parsing.CaseText.Parse("observe 1"));
            var folder = new CaseFolder(at);
            File.Delete(folder.Save(file));
            Assert.Null(folder.Find(file));
            Assert.True(File.Exists(folder.Save(file)));
        }
        finally
        {
            Directory.Delete(at, recursive: true);
        }
    }
}
