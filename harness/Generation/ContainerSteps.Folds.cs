using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <content>Many entries at once.</content>
internal sealed partial class ContainerSteps
{
    /// <summary>Big containers that are taken apart again.</summary>
    private const int TakenApartPercent = 70;

    /// <summary>The most parts of an operand of a long fold.</summary>
    private const int BigPartsMax = 6;

    /// <summary>Folds that are about keys that meet, in cases that have some: a case has few folds.</summary>
    private const int MeetingFoldPercent = 75;

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
        var met = Met(type, MeetingFoldPercent);
        var (one, other) = met.Length == 0 ? (0, 0) : MeetingPair(met.Length);
        var start = met.Length > 0 ? MeetingStart(into, met, one, other)
            : draw.Chance(30) ? new Expr.Container(type, []) : drawing.Local(into);
        var value = type.Kind == TypeKind.Map ? drawing.Values.Turning(type.Second) : null;
        var key = met.Length == 0
            ? drawing.Values.Turning(type.First)
            : new Expr.If(new Expr.Turn(VeraType.Bool), met[one], met[other]);
        drawing.Inserted();
        Version(into, new Expr.Fold(start, turns, key, value), scope[into].Keys);
    }

    /// <summary>Two keys that meet, one for every other turn: often the first and the last, or neighbours.</summary>
    private (int One, int Other) MeetingPair(int keys)
    {
        var one = draw.Below(keys);
        return draw.Below(10) switch
        {
            < 4 => (0, keys - 1),
            < 7 => (one, (one + 1) % keys),
            _ => (one, draw.Below(keys)),
        };
    }

    /// <summary>
    /// What a fold of two keys that meet starts from: often one or two others, or all. Only where an entry has another
    /// beside it does it matter what becomes of that one, when the first goes a level down for the second key.
    /// </summary>
    private Expr MeetingStart(int into, Expr[] met, int one, int other)
    {
        if (draw.Chance(20))
        {
            return drawing.Local(into);
        }

        // Keys lie in the order of their places: those before the second one agree with it the longest.
        var from = draw.Chance(50) ? other : draw.Below(met.Length);
        var (count, all) = (draw.Of<int>([0, 0, 1, 1, 2, 2, met.Length]), draw.Chance(30));
        var entries = new List<Expr>();
        for (var back = 1; back <= met.Length && count > 0; back++)
        {
            var at = (from + met.Length - back) % met.Length;
            if (all || (at != one && at != other))
            {
                count--;
                entries.Add(met[at]);
                entries.AddRange(Value(into) is { } value ? [value] : []);
            }
        }

        return new Expr.Container(scope[into].Type, [.. entries]);
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
