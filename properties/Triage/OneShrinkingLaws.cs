using Vera.GcStress.Campaigns;
using Vera.GcStress.Cli.Parsing;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Campaigns;
using Vera.GcStress.Properties.Cli;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Repros;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Triage;

/// <summary>Whoever shrinks a failure, a campaign or a user with its file: it ends in the same text.</summary>
public sealed class OneShrinkingLaws : IDisposable
{
    private const int Bugs = 20;
    private const int CasesOfEach = 4;

    /// <summary>It takes numbers between the granules, which plain drawing has none of.</summary>
    private const string Rare = "candidate-unaligned";

    /// <summary>So few that most searches are cut short: what is compared is the way they take.</summary>
    private const int Attempts = 150;

    private readonly CommandLineRun run = new();

    /// <summary>Bugs of all layers, in the order in which the catalogue has them.</summary>
    public static TheoryData<string> Faults =>
    [
        .. FaultCatalogue.All
            .Where(f => f.Shows == FaultConditions.Usual && f.Name != Rare)
            .Select(f => f.Name)
            .Take(Bugs),
    ];

    public void Dispose() => run.Dispose();

    [Fact]
    public void Enough_bugs_are_shrunk_both_ways() => Assert.Equal(Bugs, Faults.Count);

    [Theory, MemberData(nameof(Faults))]
    public void Fuzz_and_shrink_end_in_the_same_text(string name)
    {
        var choice = HeapChoice.Default with { Fault = name };
        var options = choice.Suited(new(1, GenerationOptions.Default, choice.Header(new Expectation.Pass()))) with
        {
            StopAtFirst = true,
            CompiledEvery = 0,
            InvisibilityEvery = 0,
            ShrinkAttemptsMax = Attempts,
            SmallerDocuments = (type, text) => DocumentEdits.Smaller(text, type),
        };
        using var rig = choice.NewRig();
        var failed = 0;
        for (var number = 0; number < Campaign.RoundCasesMin && failed < CasesOfEach; number++)
        {
            var drawn = CaseGenerator.FromSeed(CaseSeed.Of(options.Seed, number), options.Generation);
            if (rig.Try(drawn) is Verdict.Fail failure)
            {
                failed++;
                Assert.Equal(Fuzzed(options, number, choice), Shrunk(drawn, failure, choice));
            }
        }

        Assert.NotEqual(0, failed);
    }

    /// <summary>What a campaign of this case alone ends in.</summary>
    private static string Fuzzed(CampaignOptions options, int number, HeapChoice choice)
    {
        var alone = options with { Shard = (number + 1, number + 1), CasesMax = number + 1 };
        var finding = Assert.Single(new Campaign(alone, () => choice.NewRig()).Run().Findings);
        return $"{finding.Failure.Oracle} {finding.Case}";
    }

    /// <summary>What the verb makes of a file with it.</summary>
    private string Shrunk(StressCase drawn, Verdict.Fail failure, HeapChoice choice)
    {
        var file = run.In("drawn.case");
        File.WriteAllText(file, $"{new CaseFile(choice.Header(new Expectation.Fail(failure.Oracle)), drawn)}");
        var small = run.In("small.case");
        File.Delete(small);
        Assert.Equal(ExitCode.Clean, run.Run("shrink", file, "-o", small, "--attempts", $"{Attempts}"));
        var shrunk = CaseFile.Read(small);
        return $"{((Expectation.Fail)shrunk.Header.Expect).Oracle} {shrunk.Case}";
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
