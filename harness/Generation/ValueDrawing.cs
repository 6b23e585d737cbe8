using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>Draws expressions of a wanted type: fresh ones, locals, what containers and documents give back.</summary>
internal sealed class ValueDrawing(Draw draw, GenerationOptions options, Scope scope, ScalarValues scalars)
{
    /// <summary>Of closures, those with a body that does something.</summary>
    private const int FunctionPercent = 50;

    /// <summary>Of the numbers in such a body, those that it is given.</summary>
    private const int ArgumentPercent = 40;

    private OperationDrawing? operations;
    private int nodesLeft;
    private int parsesLeft = GenerationLimits.ParsesPerCaseMax;
    private bool turning;

    // How many functions lie around what is drawn.
    private int functions;

    /// <summary>What the State cell holds, if it was filled.</summary>
    public VeraType? StateType { get; set; }

    /// <summary>Whether containers and arrays of scalars have many of them.</summary>
    public bool IsDense { get; init; }

    /// <summary>The most entries of a container literal.</summary>
    public int EntriesMax => IsDense ? GenerationLimits.DenseEntriesMax : GenerationLimits.EntriesMax;

    /// <summary>Operations over values.</summary>
    private OperationDrawing Operations => operations ??= new(draw, scope, OperationChoice.Of(options), Part);

    public Expr Of(VeraType type) => Of(type, GenerationLimits.ValueDepthMax);

    /// <summary>Some operation.</summary>
    public Expr Operation(Func<VeraType> content)
    {
        nodesLeft = GenerationLimits.ExpressionNodesMax;
        return Operations.Any(content, GenerationLimits.ValueDepthMax);
    }

    /// <summary>An operand of a fold: scalars in it tell one turn from the next.</summary>
    public Expr Turning(VeraType type)
    {
        turning = true;
        var value = ScalarValues.Has(type.Kind) && draw.Chance(80)
            ? new Expr.Turn(type)
            : Of(type, GenerationLimits.ValueDepthMax - 1);
        turning = false;
        return value;
    }

    private Expr Of(VeraType type, int depth)
    {
        nodesLeft = GenerationLimits.ExpressionNodesMax;
        return Part(type, depth);
    }

    private Expr Part(VeraType type, int depth)
    {
        nodesLeft--;
        if (ScalarValues.Has(type.Kind))
        {
            return Scalar(type, depth);
        }

        return draw.Below(100) switch
        {
            < 20 => Alias(type),
            < 25 => type == StateType ? new Expr.State(type) : null,
            < 42 => ReadBack(type, depth),
            < 62 => Parsed(type),
            < 74 => new Expr.Call(Fresh(type, depth)),
            < 82 => Operation(type, depth),
            _ => null,
        } ?? Fresh(type, depth);
    }

    private Expr Scalar(VeraType type, int depth)
    {
        if (turning && draw.Chance(50))
        {
            return new Expr.Turn(type);
        }

        if (functions > 0 && type.Kind == TypeKind.Int && draw.Chance(ArgumentPercent))
        {
            return new Expr.Bound(0, type);
        }

        return draw.Below(100) switch
        {
            < 12 => Alias(type),
            < 18 => ReadBack(type, depth),
            < 23 => Operation(type, depth),
            _ => null,
        } ?? scalars.Of(type);
    }

    private Expr? Operation(VeraType type, int depth) => nodesLeft > 0 ? Operations.Of(type, depth) : null;

    private Expr.Local? Alias(VeraType type)
    {
        var local = scope.Pick(draw, type);
        return local < 0 ? null : new(local, type);
    }

    /// <summary>An element of an array, what a container lists, or what a closure captured.</summary>
    private Expr? ReadBack(VeraType type, int depth)
    {
        var local = scope.Pick(draw, known => Yields(known.Type, type));
        if (local < 0)
        {
            return null;
        }

        var from = new Expr.Local(local, scope[local].Type);
        return from.Of.Kind switch
        {
            TypeKind.Closure => Applied(from),
            TypeKind.Array => new Expr.Item(from, draw.Skewed(0, 2)),
            TypeKind.Set when !HasOrder(from.Of) => new Expr.Item(Only(from.Of, Part(type, depth - 1)), 0),
            _ => new Expr.Item(Column(from, type), draw.Skewed(0, 2)),
        };
    }

    /// <summary>Whether single items may be read of what a container lists.</summary>
    public bool HasOrder(VeraType container) => options.SetsHaveOrder || container.Kind != TypeKind.Set;

    /// <summary>Whether a type is a container of such items.</summary>
    public bool HasItems(VeraType type) => type.IsContainer && HasOrder(type);

    /// <summary>What a container lists, to read an item of; where the order is open, of another one with one element.
    /// </summary>
    public Expr.Builtin Listed(Expr.Local container, Operation column) => HasOrder(container.Of)
        ? new(column, container)
        : Only(container.Of, Of(container.Of.First));

    private static Expr.Builtin Only(VeraType set, Expr element) =>
        ContainerExprs.Keys(new Expr.Container(set, [element]));

    private static bool Yields(VeraType source, VeraType wanted) => source.Kind switch
    {
        TypeKind.Closure or TypeKind.Array or TypeKind.Set => source.First == wanted,
        TypeKind.Map => source.First == wanted || source.Second == wanted,
        _ => false,
    };

    /// <summary>Of a map with keys and values of one type, the values.</summary>
    private static Expr.Builtin Column(Expr.Local container, VeraType wanted) =>
        container.Of.Arguments[^1] == wanted ? ContainerExprs.Values(container) : ContainerExprs.Keys(container);

    private Expr.Parse? Parsed(VeraType type)
    {
        if (parsesLeft == 0 || type.Kind is not (TypeKind.Json or TypeKind.HtmlNode or TypeKind.MdBlock)
            || (turning && !draw.Chance(GenerationLimits.ParsedTurnPercent)))
        {
            return null;
        }

        var documents = options.Documents.Of(type);
        if (documents.Count == 0)
        {
            return null;
        }

        var document = draw.Of(documents);
        if (document.Length > GenerationLimits.DocumentBytesMax || draw.Chance(50))
        {
            document = options.Documents.Edit(type, document, draw.Below, GenerationLimits.DocumentBytesMax);
        }

        if (Encoding.UTF8.GetByteCount(document) > GenerationLimits.DocumentBytesMax)
        {
            return null;
        }

        parsesLeft--;
        return new(type, document);
    }

    /// <summary>A value made here and now.</summary>
    private Expr Fresh(VeraType type, int depth) => type.Kind switch
    {
        TypeKind.Array =>
            new Expr.ArrayOf(type, Several(IsDense ? EntriesMax : GenerationLimits.ItemsMax, depth, type.First)),
        TypeKind.Set => new Expr.Container(type, Several(EntriesMax, depth, type.First)),
        TypeKind.Map =>
            new Expr.Container(type, Several(EntriesMax, depth, type.First, type.Second)),
        TypeKind.Closure when draw.Chance(FunctionPercent) => Function(type.First, depth - 1),
        TypeKind.Closure => new Expr.Closure(type, Part(type.First, depth - 1)),
        _ => Construct(type, depth),
    };

    private Expr.Construct Construct(VeraType type, int depth)
    {
        var flat = depth <= 0 || nodesLeft <= 0;
        var tag = flat ? FlatTag(type) : draw.Below(type.Constructors.Length);
        var types = type.Constructors[tag].Fields;
        var fields = new Expr[types.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = Part(types[i], depth - 1);
        }

        return new(type, tag, ImmutableCollectionsMarshal.AsImmutableArray(fields));
    }

    /// <summary>A constructor without fields of the same type, so that every value ends.</summary>
    private int FlatTag(VeraType type) => type.Kind switch
    {
        TypeKind.Json => draw.Below(4),
        TypeKind.HtmlNode => draw.Between(1, 2),
        TypeKind.MdBlock => draw.Chance(50) ? 2 : 5,
        TypeKind.MdInline => draw.Below(2),
        TypeKind.Tree or TypeKind.Option => 0,
        _ => draw.Below(type.Constructors.Length),
    };

    /// <summary>A few groups of values, one of each type: array items, set elements, map entries.</summary>
    private ImmutableArray<Expr> Several(int countMax, int depth, params ReadOnlySpan<VeraType> types)
    {
        var count = depth <= 0 || nodesLeft <= 0 ? 0 : draw.Between(0, countMax);
        var values = new Expr[count * types.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Part(types[i % types.Length], depth - 1);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(values);
    }

    /// <summary>A scalar or string that is written out.</summary>
    public Expr Literal(VeraType type) => scalars.Of(type);

    /// <summary>A function that gives a type.</summary>
    public Expr.Function Function(VeraType gives)
    {
        nodesLeft = GenerationLimits.ExpressionNodesMax;
        return Function(gives, GenerationLimits.ValueDepthMax - 1);
    }

    /// <summary>What a closure gives for some number, more often for 0.</summary>
    public Expr.Builtin Applied(Expr closure) => draw.Chance(50)
        ? new(ClosureOperations.ApplyFn, closure)
        : new(ClosureOperations.ApplyTo, closure, scalars.Of(VeraType.Int));

    /// <summary>It sees no turn and no cell: it may be applied where these are others.</summary>
    private Expr.Function Function(VeraType gives, int depth)
    {
        var around = (StateType, turning);
        (StateType, turning) = (null, false);
        functions++;
        var body = Body(gives, depth);
        functions--;
        (StateType, turning) = around;
        return new(body);
    }

    /// <summary>A new version of a container, what a map has, one of two values that a container decides on; or any.
    /// </summary>
    private Expr Body(VeraType gives, int depth) => draw.Below(10) switch
    {
        < 3 when gives.IsContainer => ContainerExprs.Insert(
            Part(gives, depth), Part(gives.First, depth),
            gives.Kind == TypeKind.Map ? Part(gives.Second, depth) : null),
        < 5 when Local(known => known.Kind == TypeKind.Map && known.Second == gives) is { } map => new Expr.Match(
            ContainerExprs.Get(map, Part(map.Of.First, depth)), 1, new Expr.Bound(0, gives), Part(gives, depth)),
        < 6 when Local(static known => known.IsContainer) is { } asked => new Expr.If(
            ContainerExprs.Contains(asked, Part(asked.Of.First, depth)), Part(gives, depth), Part(gives, depth)),
        _ => Part(gives, depth),
    };

    private Expr.Local? Local(Func<VeraType, bool> isWanted)
    {
        var local = scope.Pick(draw, known => isWanted(known.Type));
        return local < 0 ? null : new(local, scope[local].Type);
    }
}
