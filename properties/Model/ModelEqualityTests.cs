using Vera.GcStress.Programs;
using Xunit;
using static Vera.GcStress.Properties.Model.ModelRun;

namespace Vera.GcStress.Properties.Model;

public class ModelEqualityTests
{
    private static readonly Expr NaN = Expr.Float64.From(double.NaN);
    private static readonly Expr OtherNaN = new Expr.Float64(unchecked((long)0xFFF8000000000123));
    private static readonly Expr Zero = Expr.Float64.From(0.0);
    private static readonly Expr MinusZero = Expr.Float64.From(-0.0);

    /// <summary>Types whose values are themselves alone.</summary>
    public static TheoryData<VeraType> IdentityTypes =>
    [
        VeraType.Decimal, VeraType.Json, VeraType.Enum, VeraType.Record, VeraType.Option(VeraType.Int),
        VeraType.Set(VeraType.Int), VeraType.Map(VeraType.Int, VeraType.Int), VeraType.Closure(VeraType.Int),
    ];

    [Fact]
    public void Floats_are_the_same_by_SameValueZero()
    {
        var floats = SetOf(VeraType.Float64, NaN, Zero, OtherNaN, MinusZero);
        Assert.Equal("{nan, 0}", Observe(floats));
        Assert.Equal("true", Observe(ContainerExprs.Contains(floats, OtherNaN)));
        Assert.Equal("{nan}", Observe(ContainerExprs.Remove(floats, MinusZero)));
    }

    [Theory]
    [MemberData(nameof(IdentityTypes))]
    public void A_heap_value_is_the_same_as_itself_alone(VeraType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var (first, second) = (new Expr.Local(0, type), new Expr.Local(1, type));
        var set = new Expr.Local(2, VeraType.Set(type));
        Assert.Equal(["true", "false", "2"], Observe(
            new Op.Let(0, Defaults.Of(type)),
            new Op.Let(1, Defaults.Of(type)),
            new Op.Let(2, SetOf(type, first, first)),
            new Op.Observe(ContainerExprs.Contains(set, first)),
            new Op.Observe(ContainerExprs.Contains(set, second)),
            new Op.Observe(ContainerExprs.Size(ContainerExprs.Insert(set, second, null)))));
    }

    [Fact]
    public void Arrays_are_the_same_by_identity_but_all_empty_ones_are_one()
    {
        var type = VeraType.Array(VeraType.Int);
        var one = new Expr.ArrayOf(type, [new Expr.Int(1)]);
        var empty = new Expr.ArrayOf(type, []);
        var listed = ContainerExprs.Keys(SetOf(VeraType.Int));
        Assert.Equal("{[1], [1], []}", Observe(SetOf(type, one, one, empty, empty, listed)));
    }

    [Fact]
    public void Reading_a_map_makes_a_new_option_over_the_same_value()
    {
        var map = new Expr.Local(1, VeraType.Map(VeraType.Int, VeraType.Json));
        var json = new Expr.Local(0, VeraType.Json);
        var get = ContainerExprs.Get(map, new Expr.Int(1));
        Assert.Equal(["{Some(JNull), Some(JNull)}", "true"], Observe(
            new Op.Let(0, Defaults.Of(VeraType.Json)),
            new Op.Let(1, new Expr.Container(map.Type, [new Expr.Int(1), json])),
            new Op.Observe(SetOf(get.Type, get, get)),
            new Op.Match([2], get, 1, Destructures: false),
            new Op.Observe(ContainerExprs.Contains(SetOf(VeraType.Json, json), new Expr.Local(2, VeraType.Json)))));
    }

    [Fact]
    public void Inserting_again_keeps_the_place_and_the_old_key_and_replaces_the_value()
    {
        var map = new Expr.Container(
            VeraType.Map(VeraType.Float64, VeraType.Int), [Zero, new Expr.Int(1), NaN, new Expr.Int(2)]);
        var again = ContainerExprs.Insert(map, MinusZero, new Expr.Int(3));
        Assert.Equal("{0: 3, nan: 2}", Observe(again));
        Assert.Equal("{nan: 2, -0: 4}", Observe(
            ContainerExprs.Insert(ContainerExprs.Remove(again, Zero), MinusZero, new Expr.Int(4))));
    }

    [Fact]
    public void Every_update_makes_a_new_container_even_if_nothing_changes()
    {
        var type = VeraType.Set(VeraType.Int);
        var set = new Expr.Local(0, type);
        Assert.Equal(["{{1}, {1}, {1}}"], Observe(
            new Op.Let(0, SetOf(VeraType.Int, new Expr.Int(1))),
            new Op.Observe(SetOf(
                type,
                set,
                ContainerExprs.Remove(set, new Expr.Int(2)),
                ContainerExprs.Insert(set, new Expr.Int(1), null),
                new Expr.Fold(set, 0, new Expr.Int(1), null)))));
    }

    private static Expr.Container SetOf(VeraType of, params Expr[] elements) => new(VeraType.Set(of), [.. elements]);
}
