using System.Text.RegularExpressions;
using Vera.GcStress.Campaigns;
using Vera.GcStress.Explaining;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Judging.Verdicts;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Rigs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Wat;
using Vera.GcStress.Targets.Wat.Heap;
using Vera.GcStress.Triage;
using Vera.GcStress.Wiring;
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

    [Theory]
    [InlineData(158, true)]
    [InlineData(171, false)]
    public void What_a_host_keeps_out_of_sight_is_looked_for_where_a_release_does_so(int patch, bool isSeen)
    {
        var lost = CaseText.Parse("schedule at 4\nobserve elements(call(({JNull} : Set<Json>)))");
        Assert.Equal(isSeen, new VeraChoice(null, new(0, 0, patch)).Signatures.CauseOf(lost) is not null);
    }

    [Fact]
    public void No_drawn_case_loses_what_is_out_of_sight_where_all_contents_lie_in_memory()
    {
        for (var number = 0; number < 20; number++)
        {
            var drawn = CaseGenerator.FromSeed(CaseSeed.Of(5, number), VeraChoice.Generation);
            var eager = CaseRepair.Repair(drawn.With(new CollectionSchedule.Eager()));
            var told = HeapRigs.Explain(HeapChoice.LikeVera.Options, eager);
            Assert.NotEqual(CauseKind.ContentsInvisible, told.Failure?.Cause.Kind);
        }
    }

    /// <summary>Each bug shows in a case of its file, and in one that does more and collects otherwise.</summary>
    [Theory]
    [InlineData(
        "state|put", true, "schedule eager\nput \"a\"\nobserve (state : String)",
        "schedule at 2\nobserve cell(({1: 2} : Map<Int, Int>), " +
        "if(store(insert(state, 3, 4), true), ({item(values(state), 0)} : Set<Int>), {}))")]
    [InlineData(
        @"(?<!block\()get\(", true,
        "schedule eager\n$0: Map<Int, Int> = {1: 2}\nobserve insert(({} : Set<Option<Int>>), get($0, 1))",
        "schedule at 4\n$0: Map<String, Int> = {}\nobserve call(([get($0, \"a\")] : Array<Option<Int>>))")]
    [InlineData(
        @"(?<!block\()(item|mutual)\(", true,
        "schedule eager\nobserve ({item(elements(({\"a\"} : Set<String>)), 0): Red} : Map<String, Enum>)",
        "schedule at 3\nobserve ({mutual(2, [\"\"], ([\"\", 0], @0), ([\"a\"], \"\")): JNull} : Map<String, Json>)")]
    [InlineData(
        @"tail \$|\(\[insert\(@1, 0\), 0\], \(\{\} : Set<Int>\)\)", true,
        "schedule eager\ncall\n$0: HtmlNode = HtmlText(\"ab\")\ntail $0\n$1: HtmlNode = return $0\nobserve $1",
        "schedule at 5\nobserve mutual(3, [({} : Set<Int>), ({} : Set<Int>)], " +
        "([insert(@1, 0), 0], ({} : Set<Int>)), ([@1, {}], {}))")]
    [InlineData(
        "nan", false, "observe keys(({nan: 1, 1.5: 2} : Map<Float64, Int>))",
        "schedule at 3\nheap full\n$0: Set<Float64> = {1.5, nan}\nallocate 16\nobserve size($0)")]
    [InlineData(
        @"keys\(try", false, "observe keys(try(Int, ({0: 0} : Map<Int, Int>), {}))",
        "heap full\n$0: Array<String> = keys(try(Bool, ({\"a\": [2]} : Map<String, Array<Int>>), {}))\nobserve $0")]
    [InlineData(
        @"keys\(try|schedule[\s\S]*elements\(if", false, "observe keys(try(Int, ({0: 0} : Map<Int, Int>), {}))",
        "schedule at 9\nobserve 0\nobserve elements(if(false, ({} : Set<Int>), {0}))")]
    [InlineData(
        @"[,{] ?try\(", false, "observe try(Bool, 0, try(Int, 0, 0))",
        "observe try(Result<Int, Int>, ({} : Set<Int>), {try(alias, Result<Int, Int>, 0, 0)})")]
    [InlineData(
        @"values\(.*Map<Int, (Byte|Bool)>", false, "observe values(({1: 7, 2: 9} : Map<Int, Byte>))",
        "observe MkMixed(item(values(({0: false, 1: true} : Map<Int, Bool>)), 1), 0.0, 0, [], None)")]
    public void A_bug_on_file_is_known_in_another_case(string bug, bool collects, string onFile, string other)
    {
        using var rig = Rig(failing =>
            Has(failing, bug) && (!collects || failing.Schedule is not CollectionSchedule.Natural));
        Assert.Equal("a.case", Known(rig, onFile).Find(CaseText.Parse(other), Failure(rig, other), rig));
    }

    /// <summary>Without what is stored or thrown these pass too, as cases of other bugs do.</summary>
    [Fact]
    public void An_alias_of_what_a_handler_is_about_is_a_bug_of_its_own()
    {
        using var rig = Rig(failing => Has(failing, @"(cell|try)\(alias"));
        Assert.Equal(
            "wrong, takes an alias of what a cell holds", Signature(rig, "observe cell(alias, 1, call(state))"));
        Assert.Equal(
            "wrong, takes an alias of what is thrown",
            Signature(rig, "observe try(alias, Int, call((throw(1) : Int)), @0)"));
    }

    /// <summary>A handler goes in two ways: with what it holds, and with what it does in the end.</summary>
    [Theory]
    [InlineData("observe try(Int, \"a\", decimal_to_string(0d))")]
    [InlineData("observe try(Int, decimal_to_string(0d), \"a\")")]
    [InlineData("observe cell(0, decimal_to_string(0d))")]
    [InlineData("observe cell(alias, 0, decimal_to_string(0d))")]
    [InlineData("observe keys(({nan: decimal_to_string(0d)} : Map<Float64, String>))")]
    public void A_bug_that_stands_beside_what_is_on_file_is_another_one(string other)
    {
        using var rig = Rig(failing => Has(failing, @"try\(Bool|decimal_to_string|cell\(true|nan: 1"));
        Assert.All(
            [
                "observe try(Bool, 0, 1)", "observe cell(true, 0)",
                "observe keys(({nan: 1, 1.5: 2} : Map<Float64, Int>))",
            ],
            onFile => Assert.Null(Known(rig, onFile).Find(CaseText.Parse(other), Failure(rig, other), rig)));
    }

    [Fact]
    public void A_module_is_invalid_in_its_own_words()
    {
        using var rig = Rig(failing => Has(failing, "try"), failing => new(
            TrapReason.InvalidModule, Has(failing, "Bool") ? "unknown tag" : "type mismatch"));
        var one = Signature(rig, "observe try(Bool, 0, 1)");
        Assert.Equal(one, Signature(rig, "observe (try(Bool, [], [2]) : Array<Int>)"));
        Assert.NotEqual(one, Signature(rig, "observe try(Int, 0, 1)"));
    }

    /// <summary>Where Vera has no operation over functions, programs have the match that it means.</summary>
    [Theory]
    [InlineData("observe option_unwrap_or((None : Option<Closure<Int>>), closure(0))")]
    [InlineData("observe ({result_unwrap_or((Err(0) : Result<Closure<Int>, Int>), closure(0))} : Set<Closure<Int>>)")]
    public void What_is_written_as_a_match_has_the_bug_of_one(string other)
    {
        using var rig = Rig(
            failing => Has(failing, "fn|closure"), _ => new(TrapReason.InvalidModule, "type mismatch"));
        Assert.Equal(Signature(rig, "observe if(false, fn(0), fn(0))"), Signature(rig, other));
    }

    [Fact]
    public void What_Vera_does_for_an_option_of_functions_is_one_bug_whatever_it_does()
    {
        using var rig = Rig(
            failing => Has(failing, "Closure"), _ => new(TrapReason.InvalidModule, "type mismatch"));
        Assert.Equal(
            Signature(rig, "observe option_array((None : Option<Closure<Int>>))"),
            Signature(rig, "observe ({result_some((Err(0) : Result<Closure<Json>, Int>))} : "
                + "Set<Result<Option<Closure<Json>>, Int>>)"));
    }

    /// <summary>The function around it does not matter, though it is part of the smallest case.</summary>
    [Fact]
    public void A_branch_of_functions_is_one_bug_wherever_it_stands()
    {
        using var rig = Rig(failing => Has(failing, @"if\(false, (@2|fn\(0\)), fn"), _ => new(
            TrapReason.InvalidModule, "values remaining on stack"));
        Assert.Equal(
            Signature(rig, "observe if(false, fn(0), fn(0))"),
            Signature(rig, "observe recurse(0, [closure(0), 0, ({} : Set<Int>)], [@2, 0, {}], if(false, @2, fn(0)))"));
    }

    [Fact]
    public void What_hosts_read_otherwise_is_one_bug_whatever_holds_it()
    {
        string[] held =
        [
            "observe parse(MdBlock, \"a\")", "observe ({true: parse(MdBlock, \"a\")} : Map<Bool, MdBlock>)",
            "$0: Array<Option<MdInline>> = []\nobserve $0",
        ];
        Assert.Single(held.Select(text => Read(CaseText.Parse(text))).Distinct());
        Assert.NotEqual(Read(CaseText.Parse(held[0])), Read(CaseText.Parse("observe parse(Json, \"1\")")));

        static string Read(StressCase stressCase) => new VeraSignatures().BucketOf(stressCase, new(
            OracleName.Decode, 0, new Evidence.OnHost("node", new Evidence.MissingObservation(0, "")))
        {
            Subject = stressCase.Ops[^1].Operand!.Type,
        });
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
        var seen = Signature(rig, WithOther, isMinimal: false);
        Assert.Equal("a.case", Known(rig, Without, isMinimal: false).FindBug(seen));
        Assert.Null(Known(rig, Without).FindBug(seen));
    }

    /// <summary>A few turns leave roots for a look to see, and many fill the stack.</summary>
    [Fact]
    public void What_fills_the_shadow_stack_is_the_bug_of_what_is_left_there()
    {
        using var rig = Rig(
            failing => Has(failing, @"recurse\(\d{3}"), leaves: failing => Has(failing, @"recurse\(64,"));
        const string Few = "observe recurse(64, [\"a\"], [call(\"a\")], 0)";
        const string Many = "observe recurse(400, [\"a\"], [call(\"a\")], 0)";
        Assert.IsType<Evidence.RootsNotPopped>(Failure(rig, Few).Evidence.Core);
        Assert.IsType<Evidence.Trapped>(Failure(rig, Many).Evidence.Core);
        Assert.Equal(Signature(rig, Few), Signature(rig, Many));
        Assert.Equal("a.case", Known(rig, Many).Find(CaseText.Parse(Few), Failure(rig, Few), rig));

        using var cured = Rig(
            failing => Has(failing, @"recurse\(\d{3}"),
            leaves: failing => Has(failing, @"recurse\(64,") && !Has(failing, "block"));
        Assert.Equal(Signature(cured, Few), Signature(cured, Many));
        Assert.NotEqual(Signature(rig, Many), Signature(cured, Many));

        using var other = Rig(failing => Has(failing, @"recurse\(\d{3}"));
        Assert.NotEqual(Signature(rig, Many), Signature(other, Many));
    }

    [Fact]
    public void Roots_that_are_left_by_functions_that_make_no_block_are_one_bug()
    {
        const string Alone = "observe recurse(8, [\"a\"], [call(\"a\")], 0)";
        const string InTurns = "observe mutual(8, [\"a\"], ([call(\"a\")], 0), ([call(\"a\")], 0))";
        using var plain = Rig(_ => false, leaves: failing => !Has(failing, "block"));
        Assert.Equal(Signature(plain, Alone), Signature(plain, InTurns));

        using var others = Rig(_ => false, leaves: _ => true);
        Assert.NotEqual(Signature(plain, Alone), Signature(others, Alone));
    }

    private static string Signature(TestRig rig, string text, bool isMinimal = true) =>
        new VeraSignatures().Of(new(CaseText.Parse(text), Failure(rig, text), 1, isMinimal), rig);

    private static Verdict.Fail Failure(TestRig rig, string text) =>
        Assert.IsType<Verdict.Fail>(rig.Try(CaseText.Parse(text)));

    private static KnownFailures Known(TestRig rig, string onFile, bool isMinimal = true) =>
        KnownFailures.Of([("a.case", CaseText.Parse(onFile), isMinimal)], rig, new VeraSignatures());

    private static bool Has(StressCase stressCase, string pattern) => Regex.IsMatch($"{stressCase}", pattern);

    private static TestRig Rig(bool failsOnlyWithAddresses) =>
        Rig(failing => !failsOnlyWithAddresses || Has(failing, "addr"));

    private static TestRig Rig(
        Func<StressCase, bool> fails, Func<StressCase, Trap>? why = null, Func<StressCase, bool>? leaves = null) => new(
        Lanes.JudgeOf(new Trapping(
            fails, why ?? (_ => new(TrapReason.Vera, "memory fault at 0x1234")), leaves ?? (_ => false))), null);

    /// <summary>Traps on the cases that have a bug in them, and leaves roots in others.</summary>
    private sealed class Trapping(
        Func<StressCase, bool> fails, Func<StressCase, Trap> why, Func<StressCase, bool> leaves) : ITarget
    {
        private readonly DrivenTarget sound = Lanes.Driven(WatOptions.Default);

        public int HeapStart => HeapLayout.Small.HeapStart;

        public Execution Run(StressCase stressCase, IWatcher? watcher = null)
        {
            if (leaves(stressCase))
            {
                watcher?.Damaged(new(BrokenRule.Balance, 0, 0, 0, 0, 256), "recur_1");
            }

            return !fails(stressCase)
                ? sound.Run(stressCase, watcher)
                : new(
                    new Outcome.Trapped(0, why(stressCase)),
                    new Transcript(), new Transcript(), new RunStats(0, 0, 0, 0, 0));
        }
    }
}
