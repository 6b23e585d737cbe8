using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Edits;

/// <summary>Takes a part out of the expression that binds values for it.</summary>
internal static class Unbind
{
    /// <summary>The part with an expression in place of each value that was bound, the newest last.</summary>
    /// <param name="part">What sees the values.</param>
    /// <param name="instead">What to read in their place; it stands where the whole stood.</param>
    public static Expr Part(Expr part, ImmutableArray<Expr> instead) => Moved(part, 0, instead);

    /// <summary>The part with the default values of what was bound.</summary>
    public static Expr Part(Expr part, ImmutableArray<VeraType> binds) =>
        Part(part, binds.Select(Defaults.Of).ToImmutableArray());

    /// <summary>The part where more binders are around it, of which it reads none.</summary>
    public static Expr Under(Expr part, int more) => Deeper(part, 0, more);

    private static Expr Moved(Expr expr, int inside, ImmutableArray<Expr> instead)
    {
        if (expr is Expr.Bound bound)
        {
            var place = instead.Length - 1 - (bound.Up - inside);
            return bound.Up < inside ? bound
                : place >= 0 ? Deeper(instead[place], 0, inside)
                : new Expr.Bound(bound.Up - instead.Length, bound.Of);
        }

        return Rebuilt(expr, (part, binds) => Moved(part, inside + binds, instead));
    }

    /// <summary>An expression put under more binders than it stood under.</summary>
    private static Expr Deeper(Expr expr, int inside, int more) => expr is Expr.Bound bound
        ? bound.Up < inside ? bound : new Expr.Bound(bound.Up + more, bound.Of)
        : Rebuilt(expr, (part, binds) => Deeper(part, inside + binds, more));

    private static Expr Rebuilt(Expr expr, Func<Expr, int, Expr> rebuild)
    {
        var (parts, changed) = (expr.Parts, expr.Parts);
        for (var i = 0; i < parts.Length; i++)
        {
            var part = rebuild(parts[i], expr.Binds(i).Length);
            changed = ReferenceEquals(part, parts[i]) ? changed : changed.SetItem(i, part);
        }

        return changed == parts ? expr : expr.With(changed);
    }
}
