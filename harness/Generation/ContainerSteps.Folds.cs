using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <content>Many entries at once.</content>
internal sealed partial class ContainerSteps
{
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
        Expr start = draw.Chance(30) ? new Expr.Container(type, []) : drawing.Local(into);
        var value = type.Kind == TypeKind.Map ? drawing.Values.Turning(type.Second) : null;
        drawing.Inserted();
        Version(into, new Expr.Fold(start, turns, TurningKey(type), value), scope[into].Keys);
    }

    /// <summary>A key that tells turns apart; where keys meet, often two of these, turn by turn.</summary>
    private Expr TurningKey(VeraType container)
    {
        var met = Met(container);
        return met.Length == 0
            ? drawing.Values.Turning(container.First)
            : new Expr.If(new Expr.Turn(VeraType.Bool), draw.Of(met), draw.Of(met));
    }
}
