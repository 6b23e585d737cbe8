using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Documents;

/// <summary>Makes the values of one tree and holds the tree to its limits.</summary>
internal sealed class TreeBuilder
{
    private int nodes;

    /// <summary>A value of one constructor, <paramref name="depth"/> values below the root.</summary>
    public Expr.Construct Make(VeraType type, int tag, int depth, ImmutableArray<Expr> fields)
    {
        CheckDepth(depth);
        Count();
        return new Expr.Construct(type, tag, fields);
    }

    /// <summary>Called on the way down, so that a walk ends before the stack does.</summary>
    public static void CheckDepth(int depth)
    {
        if (depth > DocumentLimits.DepthMax)
        {
            throw new DocumentException($"nested deeper than {DocumentLimits.DepthMax}");
        }
    }

    /// <summary>One more value, key or attribute.</summary>
    public void Count()
    {
        if (++nodes > DocumentLimits.NodesMax)
        {
            throw new DocumentException($"more than {DocumentLimits.NodesMax} nodes");
        }
    }

    public static Expr.Text Text(string value) => new(ValidText.Of(value));
}
