using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>The steps that hold a value in some other place than a container, and take it out again.</summary>
internal sealed class HolderSteps(Drawing drawing, ContainerSteps containers)
{
    private readonly Draw draw = drawing.Draw;
    private readonly Scope scope = drawing.Scope;

    /// <summary>A let binding of what containers hold.</summary>
    public void Element()
    {
        var type = drawing.Content();
        var value = drawing.Values.Of(type);
        var tag = value is Expr.Construct made ? made.Tag : -1;
        drawing.Let(drawing.MaybeCalled(value, 30), type, tag: tag);
    }

    /// <summary>The same inside something larger: an ADT field, an array, a capture.</summary>
    public void Hold()
    {
        var held = drawing.Content();
        var local = scope.Pick(draw, held);
        var part = local >= 0 && draw.Chance(50) ? drawing.Local(local) : drawing.Values.Of(held);
        var holder = Holder(held, part);
        var tag = holder is Expr.Construct made ? made.Tag : -1;
        drawing.Let(drawing.MaybeCalled(holder, 30), ExprTypes.Of(holder), tag: tag);
    }

    /// <summary>Takes a held value out: by match, by a destructuring let, by index, by application.</summary>
    public void Open()
    {
        var holder = scope.Pick(
            draw,
            static known => known.Type.IsAdt || known.Type.Kind is TypeKind.Array or TypeKind.Closure
                || ClosureColumn(known.Type) is not null);
        if (holder < 0)
        {
            OpenFresh();
            return;
        }

        var local = drawing.Local(holder);
        switch (local.Of.Kind)
        {
            case TypeKind.Array:
                containers.MaybeInsert(drawing.Let(new Expr.Item(local, draw.Skewed(0, 2)), local.Of.First));
                break;
            case TypeKind.Closure:
                containers.MaybeInsert(drawing.Let(drawing.Values.Applied(local), local.Of.First));
                break;
            case TypeKind.Set or TypeKind.Map:
                ApplyListed(local, ClosureColumn(local.Of)!);
                break;
            default:
                var tag = scope[holder].Tag;
                var known = tag >= 0 && draw.Chance(90);
                Match(local, local.Of, known ? tag : draw.Below(local.Of.Constructors.Length));
                break;
        }
    }

    /// <summary>
    /// Applies a closure that a container gives back, in one expression: where that is a copy, nothing else holds it,
    /// nor what it captured.
    /// </summary>
    private void ApplyListed(Expr.Local container, Operation column)
    {
        var closure = new Expr.Item(drawing.Values.Listed(container, column), draw.Skewed(0, 2));
        var type = ExprTypes.Of(closure).First;
        containers.MaybeInsert(drawing.Let(drawing.Values.Applied(closure), type));
    }

    /// <summary>The column of a container that holds closures, or null.</summary>
    private static Operation? ClosureColumn(VeraType type) => type.Kind switch
    {
        TypeKind.Set when type.First.Kind == TypeKind.Closure => ContainerOperations.SetToArray,
        TypeKind.Map when type.Second.Kind == TypeKind.Closure => ContainerOperations.MapValues,
        TypeKind.Map when type.First.Kind == TypeKind.Closure => ContainerOperations.MapKeys,
        _ => null,
    };

    /// <summary>Fills the State cell; the first time settles its type.</summary>
    public void Put()
    {
        var type = drawing.Values.StateType ?? drawing.Content();
        drawing.Emit(new Op.Put(drawing.Operand(drawing.Values.Of(type))));
        drawing.Values.StateType = type;
    }

    /// <summary>Reads the State cell.</summary>
    public void Recall()
    {
        if (drawing.Values.StateType is not { } type)
        {
            Put();
        }
        else if (draw.Chance(50))
        {
            drawing.Observe(new Expr.State(type));
        }
        else
        {
            drawing.Let(new Expr.State(type), type);
        }
    }

    /// <summary>Applies an operation; looks at what it gives, or keeps that.</summary>
    public void Operate()
    {
        var given = drawing.Values.Operation(drawing.Content);
        if (draw.Chance(35))
        {
            drawing.Observe(given);
            return;
        }

        containers.MaybeInsert(drawing.Let(drawing.MaybeCalled(given, 30), ExprTypes.Of(given)));
    }

    private Expr Holder(VeraType held, Expr part)
    {
        switch (draw.Below(6))
        {
            case 0:
                var tuple = VeraType.Of(TypeKind.Tuple, held, VeraType.Int);
                return new Expr.Construct(tuple, 0, [part, drawing.Values.Of(VeraType.Int)]);
            case 1:
                return new Expr.Construct(VeraType.Option(held), 1, [part]);
            case 2:
                return new Expr.Construct(VeraType.Of(TypeKind.Result, held, VeraType.String), 0, [part]);
            case 3:
                var tree = VeraType.Of(TypeKind.Tree, held);
                var leaf = new Expr.Construct(tree, 0, []);
                return new Expr.Construct(tree, 1, [part, leaf, leaf]);
            case 4:
                return new Expr.ArrayOf(VeraType.Array(held), [part, drawing.Values.Of(held)]);
            default:
                return draw.Chance(50)
                    ? drawing.Values.Function(held)
                    : new Expr.Closure(VeraType.Closure(held), part);
        }
    }

    /// <summary>A match on a value that nothing else holds: only the fields it binds stay rooted.</summary>
    private void OpenFresh()
    {
        var held = drawing.Content();
        var holder = new Expr.Construct(VeraType.Option(held), 1, [drawing.Values.Of(held)]);
        Match(drawing.MaybeCalled(holder, 50), holder.Of, 1);
    }

    private void Match(Expr value, VeraType type, int tag)
    {
        var fields = type.Constructors[tag].Fields;
        if (fields.IsEmpty)
        {
            drawing.Observe(value);
            return;
        }

        var operand = drawing.Operand(value);
        var ids = new int[fields.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = scope.Bind(fields[i]);
        }

        drawing.Emit(new Op.Match([.. ids], operand, tag, Destructures: draw.Chance(40)));
        containers.MaybeInsert(draw.Of<int>(ids));
    }
}
