using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <content>Many entries at once.</content>
internal sealed partial class ContainerSteps
{
    /// <summary>Big containers that are taken apart again.</summary>
    private const int TakenApartPercent = 70;

    /// <summary>The most parts of an operand of a long fold.</summary>
    private const int BigPartsMax = 6;

    /// <summary>Many insertions in a row, each into the version before it.</summary>
    public void Fold()
    {
        if (foldsLeft-- <= 0)
        {
            Insert();
            return;
        }

        var into = Container();
        var type = scope[into].Type;
        var turns = drawing.Turns.Next();
        Expr start = draw.Chance(Met(type).Length == 0 ? 30 : 60) ? new Expr.Container(type, []) : drawing.Local(into);
        var value = type.Kind == TypeKind.Map ? drawing.Values.Turning(type.Second) : null;
        drawing.Inserted();
        Version(into, new Expr.Fold(start, turns, TurningKey(type), value), scope[into].Keys);
    }

    /// <summary>
    /// A key that tells turns apart; where keys meet, two of these, turn by turn: often those that agree the longest.
    /// </summary>
    private Expr TurningKey(VeraType container)
    {
        var met = Met(container);
        var (one, other) = met.Length == 0 || draw.Chance(50) ? (0, met.Length - 1)
            : (draw.Below(met.Length), draw.Below(met.Length));
        return met.Length == 0
            ? drawing.Values.Turning(container.First)
            : new Expr.If(new Expr.Turn(VeraType.Bool), met[one], met[other]);
    }

    /// <summary>
    /// A container as large as a big case is about: made at once, read, and often taken apart again entry by entry,
    /// down to nothing or to where its nodes are of another size.
    /// </summary>
    public void Big()
    {
        var into = Container();
        var type = scope[into].Type;
        var turns = drawing.Turns.Big;
        Expr start = draw.Chance(75) ? new Expr.Container(type, []) : drawing.Local(into);
        var value = type.Kind == TypeKind.Map ? Small(drawing.Values.Turning(type.Second)) : null;
        drawing.Inserted();
        var big = Alone(into, new Expr.Fold(start, turns, Telling(type.First), value));
        Look(big);
        if (draw.Chance(TakenApartPercent))
        {
            drawing.EmitPressure();
            var version = drawing.Local(big);
            var without = ContainerExprs.Remove(new Expr.Bound(1, type), new Expr.Bound(0, type.First));
            var stay = draw.Of<int>([0, 0, 1, 2, 15, 16, 17, turns / 2]);
            Alone(big, new Expr.Applied(
                AppliedForm.Reduce, ContainerExprs.Keys(version), turns - stay, version, without));
        }
    }

    /// <summary>A version with nothing around it that would make it again and again.</summary>
    private int Alone(int of, Expr made)
    {
        scope.Supersede(of);
        var id = scope.Bind(scope[of].Type);
        drawing.Emit(new Op.Let(id, drawing.MaybeCalled(made, CalledPercent)));
        return id;
    }

    /// <summary>A key of its own for each turn, where the type has as many.</summary>
    private Expr Telling(VeraType key) =>
        ScalarValues.Has(key.Kind) ? new Expr.Turn(key) : Small(drawing.Values.Turning(key));

    /// <summary>The operand of a long fold: what is evaluated hundreds of times is not to cost more than the rest.
    /// </summary>
    private static Expr Small(Expr operand) => PartsOf(operand) <= BigPartsMax ? operand : Defaults.Of(operand.Type);

    private static int PartsOf(Expr expr) =>
        expr is Expr.Parse or Expr.Fold or Expr.Recursion or Expr.Mutual ? BigPartsMax + 1
        : 1 + expr.Parts.Sum(PartsOf);
}
