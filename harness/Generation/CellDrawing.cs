using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Draws State cells within an expression: what they begin with, what is stored in them and read.</summary>
internal sealed class CellDrawing(
    Draw draw, Scope scope, TypePalette palette, ValueDrawing values, ControlDrawing control)
{
    /// <summary>Types of which Vera has no State: drawn, and seldom.</summary>
    private const int UnsupportedPercent = 5;

    /// <summary>Cells and handlers that know the type of what they hold or catch by an alias.</summary>
    public const int NamedPercent = 30;

    private bool isInside;

    /// <summary>What the innermost cell holds, where there is one to read.</summary>
    public VeraType? Held => isInside ? values.StateType : null;

    /// <summary>A cell of the expression's own type, which it begins with; or one of another type around it.</summary>
    public Expr Around(Expr expr, VeraType type, RareForm? rare = null)
    {
        var isNamed = rare is not null || draw.Aside(NamedPercent);
        var held = draw.Chance(50) && IsState(type) ? type : Type();
        var initial = control.Walk(held == type ? expr : values.Of(held));
        return new Expr.Cell(initial, Within(held, isInside: true, () => Body(expr, type, held))) { IsNamed = isNamed };
    }

    /// <summary>What cannot ask for the cell around it: a function that is applied or repeated.</summary>
    public Expr OutOfReach(Expr body, Func<Expr, Expr> walk) =>
        isInside ? Within(null, isInside: false, () => walk(body)) : walk(body);

    /// <summary>What cannot ask for any cell: a contract.</summary>
    public Expr Pure(Func<Expr> make) => Within(null, isInside: false, make);

    private Expr Within(VeraType? held, bool isInside, Func<Expr> make)
    {
        var (heldAround, around) = (values.StateType, this.isInside);
        (values.StateType, this.isInside) = (held, isInside);
        var made = make();
        (values.StateType, this.isInside) = (heldAround, around);
        return made;
    }

    /// <summary>
    /// Something is stored, once or twice, and read again behind something else; by a callee, what it made is held by
    /// the cell alone.
    /// </summary>
    private Expr Body(Expr expr, VeraType type, VeraType held)
    {
        var read = new Expr.State(held);
        var made = draw.Chance(70) ? Made(Type()) : null;
        ImmutableArray<VeraType> behind = made is null ? [] : [made.Of];
        var rest = type != held ? new Expr.Block(read, control.Under(behind.Add(held), expr))
            : made is not null || draw.Chance(70) ? read
            : control.Catching(Next(type));
        rest = made is null ? rest : new Expr.Block(made, rest);
        for (var stores = draw.Between(1, 2); stores > 0; stores--)
        {
            var value = control.Catching(Next(held));
            rest = draw.Chance(50)
                ? new Expr.Store(draw.Chance(30) ? new Expr.Call(value) : value, rest)
                : new Expr.If(new Expr.Call(new Expr.Store(value, new Expr.Bool(true))), rest, values.Of(type));
        }

        return rest;
    }

    /// <summary>What takes a block of its own.</summary>
    private Expr.Construct Made(VeraType type) => new(VeraType.Option(type), 1, [values.Of(type)]);

    /// <summary>A new version of what the cell holds, or another value.</summary>
    private Expr Next(VeraType type)
    {
        var read = new Expr.State(type);
        return type.IsContainer && draw.Chance(70)
            ? ContainerExprs.Insert(
                read, values.Of(type.First), type.Kind == TypeKind.Map ? values.Of(type.Second) : null)
            : draw.Chance(80) ? values.Of(type)
            : scope.Pick(draw, type) is >= 0 and var local ? new Expr.Local(local, type)
            : read;
    }

    private VeraType Type()
    {
        var type = draw.Of<VeraType>(draw.Chance(50) ? palette.Containers : palette.Contents);
        return IsState(type) ? type : draw.Of<VeraType>(palette.Containers);
    }

    private bool IsState(VeraType type) =>
        type.Kind is not (TypeKind.String or TypeKind.Array) || draw.Chance(UnsupportedPercent);
}
