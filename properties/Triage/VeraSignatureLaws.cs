using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Triage;
using Xunit;

namespace Vera.GcStress.Properties.Triage;

/// <summary>What is one bug on a target whose heap is out of sight, with two bugs planted in such a target.</summary>
public sealed class VeraSignatureLaws
{
    private const string WithAddress = "$0: Set<Int> = {addr(12)}\nallocate 8\nobserve size($0)";
    private const string WithOther = "$0: Array<Int> = [addr(14), 3]\nobserve $0";
    private const string Without = "$0: Array<Int> = [1, 3]\nallocate 8\nobserve $0";

    [Fact]
    public void What_passes_without_addresses_is_the_false_pointer_however_it_looks()
    {
        using var rig = Rig(failsOnlyWithAddresses: true);
        Assert.Equal("false pointer", Signature(rig, WithAddress));
        Assert.Equal("false pointer", Signature(rig, WithOther));
        Assert.Equal("false pointer", Signature(rig, $"schedule eager\n{WithOther}"));
    }

    [Fact]
    public void What_fails_without_addresses_too_is_something_else()
    {
        using var rig = Rig(failsOnlyWithAddresses: false);
        Assert.NotEqual("false pointer", Signature(rig, WithAddress));
        Assert.NotEqual(Signature(rig, WithAddress), Signature(rig, Without));
    }

    [Fact]
    public void What_fails_under_both_schedules_is_one_bug()
    {
        using var rig = Rig(failsOnlyWithAddresses: false);
        Assert.Equal(Signature(rig, Without), Signature(rig, $"schedule eager\n{Without}"));
    }

    [Fact]
    public void What_was_cut_short_is_in_a_bucket_by_its_evidence()
    {
        using var rig = Rig(failsOnlyWithAddresses: false);
        Assert.Equal(Signature(rig, WithOther, isMinimal: false), Signature(rig, Without, isMinimal: false));
    }

    [Fact]
    public void What_was_cut_short_is_known_by_a_file_that_was_cut_short()
    {
        using var rig = Rig(failsOnlyWithAddresses: false);
        Assert.Equal("a.case", Known(isMinimal: false).FindBug(Signature(rig, WithOther, isMinimal: false)));
        Assert.Null(Known(isMinimal: true).FindBug(Signature(rig, WithOther, isMinimal: false)));

        KnownFailures Known(bool isMinimal) =>
            KnownFailures.Of([("a.case", CaseText.Parse(Without), isMinimal)], rig, new VeraSignatures());
    }

    private static string Signature(TestRig rig, string text, bool isMinimal = true)
    {
        var stressCase = CaseText.Parse(text);
        var failure = Assert.IsType<Verdict.Fail>(rig.Try(stressCase));
        return new VeraSignatures().Of(new(stressCase, failure, 1, isMinimal), rig);
    }

    private static TestRig Rig(bool failsOnlyWithAddresses) =>
        new(Lanes.JudgeOf(new Trapping(failsOnlyWithAddresses)), null);

    /// <summary>Traps on every case, or on those with an address in it.</summary>
    private sealed class Trapping(bool onlyWithAddresses) : ITarget
    {
        private readonly DrivenTarget sound = Lanes.Driven(WatOptions.Default);

        public int HeapStart => HeapLayout.Small.HeapStart;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null) =>
            onlyWithAddresses && !$"{stressCase}".Contains("addr", StringComparison.Ordinal)
                ? sound.Run(stressCase, watcher)
                : new(
                    new Outcome.Trapped(0, new(TrapReason.Vera, "memory fault at 0x1234")),
                    new Transcript(), new Transcript(), new RunStats(0, 0, 0, 0, 0));
    }
}
