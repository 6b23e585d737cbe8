using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Puts branches, blocks and matches where operands stand, anywhere in an expression that was drawn.</summary>
/// <remarks>Not in each case: nothing hides then what straight code shows.</remarks>
internal sealed class ControlDrawing(
    Draw draw, GenerationOptions options, Scope scope, TypePalette palette, ValueDrawing values, FoldTurns turns)
{
    private const int ExpressionPercent = 30;
    private const int NodePercent = 25;
    private const int BoundPercent = 60;

    /// <summary>In the body of a handler: most of them should have something to catch.</summary>
    private const int ThrowingPercent = 45;

    /// <summary>Folds whose operands throw out of them: Vera, whose closures are pure, has none.</summary>
    private const int OutOfFoldPercent = 10;

    /// <summary>The most forms in one expression: each has an operand of its own, or two.</summary>
    private const int FormsMax = 4;

    private readonly bool isOn = draw.Chance(options.FormsPercent);

    // The types of what the forms around bind, the newest last.
    private readonly List<VeraType> bound = [];

    // The types of what they catch; what lies below this place is out of reach of a fold's operand.
    private readonly List<VeraType> caught = [];
    private int caughtFrom;
    private int formsLeft;

    // Whether what is drawn is repeated: a loop in a loop would take too long.
    private bool repeated;

    // How many functions that are applied lie around what is drawn.
    private int applications;

    private CellDrawing Cells => field ??= new(draw, scope, palette, values, this);

    private RecursionDrawing Recursions => field ??= new(draw, palette, values, turns, this);

    private CalleeDrawing Callees => field ??= new(draw, palette, values, this);

    private MatchDrawing Matches => field ??= new(draw, scope, palette, values, this);

    private AppliedDrawing Functions => field ??= new(draw, scope, palette, values, this);

    /// <summary>The expression, or one of the same type with other forms in the place of some operands.</summary>
    public Expr Somewhere(Expr expr)
    {
        if (!isOn || !draw.Chance(ExpressionPercent))
        {
            return expr;
        }

        formsLeft = FormsMax;
        return Walk(expr);
    }

    /// <summary>The expression with other forms in it.</summary>
    public Expr Walk(Expr expr)
    {
        var type = ExprTypes.Of(expr);
        if (expr.Parts.IsEmpty && Cells.Held == type && draw.Chance(50))
        {
            return new Expr.State(type);
        }

        if (expr.Parts.IsEmpty && bound.Count > 0 && draw.Chance(BoundPercent) && Bound(type) is { } read)
        {
            return read;
        }

        var percent = caught.Count > caughtFrom ? ThrowingPercent : NodePercent;
        return formsLeft > 0 && draw.Chance(percent) ? Form(expr, type) : Inside(expr);
    }

    private Expr Inside(Expr expr)
    {
        var (parts, changed) = (expr.Parts, expr.Parts);
        for (var i = 0; i < parts.Length; i++)
        {
            var isClosed = IsRepeated(expr, i) && !draw.Chance(OutOfFoldPercent);
            var (from, around) = (caughtFrom, repeated);
            caughtFrom = isClosed ? caught.Count : from;
            repeated |= IsRepeated(expr, i);
            var part = IsRepeated(expr, i)
                ? Cells.OutOfReach(parts[i], Walk)
                : expr is Expr.Function ? Cells.Pure(() => Inside(expr.Binds(0), expr.Parts[0]))
                : Under(expr.Binds(i), parts[i]);
            (caughtFrom, repeated) = (from, around);
            changed = ReferenceEquals(part, parts[i]) ? changed : changed.SetItem(i, part);
        }

        return changed == parts ? expr : expr.With(changed);
    }

    /// <summary>Whether a part is evaluated at each turn, in a function that throws nothing.</summary>
    private static bool IsRepeated(Expr expr, int part) => expr is Expr.Fold && part > 0;

    /// <summary>A part that sees values which the form around it binds.</summary>
    public Expr Under(ImmutableArray<VeraType> binds, Expr part)
    {
        bound.AddRange(binds);
        var walked = Walk(part);
        bound.RemoveRange(bound.Count - binds.Length, binds.Length);
        return walked;
    }

    /// <summary>The newest value of a type that is bound, or an item of an array that is; else null.</summary>
    private Expr? Bound(VeraType type)
    {
        for (var up = 0; up < bound.Count; up++)
        {
            var of = bound[^(up + 1)];
            if (of == type)
            {
                return new Expr.Bound(up, type);
            }

            if (of.Kind == TypeKind.Array && of.First == type)
            {
                return new Expr.Item(new Expr.Bound(up, of), draw.Skewed(0, 2));
            }
        }

        return null;
    }

    private Expr Form(Expr expr, VeraType type)
    {
        formsLeft--;
        var throws = caught.Count > caughtFrom && draw.Chance(50);
        return throws ? Throw(expr, type) : Rare(expr, type) ?? draw.Below(20) switch
        {
            >= 17 => Callees.Passed(expr, type),
            >= 15 => Callees.Around(expr, type),
            >= 13 => Cells.Around(expr, type),
            >= 11 when MayApply => Functions.Over(expr, type),
            10 or >= 11 => MayRecur ? Recursions.From(expr, type) : If(expr, type),
            >= 8 => Try(expr, type, Walk, draw.Aside(CellDrawing.NamedPercent)),
            < 3 => If(expr, type),
            < 4 => new Expr.Block(Walk(expr), new Expr.Bound(0, type)),
            < 6 => Block(Value(), expr),
            < 7 => Matches.Wrapped(expr, type),
            _ => Matches.Around(expr, type),
        };
    }

    private bool MayApply => !repeated && applications < AppliedDrawing.DepthMax;

    private bool MayRecur => !repeated && applications == 0 && !Recursions.IsOver;

    /// <summary>Now and then one of the forms that are rare, if it may stand here.</summary>
    private Expr? Rare(Expr expr, VeraType type) => FormWeights.Next(draw, options.RarePercent) switch
    {
        null => null,
        RareForm.Throw => Try(expr, type, thrown => Throw(thrown, type), isNamed: false),
        RareForm.AliasTry => Try(expr, type, thrown => Throw(thrown, type), isNamed: true),
        RareForm.AliasCell and var form => Cells.Around(expr, type, form),
        RareForm.Function => options.Elements.Contains(TypeKind.Closure) ? Given(expr, type) : null,
        RareForm.Alias and var form => Callees.Passed(expr, type, form),
        RareForm.AliasContract and var form => Callees.Around(expr, type, form),
        (RareForm.Filter or RareForm.Sort) and var form => MayApply ? Functions.Over(expr, type, form) : null,
        { } form => MayRecur ? Recursions.From(expr, type, form) : null,
    };

    /// <summary>On one of two ways, what a function gives that is a value.</summary>
    private Expr.If Given(Expr expr, VeraType type)
    {
        var function = Inside(values.Function(type));
        var given = values.Applied(new Expr.Bound(0, ExprTypes.Of(function)));
        return new(Condition(), Walk(expr), new Expr.Block(function, given));
    }

    private Expr.If If(Expr expr, VeraType type)
    {
        var (walked, other) = (Walk(expr), values.Of(type));
        return draw.Chance(50) ? new(Condition(), walked, other) : new(Condition(), other, walked);
    }

    /// <summary>Often of the handler's own type: then it may give back what it caught.</summary>
    private Expr.Try Try(Expr expr, VeraType type, Func<Expr, Expr> walk, bool isNamed)
    {
        var thrown = draw.Chance(40) ? type
            : draw.Of<VeraType>(draw.Chance(30) ? palette.Containers : palette.Contents);
        caught.Add(thrown);
        var body = walk(expr);
        caught.RemoveAt(caught.Count - 1);
        return new(thrown, body, Under([thrown], values.Of(type))) { IsNamed = isNamed };
    }

    /// <summary>Thrown on one of two ways mostly, in a callee or here.</summary>
    private Expr Throw(Expr expr, VeraType type)
    {
        // Vera's own checker looks at the innermost handler alone; past another one goes what our heap can show.
        var handler = draw.Chance(90) ? caught.Count - 1 : caughtFrom + draw.Below(caught.Count - caughtFrom);
        var thrown = new Expr.Throw(type, values.Of(caught[handler]));
        Expr made = draw.Chance(15) ? thrown : new Expr.If(Condition(), Walk(expr), thrown);
        return draw.Chance(40) ? new Expr.Call(made) : made;
    }

    private Expr.Block Block(Expr value, Expr body) => new(value, Under([ExprTypes.Of(value)], body));

    /// <summary>The body of a function that is applied: what it throws it catches.</summary>
    public Expr Inside(ImmutableArray<VeraType> binds, Expr body)
    {
        var from = caughtFrom;
        (caughtFrom, applications) = (caught.Count, applications + 1);
        var walked = Cells.OutOfReach(body, expr => Under(binds, expr));
        (caughtFrom, applications) = (from, applications - 1);
        return walked;
    }

    /// <summary>A contract.</summary>
    public Expr Pure(Func<Expr> make) => Cells.Pure(make);

    /// <summary>What is evaluated at each call: no loop stands in it.</summary>
    public Expr Repeating(Func<Expr> make)
    {
        repeated = true;
        var made = make();
        repeated = false;
        return made;
    }

    /// <summary>What mostly catches itself what it throws.</summary>
    public Expr Catching(Expr expr)
    {
        var from = caughtFrom;
        caughtFrom = draw.Chance(70) ? caught.Count : from;
        var walked = Walk(expr);
        caughtFrom = from;
        return walked;
    }

    /// <summary>What a container lists or gives back, which nothing else holds; or any value.</summary>
    public Expr Value()
    {
        var container = draw.Chance(60) ? scope.Pick(draw, known => values.HasItems(known.Type)) : -1;
        if (container < 0)
        {
            return values.Of(draw.Of<VeraType>(draw.Chance(30) ? palette.Containers : palette.Contents));
        }

        var local = new Expr.Local(container, scope[container].Type);
        return local.Of.Kind == TypeKind.Map && draw.Chance(40) ? ContainerExprs.Get(local, values.Of(local.Of.First))
            : draw.Chance(60) ? ContainerExprs.Values(local)
            : ContainerExprs.Keys(local);
    }

    /// <summary>Asks a container, or for any flag.</summary>
    public Expr Condition()
    {
        var container = draw.Chance(60) ? scope.Pick(draw, static known => known.Type.IsContainer) : -1;
        if (container < 0)
        {
            return bound.Count > 0 && draw.Chance(50) && Bound(VeraType.Bool) is { } read ? read
                : values.Of(VeraType.Bool);
        }

        var local = new Expr.Local(container, scope[container].Type);
        return ContainerExprs.Contains(local, values.Of(local.Of.First));
    }
}
