using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Model;

/// <summary>A function with a body, and what lay around it where it was made.</summary>
/// <param name="function">The expression that made it: functions are the same if it is, and what they captured.</param>
/// <param name="captures">What it captured, as that was called.</param>
/// <param name="captured">The values.</param>
/// <param name="sees">All that was bound, the newest last.</param>
internal sealed class FunctionMade(
    Expr.Function function, ImmutableArray<Expr> captures, ModelValue[] captured, ModelValue[] sees)
{
    public Expr.Function Function => function;

    public ImmutableArray<Expr> Captures => captures;

    public ModelValue[] Captured => captured;

    public ModelValue[] Sees => sees;

    /// <summary>Whether copies of both are equal.</summary>
    public bool IsSame(FunctionMade other)
    {
        var same = ReferenceEquals(function, other.Function);
        for (var i = 0; same && i < captured.Length; i++)
        {
            same = Content.Same(captures[i].Type, captured[i], other.Captured[i]);
        }

        return same;
    }
}
