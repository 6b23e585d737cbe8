using System.Collections.Immutable;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>Blocks that are operands: their statements move before the statement that they are part of.</summary>
internal static class Lifting
{
    /// <summary>Each such block by itself.</summary>
    public static IEnumerable<SourceProgram> Operands(SourceProgram program)
    {
        foreach (var (node, put) in Places.Of(program))
        {
            if (node is not Node.Block block)
            {
                continue;
            }

            for (var i = 0; i < block.Parts.Length; i++)
            {
                foreach (var (inner, putInner) in Evaluated(block.Parts[i]))
                {
                    if (inner is Node.Block { Statements.IsEmpty: false } operand)
                    {
                        var without = (Node.Block)block.With(block.Parts.SetItem(i, putInner(operand.Result)));
                        yield return put(without with
                        {
                            Statements = without.Statements.InsertRange(i, operand.Statements),
                        });
                    }
                }
            }
        }
    }

    /// <summary>What is evaluated once whenever an expression is.</summary>
    private static IEnumerable<(Node Node, Func<Node, Node> Put)> Evaluated(Node node)
    {
        yield return (node, other => other);
        ImmutableArray<Node> parts = node switch
        {
            Node.Call or Node.Items or Node.Index or Node.Unary or Node.Text => node.Parts,
            Node.Match match => [match.Value],
            Node.If choice => [choice.Condition],
            _ => [],
        };
        for (var i = 0; i < parts.Length; i++)
        {
            var place = i;
            foreach (var (inner, put) in Evaluated(parts[i]))
            {
                yield return (inner, other => node.With(node.Parts.SetItem(place, put(other))));
            }
        }
    }
}
