using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.NormalForms;
using Vera.GcStress.Shrinking.Order;
using Vera.GcStress.Targets.Wat.Containers.Trie;
using Vera.GcStress.Targets.Wat.Values;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>The simple cases that all bugs have in common hold every kind of value in every way.</summary>
public class CommonCaseTests
{
    private static readonly ImmutableArray<StressCase> All =
        [.. CommonCases.All.Select(ops => new StressCase(ops, new CollectionSchedule.Eager(), HeapState.Empty))];

    [Fact]
    public void All_are_valid_and_small() => Assert.All(All, one =>
    {
        Assert.Same(one, CaseRepair.Repair(one));
        Assert.InRange(one.Ops.Length, 1, 5);
    });

    /// <summary>The collision that bugs of lists end in is one, and lighter than any that is drawn.</summary>
    [Fact]
    public void The_keys_that_meet_in_common_cases_have_one_hash()
    {
        Assert.Single(CommonExpressions.Meeting.Select(key => KeyHash.Of(
            Encoding.UTF8.GetBytes(key.Value), SlotShape.Text, new Slot(0, key.Value.Length))).Distinct());
        var drawn = Enumerable.Range(0, CollidingKeys.Branches)
            .Select(branch => ValueWeight.Of(new Expr.Text(CollidingKeys.Text(CollidingKeys.Levels, branch, 0))));
        Assert.True(CommonExpressions.Meeting.Max(key => ValueWeight.Of(key)) < drawn.Min());
    }

    private static bool IsOf(Expr expr, string form) => expr is Expr.Builtin builtin && builtin.Operation.Form == form;

    [Fact]
    public void Every_kind_of_element_is_in_each_container_and_read_back()
    {
        var observed = All.Where(one => one.Ops is [Op.Observe]).Select(one => one.Ops[0].Operand!).ToHashSet();
        Assert.All(Enum.GetValues<TypeKind>().Where(kind => kind != TypeKind.Map), kind =>
        {
            bool Is(VeraType type) => type.Kind == kind;
            Assert.Contains(observed, e => e is Expr.Container { Of.Kind: TypeKind.Set } set && Is(set.Of.First));
            Assert.Contains(observed, e => e is Expr.Container { Of.Kind: TypeKind.Map } map && Is(map.Of.First));
            Assert.Contains(observed, e => e is Expr.Container { Of.Kind: TypeKind.Map } map && Is(map.Of.Second));
            Expr[] read = [.. observed.Where(e => e is Expr.Builtin && e.Type.Arguments.Any() && Is(e.Type.First))];
            Assert.Contains(read, e => IsOf(e, "get") && e.Parts[0] is Expr.Container { Entries.Length: 2 });
            Assert.Contains(read, e => IsOf(e, "get") && e.Parts[0] is Expr.Container { Entries.IsEmpty: true });
            Assert.Contains(read, e => IsOf(e, "elements") && e.Parts[0] is Expr.Container);
            Assert.Contains(read, e => IsOf(e, "values") && e.Parts[0] is Expr.Call);
            Assert.Contains(read, e => IsOf(e, "keys"));
            Assert.Contains(observed, e => e is Expr.Call && Is(e.Type));
            Assert.Contains(observed, e => e is Expr.ArrayOf { Items.Length: 1 } && Is(e.Type.First));
            Assert.Contains(
                observed, e => e is Expr.Construct { Tag: 1, Of.Kind: TypeKind.Option } && Is(e.Type.First));
        });
    }

    /// <summary>The skeletons of the cases, an empty set in each: what follows it allocates.</summary>
    [Theory]
    [InlineData("$0: Set<Int> = {}\nallocate 1")]
    [InlineData("$0: Set<Int> = {}\nobserve Red")]
    [InlineData("$0: Set<Int> = {}\nobserve ({} : Set<Int>)")]
    [InlineData("match Some($0) = get(({0: {}} : Map<Int, Set<Int>>), 0)\nallocate 1")]
    [InlineData("let Some($0) = get(({0: {}} : Map<Int, Set<Int>>), 0)\nallocate 1")]
    [InlineData("call\n  $0: Set<Int> = return {}\nallocate 1")]
    [InlineData("call\n  $0: Set<Int> = return {}\nobserve fold(({} : Set<Int>), 0, 0)\nallocate 1")]
    [InlineData("$0: Set<Int> = {}\nobserve fold(({} : Set<Int>), 0, 0)\nallocate 1")]
    [InlineData("put ({} : Set<Int>)\nallocate 1\nobserve (state : Set<Int>)")]
    [InlineData("call\n  put ({} : Set<Int>)\n  $0: Int = return 0\nobserve (state : Set<Int>)")]
    [InlineData("call\n  put ({} : Set<Int>)\n  $0: Int = return 0\nallocate 1\nobserve (state : Set<Int>)")]
    [InlineData("call\n  put ({} : Set<Int>)\n  $0: Set<Int> = return {}\nobserve (state : Set<Int>)")]
    [InlineData("call\n  $0: Set<Int> = {}\n  tail $0\n  allocate 1\n  $1: Int = return 0")]
    [InlineData("$0: Set<Int> = {}\ncall\n  tail\n  allocate 1\n  $1: Int = return 0")]
    [InlineData("$0: Set<Int> = {}\ncall\n  tail\n  $1: Set<Int> = return {}")]
    [InlineData("call\n  $0: Set<Int> = {}\n  tail $0\n  $1: Set<Int> = return {}")]
    [InlineData("$0: Set<Int> = {0}\nobserve insert($0, 1)")]
    [InlineData("$0: Set<Int> = {0}\n$1: Set<Int> = remove($0, 0)")]
    [InlineData("$0: Map<Int, Int> = {0: 0}\nobserve insert($0, 0, 1)")]
    [InlineData("$0: Map<Int, Int> = {0: 0}\nobserve insert($0, 1, 1)")]
    [InlineData("$0: Map<Int, Int> = {0: 0}\nobserve remove($0, 0)")]
    [InlineData("observe fold(({} : Set<Int>), 33, turn)")]
    [InlineData("observe elements(fold(({} : Set<String>), 12, turn))")]
    [InlineData("observe values(fold(({0: Red} : Map<Int, Enum>), 17, turn, Red))")]
    [InlineData("observe call(({0d, 0d, 0d, 0d} : Set<Decimal>))\nallocate 1")]
    [InlineData("observe fold(({} : Map<Int, Decimal>), 12, 0, 0d)")]
    [InlineData("observe fold(({Red} : Set<Enum>), 2, Red)")]
    [InlineData("observe ([Red, Red, Red, Red] : Array<Enum>)")]
    [InlineData("allocate 16\nobserve ({} : Set<Int>)")]
    [InlineData("observe ({} : Set<Int>)\nallocate 131072")]
    [InlineData("allocate 4096\nallocate 4096\nobserve ({} : Set<Int>)")]
    [InlineData("allocate 37\nobserve ({Red} : Set<Enum>)")]
    [InlineData("observe call(({0} : Set<Int>))\nobserve Red")]
    [InlineData("observe apply(closure(\"a\"))")]
    [InlineData("observe apply(item(elements(({closure(\"a\")} : Set<Closure<String>>)), 0))")]
    [InlineData("observe ({(addr(1) : String)} : Set<String>)")]
    [InlineData("observe ({-0.0} : Set<Float64>)")]
    [InlineData("observe ({1.0} : Set<Float64>)")]
    [InlineData("observe ({nan} : Set<Float64>)")]
    [InlineData("observe ({0: -1} : Map<Int, Int>)")]
    [InlineData("observe ({true} : Set<Bool>)")]
    [InlineData("observe ({parse(Json, \"[0]\")} : Set<Json>)")]
    [InlineData("observe ({parse(HtmlNode, \"a\")} : Set<HtmlNode>)")]
    [InlineData("observe ({parse(MdBlock, \"a\")} : Set<MdBlock>)")]
    [InlineData("observe ({MkRecord(addr(0), \"\")} : Set<Record>)")]
    [InlineData("observe ({call(\"a\")} : Set<String>)")]
    [InlineData("observe ([size(({} : Set<String>))] : Array<Int>)")]
    [InlineData("observe ({0: Red, 1: Red, 0: Red} : Map<Int, Enum>)")]
    [InlineData("observe remove(({\"aaaaaaaaaaaaaaab\", \"dnfaligclgklabde\"} : Set<String>), \"dnfaligclgklabde\")")]
    [InlineData("observe try(Enum, (throw(Red) : Set<Enum>), {@0})")]
    [InlineData("observe contract(alias, [Red], block(Red, true), @0, true)")]
    [InlineData("observe cell(Red, if(call(store(Red, true)), block(({} : Set<Int>), state), Red))")]
    [InlineData("observe ({recurse(2, [({} : Set<Int>)], [insert(@0, 0)], 0)} : Set<Int>)")]
    [InlineData("observe block(generic(set, 0), generic(set, ({} : Set<Int>)))")]
    [InlineData("$0: String = alias(map, \"a\")\nobserve ({} : Set<Int>)")]
    [InlineData("observe ({} : Set<Int>)\nobserve string_lines(\"a\")")]
    public void There_is_a_case_of_each_way_to_hold_a_value(string text) =>
        Assert.Contains(CaseText.Parse($"schedule eager\n{text}"), All);
}
