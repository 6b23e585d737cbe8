using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Xunit;
using static Vera.GcStress.Properties.Model.ModelRun;

namespace Vera.GcStress.Properties.Model;

public class ModelTextTests
{
    private static readonly VeraType Ints = VeraType.Set(VeraType.Int);
    private static readonly VeraType IntTree = VeraType.Tree(VeraType.Int);

    public static TheoryData<string, Func<Expr>> Values => new()
    {
        { "-5", () => new Expr.Int(-5) },
        { "9223372036854775807", () => new Expr.Nat(long.MaxValue) },
        { "true", () => new Expr.Bool(true) },
        { "255", () => new Expr.Byte(255) },
        { "-0", () => Expr.Float64.From(-0.0) },
        { "nan", () => new Expr.Float64(-1) },
        { @"""a\xC3\xA9\x22""", () => new Expr.Text("a\u00e9\"") },
        { "-2.75d", () => new Expr.Decimal(-11) },
        { "1d", () => new Expr.Decimal(4) },
        { "Green", () => new Expr.Construct(VeraType.Enum, 1, []) },
        { "Node(7, Leaf, Leaf)", () => new Expr.Construct(IntTree, 1, [new Expr.Int(7), Leaf, Leaf]) },
        { "MkMixed(false, 0, 0, [], None)", () => Defaults.Construct(VeraType.Record, 1) },
        { "[]", () => Defaults.Of(VeraType.Array(VeraType.Int)) },
        { "[1, 2]", () => new Expr.ArrayOf(VeraType.Array(VeraType.Int), [new Expr.Int(1), new Expr.Int(2)]) },
        { "{}", () => new Expr.Container(Ints, []) },
        { "{2, 1}", () => new Expr.Container(Ints, [new Expr.Int(2), new Expr.Int(1), new Expr.Int(2)]) },
        { "{}", () => Defaults.Of(VeraType.Map(VeraType.Int, VeraType.Json)) },
        { "{1: JNull}", () => new Expr.Container(
            VeraType.Map(VeraType.Int, VeraType.Json), [new Expr.Int(1), Defaults.Of(VeraType.Json)]) },
        { "closure(\"\")", () => Defaults.Of(VeraType.Closure(VeraType.String)) },
        { "147505", () => new Expr.Address(VeraType.Int, 5, -1) },
        { "JNull", () => new Expr.Parse(VeraType.Json, "no such document") },
    };

    private static Expr Leaf => Defaults.Of(IntTree);

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_kind_of_value_has_one_text(string text, Func<Expr> expr)
    {
        ArgumentNullException.ThrowIfNull(expr);
        Assert.Equal(text, Observe(expr()));
    }

    [Fact]
    public void A_deep_tree_has_a_text()
    {
        var tree = Leaf;
        for (var depth = 0; depth < 200; depth++)
        {
            tree = new Expr.Construct(IntTree, 1, [new Expr.Int(depth), tree, Leaf]);
        }

        Assert.Equal(200, Observe(tree).Split("Node(").Length - 1);
    }

    [Fact]
    public void Shared_parts_that_would_write_an_endless_text_are_a_limit()
    {
        var ops = new List<Op> { new Op.Let(0, Leaf) };
        for (var id = 1; id < 64; id++)
        {
            var half = new Expr.Local(id - 1, IntTree);
            ops.Add(new Op.Let(id, new Expr.Construct(IntTree, 1, [new Expr.Int(id), half, half])));
        }

        Assert.IsType<Outcome.LimitHit>(NewModel().Run(Case([.. ops])).Outcome);
    }

    [Fact]
    public void A_value_too_deep_for_a_reader_of_guest_memory_is_a_limit()
    {
        var ops = new List<Op> { new Op.Let(0, Leaf) };
        for (var id = 1; id < 400; id++)
        {
            ops.Add(new Op.Let(
                id, new Expr.Construct(IntTree, 1, [new Expr.Int(0), new Expr.Local(id - 1, IntTree), Leaf])));
        }

        Assert.IsType<Outcome.LimitHit>(NewModel().Run(Case([.. ops])).Outcome);
    }

    /// <summary>Of 16 MiB, the text of the last value may go beyond.</summary>
    [Theory]
    [InlineData(15, true)]
    [InlineData(18, false)]
    public void So_many_MiB_of_text_are_a_limit(int megabytes, bool isComplete)
    {
        var text = new Expr.Local(0, VeraType.String);
        var many = new Expr.ArrayOf(VeraType.Array(VeraType.String), [.. Enumerable.Repeat(text, megabytes)]);
        var outcome = NewModel().Run(Case(
            new Op.Let(0, new Expr.Text(new string('a', 1 << 20))), new Op.Observe(many))).Outcome;
        Assert.Equal(isComplete, outcome is Outcome.Completed);
        Assert.Equal(!isComplete, outcome is Outcome.LimitHit);
    }

    [Theory]
    [InlineData("[$0]", true)]
    [InlineData("[$0, $0]", false)]
    public void A_hundred_thousand_values_in_one_text_are_a_limit(string shared, bool isComplete)
    {
        var items = string.Join(", ", Enumerable.Repeat(1, 60_000));
        var outcome = NewModel().Run(CaseText.Parse(
            $"$0: Array<Int> = [{items}]\nobserve ({shared} : Array<Array<Int>>)")).Outcome;
        Assert.Equal(isComplete, outcome is Outcome.Completed);
        Assert.Equal(!isComplete, outcome is Outcome.LimitHit);
    }

    [Fact]
    public void An_endless_fold_is_a_limit_and_the_next_run_starts_afresh()
    {
        var endless = new Expr.Fold(Defaults.Of(Ints), int.MaxValue, new Expr.Int(1), null);
        var model = NewModel();
        var ended = Assert.IsType<Outcome.LimitHit>(
            model.Run(Case(new Op.Allocate(8), new Op.Put(endless))).Outcome);
        Assert.Equal(1, ended.Op);
        Assert.Equal(["0"], Observe(model, new Op.Observe(new Expr.Int(0))));
    }
}
