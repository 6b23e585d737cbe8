using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Judging;

/// <summary>The most slots of the shadow stack that an expression may leave to the frame that evaluates it.</summary>
/// <remarks>
/// Counted from the case alone, by the rule that <see cref="Expr"/> states: a block is pushed when it is made, what is
/// read is pushed if it has to be held, a callee leaves its result, and a fold its last accumulator.
/// </remarks>
internal static class RootBudget
{
    /// <summary>What the value itself may take: never more than the whole expression may leave.</summary>
    public static int Own(Expr expr) => expr is not Expr.Local && expr.Type.IsHeap ? 1 : 0;

    public static int Of(Expr expr) => expr switch
    {
        Expr.Local or Expr.Call => Own(expr),
        Expr.Construct node => 1 + Sum(node.Fields),
        Expr.ArrayOf array => 1 + Sum(array.Items),
        Expr.Closure closure => 1 + Of(closure.Capture),
        Expr.Container made => 1 + made.Entries.Length + Sum(made.Entries),
        Expr.Insert insert => 1 + Of(insert.Into) + Of(insert.Key) + (insert.Value is { } value ? Of(value) : 0),
        Expr.Remove remove => 1 + Of(remove.From) + Of(remove.Key),
        Expr.Fold fold => 1 + Of(fold.Into),
        Expr.Get get => 1 + Of(get.From) + Of(get.Key),
        Expr.Contains asked => Of(asked.In) + Of(asked.Key),
        Expr.Size size => Of(size.Of),
        Expr.Listing listing => 1 + Of(listing.Of),
        Expr.Apply apply => Own(apply) + Of(apply.Of),
        // Where there is nothing to read, the default value of the type is built.
        Expr.Item item => Own(item) + Of(item.Of) + Of(Defaults.Of(item.Type)),
        Expr.Parse parse => 2 + Of(Defaults.Of(parse.Of)),
        _ => Own(expr),
    };

    private static int Sum(ImmutableArray<Expr> parts)
    {
        var sum = 0;
        foreach (var part in parts)
        {
            sum += Of(part);
        }

        return sum;
    }
}
