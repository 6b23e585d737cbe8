using System.Collections.Immutable;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Draws functions with contracts that hold, whose checks allocate, and those that know types by
/// other names.</summary>
internal sealed class CalleeDrawing(Draw draw, TypePalette palette, ValueDrawing values, ControlDrawing control)
{
    /// <summary>Most calls of a case are of one function, for different types.</summary>
    private const int SamePercent = 60;

    private const int NamedPercent = 40;

    private Passage? usual;

    /// <summary>The value goes through a function; often another one of another type does so before.</summary>
    public Expr Passed(Expr expr, VeraType type, RareForm? rare = null)
    {
        usual ??= Any();
        var by = rare is null && draw.Chance(60) ? Naming.Generic : Naming.Alias;
        var form = draw.Chance(SamePercent) ? usual.Value : Any();
        if (!draw.Chance(40))
        {
            return Passed(by, form, control.Walk(expr));
        }

        var before = Passed(by, form, control.Value());
        return new Expr.Block(before, Passed(by, form, control.Under([ExprTypes.Of(before)], expr)));
    }

    private Expr.Passed Passed(Naming by, Passage form, Expr value) =>
        new(by, form, value, form == Passage.Pair ? values.Of(Another()) : null);

    private Passage Any() => draw.Of<Passage>(Enum.GetValues<Passage>());

    /// <summary>The value is given to the function, or the function makes it.</summary>
    public Expr.Contract Around(Expr expr, VeraType type, RareForm? rare = null)
    {
        var given = ImmutableArray.CreateBuilder<Expr>();
        for (var more = draw.Below(2); more > 0; more--)
        {
            given.Add(values.Of(Another()));
        }

        var isGiven = draw.Chance(50);
        given.Add(isGiven ? control.Walk(expr) : control.Value());
        ImmutableArray<VeraType> types = [.. given.Select(ExprTypes.Of)];
        var requires = control.Pure(() => Check(types));
        var body = isGiven ? Made(type, types) : control.Under(types, expr);
        return new(given.ToImmutable(), requires, body, control.Pure(() => Check(types.Add(type))))
        {
            IsNamed = rare is not null || draw.Chance(NamedPercent),
        };
    }

    /// <summary>A new version of what was given last, that itself, or another value.</summary>
    private Expr Made(VeraType type, ImmutableArray<VeraType> binds)
    {
        var last = new Expr.Bound(0, type);
        return draw.Below(10) switch
        {
            < 4 when type.IsContainer => ContainerExprs.Insert(
                last, values.Of(type.First), type.Kind == TypeKind.Map ? values.Of(type.Second) : null),
            < 5 => last,
            _ => control.Under(binds, values.Of(type)),
        };
    }

    /// <summary>
    /// A container with a key more has that key; or something is made, and whatever it is like the check holds.
    /// </summary>
    private Expr Check(ImmutableArray<VeraType> binds)
    {
        if (draw.Chance(20))
        {
            return new Expr.Bool(true);
        }

        var up = draw.Below(binds.Length);
        var of = binds[^(up + 1)];
        if (of.IsContainer && of.First.Kind is TypeKind.Int or TypeKind.Nat or TypeKind.String && draw.Chance(60))
        {
            var (key, value) = (values.Of(of.First), of.Kind == TypeKind.Map ? values.Of(of.Second) : null);
            return ContainerExprs.Contains(ContainerExprs.Insert(new Expr.Bound(up, of), key, value), key);
        }

        // What names its place already stays where it is: no form around it may bind more.
        var block = draw.Chance(50) ? control.Inside(binds, Some(values.Of(Another()))) : Some(new Expr.Bound(up, of));
        return new Expr.Block(block, new Expr.Bool(true));
    }

    private static Expr.Construct Some(Expr value) => new(VeraType.Option(ExprTypes.Of(value)), 1, [value]);

    private VeraType Another() => draw.Of<VeraType>(draw.Chance(40) ? palette.Containers : palette.Contents);
}
