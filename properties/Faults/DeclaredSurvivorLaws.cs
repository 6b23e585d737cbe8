using Vera.GcStress.Campaigns;
using Vera.GcStress.Heaps;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Mutating;
using Vera.GcStress.Reporting.Trials;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

/// <summary>A text says of its own survivors why no program can tell, and is held to it.</summary>
public sealed class DeclaredSurvivorLaws
{
    private const string Text = """
        (func $f (param $n i32) (result i32)
          ;; survives "5 became 6", "5 became 4, always" unless $g: nothing reads what
          ;;   is here
          ;; seen: five
          (drop (i32.const 5))

          ;; Not this.
          ;; survives "7 became 8": there are eight
          (i32.const 7))
        """;

    private static readonly IReadOnlyList<Mutant> Mutants =
        [.. new MutantMaker([MutantTurn.Always], []).Of("x.wat", Text, 0)];

    private static readonly HeapChoice[] Heaps =
    [
        .. from collector in Enum.GetValues<CollectorKind>()
           from runtime in new[] { RuntimeKind.Container, RuntimeKind.Traced }
           select HeapChoice.Default with { Gc = collector, Runtime = runtime },
    ];

    [Fact]
    public void Each_tells_of_the_next_line_that_is_no_comment() => Assert.Equal(
        ["2 5 5 became 6|5 became 4, always: nothing reads what is here", "8 9 7 became 8: there are eight"],
        Read(Text).Select(one =>
            $"{one.At} {one.Line} {string.Join('|', one.Changes)}: {one.Reason}"));

    [Fact]
    public void One_that_names_no_change_of_its_line_is_named_with_file_and_line() => Assert.Equal(
        ["x.wat:8: line 9 has no change \"7 became 5\""],
        DeclaredSurvivor.Flaws(Read(Text.Replace("7 became 8", "7 became 5", StringComparison.Ordinal)), Mutants));

    [Fact]
    public void One_above_a_function_tells_of_all_its_changes_that_take_part_at_a_turn()
    {
        const string Above = ";; survives \"all, always\": it is never called";
        var declared = Read($"{Above}\n(func $f\n  (drop (i32.const 5)))\n(func $g\n  (drop (i32.const 5)))").Single();
        Assert.All(Mutants, mutant => Assert.True(declared.Tells(mutant)));
        var others = Mutants.SelectMany(mutant =>
            new[] { mutant with { Function = "$g" }, mutant with { Turn = new("late", "1") } });
        Assert.All(others, mutant => Assert.False(declared.Tells(mutant)));
    }

    [Theory]
    [InlineData(";; survives \"7 became 8\"")]
    [InlineData(";; survives 7 became 8: it does")]
    public void One_in_another_form_is_refused_with_file_and_line(string line) => Assert.StartsWith(
        "x.wat:1: ",
        Assert.Throws<FormatException>(() => Read($"{line}\n(nop)")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void One_that_is_said_of_some_heaps_holds_for_these_alone()
    {
        var first = Read(Text)[0];
        Assert.True(first.HoldsWhere(new Dictionary<string, long> { ["$g"] = 0 }));
        Assert.False(first.HoldsWhere(new Dictionary<string, long> { ["$g"] = 1 }));
    }

    /// <summary>What has moved, or is called otherwise now, would explain nothing.</summary>
    [Fact]
    public void All_that_the_text_of_heap_and_containers_says_names_changes_of_its_lines()
    {
        var declared = MutantText.Heap.Declared.Concat(MutantText.Containers.Declared).ToList();
        Assert.NotEmpty(declared);
        Assert.Empty(DeclaredSurvivor.Flaws(declared, Heaps.SelectMany(MutantTrials.All)));
    }

    /// <summary>A comment in a body keeps a function from being written out where it is called.</summary>
    [Fact]
    public void What_it_says_changes_nothing_for_the_engine() => Assert.Equal(
        HeapProbes.Built("(func $f\n\n\n  (nop))"),
        HeapProbes.Built("(func $f\n  ;; survives \"(nop) is missing\": it is\n  ;;   one\n  (nop))"));

    [Theory]
    [InlineData(false, "no reason", false)]
    [InlineData(false, null, true)]
    [InlineData(true, null, false)]
    [InlineData(true, "no reason", true)]
    public void A_survivor_has_to_be_explained_and_what_is_explained_has_to_survive(
        bool isCaught, string? explained, bool isFound)
    {
        var run = new TrialRun(1, 1, isCaught ? OracleName.Agreement : null);
        var row = new MutantRow(
            Mutants[0] with { Explained = explained }, new("x", [run], null, null, TimeSpan.Zero));
        var report = new MutantReport([row], 1, 0, new([row.Result], TimeSpan.Zero, false));
        Assert.Equal(isFound, !report.IsClean);
        Assert.Equal(isCaught && explained is not null, row.IsOutOfDate);
        Assert.Equal(isCaught || explained is null ? 1 : 0, report.Visible);
    }

    private static IReadOnlyList<DeclaredSurvivor> Read(string text) => [.. DeclaredSurvivor.Read("x.wat", text)];
}
