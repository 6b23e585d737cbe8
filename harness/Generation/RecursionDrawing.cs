using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>
/// Draws functions that call themselves, or each other: a value is handed from call to call, and others with it.
/// </summary>
internal sealed class RecursionDrawing(
    Draw draw, TypePalette palette, ValueDrawing values, FoldTurns turns, ControlDrawing control)
{
    private const int MutualPercent = 40;

    private int left = GenerationLimits.FoldsPerCaseMax;

    /// <summary>Whether the case has as many as it may have.</summary>
    public bool IsOver => left <= 0;

    /// <summary>The value, a new version of it, or another one.</summary>
    public Expr From(Expr expr, VeraType type, RareForm? form = null)
    {
        left--;
        var start = ImmutableArray.Create(control.Walk(expr));
        for (var more = draw.Below(3); more > 0; more--)
        {
            start = start.Add(values.Of(Another()));
        }

        ImmutableArray<VeraType> types = [.. start.Select(ExprTypes.Of)];
        var isMutual = form is null ? draw.Chance(MutualPercent) : form is RareForm.Mutual or RareForm.TailMutual;
        bool? isTail = form is null ? null : form is RareForm.TailRecursion or RareForm.TailMutual;
        return control.Repeating(
            () => isMutual ? Mutual(start, types, type, isTail) : Alone(start, types, isTail));
    }

    private Expr.Recursion Alone(ImmutableArray<Expr> start, ImmutableArray<VeraType> types, bool? isTail)
    {
        var half = Half(types, types, types[0], isTail);
        return new(turns.Next(), start, half.Next, half.Base, half.Rest);
    }

    /// <summary>The second function is given the value too, and what else it likes.</summary>
    private Expr.Mutual Mutual(
        ImmutableArray<Expr> start, ImmutableArray<VeraType> types, VeraType type, bool? isTail)
    {
        var others = ImmutableArray.Create(type);
        for (var more = draw.Below(3); more > 0; more--)
        {
            var another = draw.Chance(50) ? types[draw.Below(types.Length)] : Another();
            others = others.Insert(draw.Below(others.Length + 1), another);
        }

        var (one, other) = (Half(types, others, type, isTail), Half(others, types, type, isTail));
        return new(turns.Next(), start, one, other);
    }

    /// <summary>What a function gives to the next call, what it returns, and what it makes of the result inside.
    /// </summary>
    private CallHalf Half(
        ImmutableArray<VeraType> types, ImmutableArray<VeraType> wanted, VeraType type, bool? isTail)
    {
        ImmutableArray<Expr> next = [.. wanted.Select((of, place) => Next(of, types, place))];
        var ends = draw.Chance(60) && Read(type, types, 0) is { } same ? same : control.Under(types, values.Of(type));
        return new(next, ends, isTail ?? draw.Chance(40) ? null : Next(type, types.Add(type), types.Length));
    }

    private Expr Next(VeraType type, ImmutableArray<VeraType> binds, int place)
    {
        if (Read(type, binds, place) is not { } same)
        {
            return control.Under(binds, values.Of(type));
        }

        return draw.Below(10) switch
        {
            < 3 => same,
            < 7 when type.IsContainer => ContainerExprs.Insert(
                same, values.Of(type.First), type.Kind == TypeKind.Map ? values.Of(type.Second) : null),
            < 8 => new Expr.If(control.Condition(), same, control.Under(binds, values.Of(type))),
            _ => control.Under(binds, values.Of(type)),
        };
    }

    /// <summary>The parameter at a place, or another one of the type; null if there is none.</summary>
    private static Expr.Bound? Read(VeraType type, ImmutableArray<VeraType> binds, int place)
    {
        var at = place < binds.Length && binds[place] == type ? place : binds.IndexOf(type);
        return at < 0 ? null : new(binds.Length - 1 - at, type);
    }

    private VeraType Another() => draw.Of<VeraType>(draw.Chance(40) ? palette.Containers : palette.Contents);
}

/// <summary>How many turns the folds of one case take.</summary>
internal sealed class FoldTurns
{
    /// <summary>Where nodes are full, and blocks are of another bin or class.</summary>
    private static readonly int[] Bounds = [8, 16, 32];

    /// <summary>The same for a big case; small ones are cheaper, and come more often.</summary>
    private static readonly int[] LongBounds = [64, 64, 64, 64, 128, 128, 128, 256, 256, 512];

    /// <summary>Entries of what a big case is about, up to where two levels of a trie are full.</summary>
    private static readonly int[] BigBounds = [16, 32, 64, 64, 128, 128, 256, 256, 512, 1024, 1024];

    private readonly Draw draw;
    private readonly int most;
    private readonly int boundPercent;

    public FoldTurns(Draw draw, GenerationOptions options, CollectionSchedule schedule)
    {
        this.draw = draw;
        var eager = schedule is CollectionSchedule.Eager;
        most = eager ? GenerationLimits.FoldTurnsEagerMax : options.FoldTurnsMax;
        boundPercent = options.BigPercent == 0 || eager ? 0 : GenerationLimits.BoundPercent;
        Big = schedule is CollectionSchedule.Natural or CollectionSchedule.At
            && options.BigPercent > 0 && draw.Chance(options.BigPercent) ? Near(BigBounds) : 0;
    }

    /// <summary>Whether the case is about one container of many entries, and has folds of hundreds of turns.</summary>
    public bool IsBig => Big > 0;

    /// <summary>How many entries that is to have; 0 in most cases.</summary>
    public int Big { get; }

    /// <summary>The turns of the next fold.</summary>
    public int Next() =>
        IsBig ? Near(LongBounds)
        : boundPercent > 0 && draw.Chance(boundPercent) ? Near(Bounds)
        : draw.Skewed(GenerationLimits.FoldTurnsMin, most);

    private int Near(int[] bounds) => draw.Of<int>(bounds) + draw.Between(-1, 1);
}
