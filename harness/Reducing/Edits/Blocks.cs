using System.Collections.Immutable;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>Blocks in blocks, spelled as one.</summary>
internal static class Blocks
{
    /// <summary>A function's body: blocks that need no braces have none.</summary>
    public static Node.Block Flat(Node body) => Joined(Places.Map(body, node => node switch
    {
        Node.Block block => Joined(block),
        Node.Call or Node.Items or Node.Index or Node.Unary or Node.Binary => Bare(node),
        _ => null,
    }));

    private static Node.Block Joined(Node node)
    {
        if (node is not Node.Block block)
        {
            return new([], node);
        }

        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (var statement in block.Statements)
        {
            var value = statement.Value;
            while (value is Node.Block inner)
            {
                statements.AddRange(inner.Statements);
                value = inner.Result;
            }

            statements.Add(statement with { Value = value });
        }

        if (block.Result is Node.Block last)
        {
            return Joined(new Node.Block([.. statements, .. last.Statements], last.Result));
        }

        return new(statements.ToImmutable(), block.Result);
    }

    /// <summary>Operands that are blocks without statements are their values.</summary>
    private static Node? Bare(Node node) => node.Parts.Any(part => part is Node.Block { Statements.IsEmpty: true })
        ? node.With([.. node.Parts.Select(p => p is Node.Block { Statements.IsEmpty: true } block ? block.Result : p)])
        : null;
}
