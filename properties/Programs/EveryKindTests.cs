using System.Collections.Immutable;
using System.Reflection;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Judging;
using Vera.GcStress.Model;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Properties.Generation;
using Vera.GcStress.Properties.Model;
using Vera.GcStress.Properties.Targets.Wat;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Order;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;
using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Programs;

/// <summary>Every kind of node, every kind of op and every operation goes through every stage there is.</summary>
public class EveryKindTests
{
    private static readonly VeraType IntSet = VeraType.Set(VeraType.Int);

    /// <summary>
    /// One expression of each kind, and each operation over values that hold scalars, and heap values.
    /// </summary>
    private static readonly ImmutableArray<Expr> Samples =
    [
        .. Enum.GetValues<TypeKind>().Select(kind => Defaults.Of(TypeWeight.Lightest(kind))),
        new Expr.Local(0, IntSet),
        new Expr.State(VeraType.Int),
        new Expr.Address(VeraType.String, 1, 2),
        new Expr.Parse(VeraType.Json, "[1]"),
        new Expr.ArrayOf(VeraType.Array(VeraType.Bool), [new Expr.Bool(true)]),
        new Expr.Container(IntSet, [new Expr.Int(1)]),
        new Expr.Item(new Expr.ArrayOf(VeraType.Array(VeraType.Int), [new Expr.Int(3)]), 0),
        new Expr.Call(new Expr.Text("made")),
        new Expr.If(new Expr.Bool(true), new Expr.Text("then"), new Expr.Text("else")),
        new Expr.Recursion(
            3, [new Expr.Text("given"), Defaults.Of(IntSet)],
            [
                new Expr.Bound(1, VeraType.String),
                ContainerExprs.Insert(new Expr.Bound(0, IntSet), new Expr.Int(1), null),
            ],
            new Expr.Bound(0, IntSet), ContainerExprs.Insert(new Expr.Bound(0, IntSet), new Expr.Int(2), null)),
        new Expr.Recursion(
            2, [Defaults.Of(VeraType.Json)], [new Expr.Bound(0, VeraType.Json)],
            new Expr.Bound(0, VeraType.Json), null),
        new Expr.Mutual(
            3, [new Expr.Text("given")],
            new(
                [ContainerExprs.Insert(Defaults.Of(IntSet), new Expr.Int(1), null), new Expr.Bound(0, VeraType.String)],
                new Expr.Bound(0, VeraType.String), null),
            new(
                [new Expr.Bound(0, VeraType.String)], new Expr.Bound(0, VeraType.String),
                new Expr.If(new Expr.Bool(true), new Expr.Bound(0, VeraType.String), new Expr.Text("rest")))),
        new Expr.Mutual(
            2, [Defaults.Of(VeraType.Json)],
            new([new Expr.Int(4)], new Expr.Bound(0, VeraType.Json), null),
            new([Defaults.Of(VeraType.Json)], Defaults.Of(VeraType.Json), null)),
        .. Enum.GetValues<Passage>().SelectMany(Passed),
        new Expr.Contract(
            [new Expr.Int(1), Defaults.Of(IntSet)],
            new Expr.Block(
                new Expr.Construct(VeraType.Option(IntSet), 1, [new Expr.Bound(0, IntSet)]), new Expr.Bool(true)),
            ContainerExprs.Insert(new Expr.Bound(0, IntSet), new Expr.Bound(1, VeraType.Int), null),
            ContainerExprs.Contains(
                ContainerExprs.Insert(new Expr.Bound(0, IntSet), new Expr.Int(2), null),
                new Expr.Bound(2, VeraType.Int))),
        new Expr.Contract(
            [Defaults.Of(IntSet)], new Expr.Bool(true),
            ContainerExprs.Insert(new Expr.Bound(0, IntSet), new Expr.Int(1), null),
            ContainerExprs.Contains(new Expr.Bound(0, IntSet), new Expr.Int(1))) { IsNamed = true },
        .. new[] { false, true }.Select(isNamed => new Expr.Try(
            VeraType.String,
            new Expr.Call(new Expr.Throw(VeraType.Json, new Expr.Text("thrown"))),
            new Expr.Construct(VeraType.Json, 3, [new Expr.Bound(0, VeraType.String)])) { IsNamed = isNamed }),
        .. Enum.GetValues<AppliedForm>().Select(Applied),
        new Expr.Cell(
            Defaults.Of(IntSet),
            new Expr.Store(
                ContainerExprs.Insert(new Expr.State(IntSet), new Expr.Int(1), null),
                new Expr.Cell(ContainerExprs.Size(new Expr.State(IntSet)), new Expr.State(VeraType.Int)))),
        .. new[] { false, true }.Select(isNamed => new Expr.Cell(
            new Expr.Int(3), new Expr.Store(new Expr.Int(4), new Expr.Call(new Expr.State(VeraType.Int))))
        { IsNamed = isNamed }),
        new Expr.Argument(new Expr.Text("given")),
        new Expr.Argument(new Expr.Float64(0)),
        new Expr.Function(
            ContainerExprs.Insert(new Expr.Local(0, IntSet), new Expr.Bound(0, VeraType.Int), null)),
        new Expr.Block(
            new Expr.Text("captured"),
            new Expr.Builtin(
                ClosureOperations.ApplyTo,
                new Expr.Function(new Expr.Construct(
                    VeraType.Tuple(VeraType.String, IntSet), 0,
                    [new Expr.Bound(1, VeraType.String), ContainerExprs.Insert(
                        new Expr.Local(0, IntSet), new Expr.Bound(0, VeraType.Int), null)])),
                new Expr.Int(3))),
        new Expr.Block(new Expr.Text("bound"), new Expr.Bound(0, VeraType.String)),
        new Expr.Match(
            new Expr.Construct(VeraType.Option(VeraType.Json), 1, [Defaults.Of(VeraType.Json)]),
            1, new Expr.Bound(0, VeraType.Json), Defaults.Of(VeraType.Json)),
        new Expr.Match(
            Defaults.Of(VeraType.Tuple(VeraType.Int, VeraType.String)), 0, new Expr.Bound(0, VeraType.String), null),
        new Expr.Fold(Defaults.Of(IntSet), 3, new Expr.Turn(VeraType.Int), null),
        .. OperationCatalogue.All.SelectMany(operation => new[] { VeraType.Int, VeraType.Json }
            .Select(type => Over(operation, type))),
    ];

    private static IEnumerable<Expr> Passed(Passage form)
    {
        var other = form == Passage.Pair ? new Expr.Text("other") : null;
        Expr[] values = [new Expr.Int(5), new Expr.Text("passed"), Defaults.Of(VeraType.Json), new Expr.Byte(3)];
        return values.SelectMany(value => new[]
        {
            new Expr.Passed(Naming.Generic, form, value, other), new Expr.Passed(Naming.Alias, form, value, other),
        });
    }

    public static TheoryData<string> Texts => [.. Samples.Select(sample => sample.ToString()).Distinct()];

    [Fact]
    public void The_samples_have_every_kind_of_node_every_op_and_every_operation()
    {
        var cases = Samples.Select(CaseWith).ToArray();
        var nodes = cases.SelectMany(DrawnCases.Expressions).ToArray();
        Assert.Empty(KindsOf<Expr>().Except(nodes.Select(node => node.GetType())));
        Assert.Empty(KindsOf<Op>().Except(cases.SelectMany(c => c.Ops).Select(op => op.GetType())));
        Assert.Empty(OperationCatalogue.All.Except(nodes.OfType<Expr.Builtin>().Select(node => node.Operation)));
    }

    [Fact]
    public void Every_kind_of_node_every_op_and_every_operation_is_drawn()
    {
        var cases = DrawnCases.Of(DrawnCases.Options, 4000).ToArray();
        var nodes = cases.SelectMany(DrawnCases.Expressions).ToArray();
        Assert.Empty(KindsOf<Expr>().Except(nodes.Select(node => node.GetType())));
        Assert.Empty(KindsOf<Op>().Except(cases.SelectMany(c => c.Ops).Select(op => op.GetType())));
        Assert.Empty(OperationCatalogue.All.Except(nodes.OfType<Expr.Builtin>().Select(node => node.Operation)));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Each_is_valid_and_reads_back(string sample)
    {
        var stressCase = CaseWith(Sample(sample));
        Assert.Same(stressCase, CaseRepair.Repair(stressCase));
        Assert.Equal(stressCase.ToString(), CaseText.Parse(stressCase.ToString()).ToString());
    }

    [Theory, MemberData(nameof(Texts))]
    public void Each_means_on_our_heap_what_it_means_to_the_model(string sample)
    {
        var stressCase = CaseWith(Sample(sample));
        using var driven = Lanes.Driven(WatOptions.Default);
        using var compiled = Lanes.Compiled(WatOptions.Default);
        var expected = Observed(new ReferenceModel(driven.HeapStart, Lanes.Parsed), stressCase);
        Assert.Equal(expected, Observed(driven, stressCase));
        Assert.Equal(expected, Observed(compiled, stressCase));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Each_is_written_as_Vera_source(string sample)
    {
        var expr = Sample(sample);
        var stressCase = CaseWith(expr);
        var called = expr is Expr.Builtin builtin ? $"{builtin.Operation.Name}(" : "fn main(";
        Assert.Null(VeraSupport.WhyNot(stressCase, new VeraVersion(0, 1, 9)));
        Assert.Contains(called, VeraSource.Print(stressCase), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Texts))]
    public void Each_has_its_place_on_the_axes_a_weight_and_a_budget_of_roots(string sample)
    {
        var stressCase = CaseWith(Sample(sample));
        Assert.NotEmpty(Axes.AxesOf(stressCase).Names());
        Assert.True(CaseMeasure.Of(stressCase).CompareTo(default) > 0);
        Assert.All(stressCase.Ops, op => Assert.InRange(new RootBudget(withDefaults: true).Of(op), 0, 40));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Each_can_be_shrunk_away(string sample)
    {
        var expr = Sample(sample);
        var stressCase = CaseWith(expr);
        var passes = new ShrinkPasses(new ShrinkOptions());
        var smaller = passes.Bold.Concat(passes.Fine).SelectMany(pass => pass(stressCase)).Select(CaseRepair.Repair);
        Assert.Contains(smaller.ToArray(), one => !DrawnCases.Expressions(one).Any(node => IsLike(node, expr)));
    }

    [Fact]
    public void An_operation_that_a_stage_does_not_know_is_named()
    {
        var unknown = new Operation("no_such", "nothing", [TypePattern.Of(TypeKind.Int)], TypeKind.Int);
        var stressCase = ModelRun.Case(new Op.Observe(new Expr.Builtin(unknown, new Expr.Int(1))));
        using var driven = Lanes.Driven(WatOptions.Default);
        foreach (var target in new ITarget[] { ModelRun.NewModel(), driven })
        {
            var refused = Assert.Throws<ArgumentException>(() => target.Run(stressCase));
            Assert.Contains("no_such(Int -> Int)", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_row_that_is_written_is_in_the_catalogue() => Assert.Empty(
        typeof(OperationCatalogue).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(OperationCatalogue).Namespace)
            .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public))
            .Where(property => property.PropertyType == typeof(Operation))
            .Select(property => (Operation)property.GetValue(null)!)
            .Except(OperationCatalogue.All));

    [Fact]
    public void A_table_with_a_gap_is_refused_and_names_it()
    {
        var rows = ContainerOperations.All.ToDictionary(operation => operation, operation => operation.Weight);
        var refused = Assert.Throws<ArgumentException>(() => new OperationTable<uint>("the stage", rows));
        Assert.Contains("the stage has no rule for apply_fn", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_whose_operands_do_not_tell_its_type_is_refused() => Assert.Throws<ArgumentException>(
        () => new Operation("bad", "bad", [TypeKind.Int], TypePattern.Variable("T", 0)));

    private static IEnumerable<Type> KindsOf<T>() =>
        typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T)));

    private static Expr.Applied Applied(AppliedForm form) => new(
        form,
        new Expr.ArrayOf(VeraType.Array(VeraType.String), [new Expr.Text("a"), new Expr.Text("b")]),
        2,
        form == AppliedForm.Reduce ? new Expr.Text("") : null,
        form switch
        {
            AppliedForm.Each => new Expr.Construct(VeraType.Json, 3, [new Expr.Bound(0, VeraType.String)]),
            AppliedForm.Reduce => new Expr.Bound(1, VeraType.String),
            AppliedForm.Sort => new Expr.Bound(0, VeraType.String),
            _ => new Expr.Bool(form is AppliedForm.First or AppliedForm.Keep),
        });

    private static Expr Sample(string text) => Samples.First(sample => sample.ToString() == text);

    private static Expr.Builtin Over(Operation operation, VeraType type)
    {
        var known = default(TypeBinding);
        for (var i = 0; i < TypeBinding.Places; i++)
        {
            known[i] = type;
        }

        return new(operation, [.. operation.Operands.Select(operand => operand.Under(known) == VeraType.String
            ? new Expr.Text("a") // It has a first letter to ask for.
            : Defaults.Of(operand.Under(known)!))]);
    }

    /// <summary>
    /// The expression observed, bound, matched, passed and returned, and one op of every kind around it.
    /// </summary>
    private static StressCase CaseWith(Expr expr)
    {
        if (expr is Expr.Argument)
        {
            return ModelRun.Case(
                new Op.Let(0, expr), new Op.Let(1, expr), new Op.Observe(new Expr.Local(0, expr.Type)));
        }

        var option = new Expr.Construct(VeraType.Option(expr.Type), 1, [expr]);
        return ModelRun.Case(
            new Op.Let(0, Defaults.Of(IntSet)),
            new Op.Put(new Expr.Int(7)),
            new Op.Observe(expr),
            new Op.Let(1, expr),
            new Op.Match([2], option, 1, Destructures: false),
            new Op.Call(),
            new Op.Tail([1, 2]),
            new Op.Return(3, new Expr.Local(2, expr.Type)),
            new Op.Allocate(64),
            new Op.Churn(2, 16),
            new Op.Observe(new Expr.Local(3, expr.Type)));
    }

    private static bool IsLike(Expr node, Expr sample) =>
        node.GetType() == sample.GetType() && node.ToString() == sample.ToString();

    private static string[] Observed(ITarget target, StressCase stressCase)
    {
        var log = new RunLog();
        Assert.Equal(new Outcome.Completed(), target.Run(stressCase, log).Outcome);
        return [.. log.Lines.Where(line => line.Contains(" saw ", StringComparison.Ordinal))];
    }
}
