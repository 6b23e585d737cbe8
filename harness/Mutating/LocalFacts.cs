using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Vera.GcStress.Mutating;

/// <summary>What is certain of a function's locals at each of its places: a change that waits for another value never
/// takes part there.</summary>
/// <remarks>
/// A local is 0 until it is set. In the arm of a condition that is known to hold, and behind an arm that leaves, the
/// condition says something of it; in a loop that sets it nothing is certain. Conditions count that compare one local
/// with numbers, so the numbers beside these decide for all.
/// </remarks>
internal sealed class LocalFacts
{
    private readonly IReadOnlyDictionary<string, long> names;
    private readonly Dictionary<int, ImmutableList<Fact>> at = [];

    /// <param name="function">The function.</param>
    /// <param name="names">Numbers that the text has names for.</param>
    public LocalFacts(TextNode function, IReadOnlyDictionary<string, long> names)
    {
        this.names = names;
        var zero = function.Nested.Where(part => part.Head == "local")
            .Select(part => new Fact(part.Parts!.Value[0].Head, null, true));
        All(function.Nested.Where(part => part.Head is not ("param" or "local" or "result" or "export")), [.. zero]);
    }

    /// <summary>Whether a turn may come at the place where a node begins.</summary>
    public bool Allow(int start, MutantTurn turn)
    {
        if (turn is not { Local: { } local, Condition: { } text } || !at.TryGetValue(start, out var facts))
        {
            return true;
        }

        var wanted = new Fact(local, TextNode.Read(text).Single(), true);
        var known = facts.Where(fact => fact.Local == local).Prepend(wanted).ToList();
        var numbers = known.SelectMany(fact => fact.Condition?.All ?? []).Select(Number).OfType<long>();
        return numbers.SelectMany(n => new[] { n - 1, n, n + 1 }).Prepend(0)
            .Any(value => value >= 0 && known.All(fact => Holds(fact, value) != false));
    }

    private ImmutableList<Fact> All(IEnumerable<TextNode> nodes, ImmutableList<Fact> facts) =>
        nodes.Aggregate(facts, (known, node) => Then(node, known));

    /// <summary>Takes note of what is known in a node; what is known behind it.</summary>
    private ImmutableList<Fact> Then(TextNode node, ImmutableList<Fact> facts)
    {
        at[node.Start] = facts;
        switch (node.Head)
        {
            case "local.set":
                return Without(All(node.Nested, facts), node);
            case "if":
                return If(node, facts);
            case "loop":
                return Without(All(node.Nested, Without(facts, node)), node);
            case "block":
                _ = All(node.Nested, facts);
                return Without(facts, node);
            case "br_if":
                return All(node.Nested, facts).AddRange(Said(node.Nested.First(), false));
            default:
                return All(node.Nested, facts);
        }
    }

    private ImmutableList<Fact> If(TextNode node, ImmutableList<Fact> facts)
    {
        var tested = LiveCode.Tested(node)!;
        var known = Then(tested, facts);
        var leaves = false;
        foreach (var arm in node.Nested.Where(part => part.Head is "then" or "else"))
        {
            _ = All(arm.Nested, known.AddRange(Said(tested, arm.Head == "then")));
            leaves |= arm.Head == "then" && arm.Nested.Any(part => part.Head is "return" or "br" or "unreachable");
        }

        return Without(leaves ? known.AddRange(Said(tested, false)) : known, node);
    }

    private static IEnumerable<Fact> Said(TextNode condition, bool holds) => condition.All
        .Where(part => part.Head == "local.get").Select(part => part.Parts!.Value[0].Head).Distinct()
        .Select(local => new Fact(local, condition, holds));

    private static ImmutableList<Fact> Without(ImmutableList<Fact> facts, TextNode node)
    {
        var set = node.All.Where(part => part.Head is "local.set" or "local.tee")
            .Select(part => part.Parts!.Value[0].Head).ToFrozenSet();
        return set.Count == 0 ? facts : facts.RemoveAll(fact => set.Contains(fact.Local));
    }

    private bool? Holds(Fact fact, long value) => fact.Condition is null ? value == 0
        : Value(fact.Condition, fact.Local, value) is { } result ? (result != 0) == fact.Holds
        : null;

    private long? Number(TextNode node) =>
        long.TryParse(node.Head, CultureInfo.InvariantCulture, out var number) ? number
        : node.Head.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(node.Head.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : names.TryGetValue(node.Head, out var named) ? named
        : null;

    private long? Value(TextNode node, string local, long value)
    {
        if (node.Parts is not { } parts || node.Head is "i32.const")
        {
            return Number(node.Parts is [var number] ? number : node);
        }

        if (node.Head == "local.get")
        {
            return parts[0].Head == local ? value : null;
        }

        var (left, right) = (
            parts.Length > 0 ? Value(parts[0], local, value) : null,
            parts.Length > 1 ? Value(parts[1], local, value) : null);
        return node.Head switch
        {
            "i32.eqz" when left is { } one => Truth(one == 0),
            "i32.eq" when left is { } l && right is { } r => Truth(l == r),
            "i32.ne" when left is { } l && right is { } r => Truth(l != r),
            "i32.lt_u" when left is { } l && right is { } r => Truth(l < r),
            "i32.le_u" when left is { } l && right is { } r => Truth(l <= r),
            "i32.gt_u" when left is { } l && right is { } r => Truth(l > r),
            "i32.ge_u" when left is { } l && right is { } r => Truth(l >= r),
            _ => null,
        };
    }

    private static long Truth(bool holds) => holds ? 1 : 0;

    /// <param name="Local">Whose value it tells of.</param>
    /// <param name="Condition">What was tested; null: that it is 0.</param>
    /// <param name="Holds">What came of it.</param>
    private sealed record Fact(string Local, TextNode? Condition, bool Holds);
}
