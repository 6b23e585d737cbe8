using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Vera.Microscope;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>
/// What a real Vera would have compiled is run with every instrument, under the schedule of the case.
/// </summary>
public sealed class CaseProgramTests
{
    private static readonly Dictionary<string, string> NoneLeftOut = [];

    private static readonly string FalsePointer =
        Miniature.With("i64.const 3 ;; a number", "i64.const 188");

    [Fact]
    public void A_collection_takes_place_where_the_schedule_says()
    {
        using var program = new CaseProgram(Miniature.Text, NoneLeftOut);
        Assert.Equal(0, program.Run("main", When(new CollectionSchedule.Natural()), swaps: false, new()).Collections);
        Assert.Equal(2, program.Run("main", When(new CollectionSchedule.At([2, 4])), swaps: false, new()).Collections);
        Assert.Equal(2, program.Run("main", When(new CollectionSchedule.Every(2)), swaps: false, new()).Collections);
        var eager = program.Run("main", When(new CollectionSchedule.Eager()), swaps: false, new());
        Assert.Equal((eager.Allocations, null), (eager.Collections, eager.Damage));
    }

    [Fact]
    public void A_false_pointer_is_damage_at_its_point_alone_and_our_collector_cures_it()
    {
        using var program = new CaseProgram(FalsePointer, NoneLeftOut);
        var at = new CollectionSchedule.At([3]);
        var seen = program.Run("main", When(at), swaps: false, new());
        Assert.Equal((BrokenRule.Payload, 3), (seen.Damage?.Kind, seen.Damage?.Allocation));
        Assert.Equal("main", seen.Site);
        Assert.Null(program.Run("main", When(new CollectionSchedule.Natural()), swaps: false, new()).Damage);
        Assert.Null(program.Run("main", When(at), swaps: true, new()).Damage);
    }

    [Fact]
    public void A_heap_that_starts_later_has_its_false_pointers_elsewhere()
    {
        using var program = new CaseProgram(Miniature.With("i64.const 3 ;; a number", "i64.const 191"), NoneLeftOut);
        var seen = Enumerable.Range(0, 8).Where(start => program.Run(
            "main", When(new CollectionSchedule.At([3])).With(HeapTables.Usual with { Start = start }),
            swaps: false, new()).Damage is { Kind: BrokenRule.Payload });
        Assert.Equal([3], seen);
    }

    [Fact]
    public void A_module_that_no_engine_takes_is_a_failure_with_the_same_words_wherever_it_is_wrong()
    {
        using var sound = new CaseProgram(Miniature.Text, NoneLeftOut);
        Assert.Null(sound.Prepare());
        string[] wrongs = ["i32.const 188", "i32.const 3 i32.const 3 drop"];
        string[] names = ["$main", $"${new string('n', 400)}"];
        var words = wrongs.SelectMany(wrong => names.Select(name =>
        {
            var text = Miniature.With("i64.const 3 ;; a number", wrong);
            using var program = new CaseProgram(text.Replace("$main", name, StringComparison.Ordinal), NoneLeftOut);
            var refused = program.Prepare();
            Assert.Equal((Ending.Trapped, true), (refused?.Ending, refused?.IsInvalid));
            return refused!.Reason;
        }));
        Assert.Equal(
            "the module is not valid: type mismatch: expected i64, found i32", Assert.Single(words.Distinct()));
        Assert.Equal(
            "the module is not valid: unknown tag: failed to find a name",
            InvalidModule.Words("WAT compilation failed: unknown tag: failed to find name `$exn_Int` --> <anon>:1:2"));
        Assert.Null(InvalidModule.Words("E204 Argument 0 of 'throw' has type Int"));
    }

    [Fact]
    public void A_block_that_is_kept_without_any_root_is_a_failure_after_the_program()
    {
        const string Roots = "(block $marked";
        const string Stray = "(call $mark (i32.add (global.get $gc_heap_start) (i32.const 4)))";
        using var program = new CaseProgram(Miniature.With(Roots, $"{Stray} {Roots}"), NoneLeftOut);
        var seen = program.Run("main", When(new CollectionSchedule.Natural()), swaps: false, new());
        Assert.Equal((BrokenRule.Retention, 16, 0), (seen.Damage?.Kind, seen.Damage?.Size, seen.Collections));
        Assert.Null(program.Run("main", When(new CollectionSchedule.Natural()), swaps: true, new()).Damage);
    }

    [Fact]
    public void What_is_left_out_or_not_recognised_is_unsupported_for_its_reason()
    {
        var leftOut = new Dictionary<string, string> { ["case_1"] = "it is refused" };
        using var program = new CaseProgram(Miniature.Text, leftOut);
        var refused = program.Run("case_1", When(new CollectionSchedule.Natural()), swaps: false, new());
        Assert.Equal("it is refused", refused.Reason);
        using var none = new CaseProgram("(module)", NoneLeftOut);
        var seen = none.Run("main", When(new CollectionSchedule.Natural()), swaps: false, new());
        Assert.Equal(Ending.Unsupported, seen.Ending);
        Assert.NotEmpty(seen.Reason);
    }

    private static StressCase When(CollectionSchedule schedule) => new([], schedule, HeapState.Empty);
}
