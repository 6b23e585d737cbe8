using System.Collections.Concurrent;
using System.Collections.Immutable;
using Vera.GcStress.Coverage;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Generation;

/// <summary>Draws operations that say themselves what they mean, over operands that are drawn like any value.</summary>
internal sealed class OperationDrawing(
    Draw draw, Scope scope, OperationChoice choice, Func<VeraType, int, Expr> part)
{
    private static readonly TypeTable<Operation[]> Giving =
        new(type => [.. OperationChoice.All.Where(row => Gives(row, type))]);

    /// <summary>An operation that gives a type, or null if there is none.</summary>
    public Expr? Of(VeraType type, int depth)
    {
        if (depth <= 0 || Giving[type] is not { Length: > 0 } rows)
        {
            return null;
        }

        var row = draw.Of<Operation>(rows);
        if (!choice.Has(row))
        {
            return null;
        }

        var known = default(TypeBinding);
        row.Result.Matches(type, ref known);
        return Over(row, ref known, null, depth);
    }

    /// <summary>Any operation, over a local if there is one that it takes.</summary>
    public Expr Any(Func<VeraType> content, int depth)
    {
        var row = draw.Of<Operation>(choice.Rows);
        var known = default(TypeBinding);
        var local = draw.Chance(60) ? scope.Pick(draw, of => row.Takes(of.Type)) : -1;
        if (local >= 0)
        {
            row.Operands[0].Matches(scope[local].Type, ref known);
            return Over(row, ref known, new Expr.Local(local, scope[local].Type), depth);
        }

        for (var place = 0; place < TypeBinding.Places && !row.IsClosed; place++)
        {
            known[place] = content();
        }

        return Over(row, ref known, null, depth);
    }

    private static bool Gives(Operation row, VeraType type)
    {
        var known = default(TypeBinding);
        return row.Result.Matches(type, ref known);
    }

    private Expr.Builtin Over(Operation row, ref TypeBinding known, Expr.Local? first, int depth)
    {
        var operands = new Expr[row.Operands.Length];
        for (var i = 0; i < operands.Length; i++)
        {
            var type = row.Operands[i].Under(known) ?? Closed(row.Operands[i], ref known);
            operands[i] = i == 0 && first is not null ? first
                : OperandTexts.Of(draw, row, i, type) ?? part(type, depth - 1);
        }

        return new(row, [.. operands]);
    }

    /// <summary>An operand's type, once its variables stand for something.</summary>
    private VeraType Closed(TypePattern operand, ref TypeBinding known)
    {
        for (var place = 0; place < TypeBinding.Places; place++)
        {
            known[place] ??= draw.Of<VeraType>(choice.Open);
        }

        return operand.Under(known)!;
    }
}

/// <summary>The operations that cases may have, where containers are to be about some kinds of elements.</summary>
internal sealed class OperationChoice
{
    private static readonly ConcurrentDictionary<(ulong Elements, ContainerChoice Containers), OperationChoice> Known =
        [];

    private static readonly ulong AllKinds = Mask(Enum.GetValues<TypeKind>());

    private static readonly VeraType[] OpenUsual =
    [
        VeraType.Int, VeraType.String, VeraType.Bool, VeraType.Float64, VeraType.Json, VeraType.Option(VeraType.Int),
    ];

    private readonly HashSet<Operation>? chosen;
    private readonly Operation[] rows;

    private OperationChoice(ulong elements, ContainerChoice containers)
    {
        var isAll = elements == AllKinds && containers == ContainerChoice.Both;
        chosen = isAll ? null : [.. All.Where(row => IsAbout(row, elements))];
        rows = [.. All.Where(Has)];
        Open = [.. OpenUsual.Where(type => IsPlain(type.Kind) || (elements & Mask([type.Kind])) != 0)];
    }

    /// <summary>Every operation that is drawn like this.</summary>
    public static ImmutableArray<Operation> All { get; } =
        [.. OperationCatalogue.All.Where(row => row.Meaning is not null)];

    /// <summary>Those that are chosen.</summary>
    public ReadOnlySpan<Operation> Rows => rows;

    /// <summary>What stands for a type that neither the result nor a local tells.</summary>
    public VeraType[] Open { get; }

    /// <summary>What the options leave.</summary>
    public static OperationChoice Of(GenerationOptions options) => Known.GetOrAdd(
        (Mask(options.Elements), options.Containers), key => new(key.Elements, key.Containers));

    /// <summary>Whether it is chosen.</summary>
    public bool Has(Operation row) => chosen?.Contains(row) != false;

    /// <summary>
    /// No container of types that are left open, and no tree, decimal or value of the user's types but of the kinds
    /// that are asked for: a document holds containers of its own.
    /// </summary>
    private static bool IsAbout(Operation row, ulong elements) => row.Operands.Append(row.Result)
        .SelectMany(pattern => pattern.All)
        .All(pattern => pattern.Kind switch
        {
            null => true,
            TypeKind.Set or TypeKind.Map => pattern.Closed is not null,
            { } kind => IsPlain(kind) || (elements & Mask([kind])) != 0,
        });

    private static bool IsPlain(TypeKind kind) =>
        kind <= TypeKind.String || kind is TypeKind.Option or TypeKind.Result or TypeKind.Array;

    private static ulong Mask(IEnumerable<TypeKind> kinds) =>
        kinds.Aggregate(0UL, (mask, kind) => mask | (1UL << (int)kind));
}
