using System.Collections.Immutable;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>The places of a program's expressions, and how to change what stands there.</summary>
internal static class Places
{
    /// <summary>All places of a program, those of large expressions first within each function.</summary>
    public static IEnumerable<(Node Node, Func<Node, SourceProgram> Put)> Of(SourceProgram program) =>
        from function in program.Functions
        from place in Below(function.Body)
        select (place.Node, (Func<Node, SourceProgram>)(other => program.With(
            function, function with { Body = Blocks.Flat(place.Put(other)) })));

    /// <summary>An expression and all below it.</summary>
    public static IEnumerable<(Node Node, Func<Node, Node> Put)> Below(Node node)
    {
        yield return (node, other => other);
        var parts = node.Parts;
        for (var i = 0; i < parts.Length; i++)
        {
            var place = i;
            foreach (var (inner, put) in Below(parts[i]))
            {
                yield return (inner, other => node.With(parts.SetItem(place, put(other))));
            }
        }
    }

    /// <summary>All expressions from this one down.</summary>
    public static IEnumerable<Node> All(Node node) => node.Parts.SelectMany(All).Prepend(node);

    /// <summary>The same with each expression replaced, from the bottom up; null leaves it.</summary>
    public static Node Map(Node node, Func<Node, Node?> replace)
    {
        var parts = node.Parts;
        ImmutableArray<Node> mapped = [.. parts.Select(part => Map(part, replace))];
        var isSame = Enumerable.Range(0, parts.Length).All(i => ReferenceEquals(mapped[i], parts[i]));
        var whole = isSame ? node : node.With(mapped);
        return replace(whole) ?? whole;
    }
}
