using System.Collections.Immutable;
using System.Globalization;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>Expressions replaced by simpler ones; whether the types fit, the compiler says.</summary>
internal static class Simpler
{
    private static readonly Node Blank = new Node.Text([""], []);

    private static readonly Node[] Plain =
        [new Node.Literal("0"), Blank, new Node.Text(["a"], []), new Node.Literal("true"), new Node.Literal("()")];

    /// <summary>Each expression by one of those below it.</summary>
    public static IEnumerable<SourceProgram> Parts(SourceProgram program) =>
        from place in Places.Of(program)
        where place.Node is not Node.Lambda
        from part in Below(place.Node)
        select place.Put(part);

    /// <summary>Each expression by a literal.</summary>
    public static IEnumerable<SourceProgram> Literals(SourceProgram program) =>
        from place in Places.Of(program)
        where place.Node is not (Node.Literal or Node.Text { Shown.IsEmpty: true, Pieces: [""] } or Node.Block)
        from simple in place.Node is Node.Text ? [Blank] : Plain
        select place.Put(simple);

    /// <summary>Numbers closer to zero, and shorter texts.</summary>
    public static IEnumerable<SourceProgram> Values(SourceProgram program) =>
        from place in Places.Of(program)
        from other in place.Node switch
        {
            Node.Literal literal => Numbers(literal),
            Node.Text text => Texts(text),
            Node.Items { Of.Length: > 0 } items => items.Of.Select((_, i) => new Node.Items(items.Of.RemoveAt(i))),
            _ => [],
        }
        select place.Put(other);

    /// <summary>Patterns that bind what nothing uses.</summary>
    public static IEnumerable<SourceProgram> Patterns(SourceProgram program) =>
        from place in Places.Of(program)
        where place.Node is Node.Match
        let match = (Node.Match)place.Node
        from i in Enumerable.Range(0, match.Patterns.Length)
        from simple in Simple(match.Patterns[i])
        select place.Put(match with { Patterns = match.Patterns.SetItem(i, simple) });

    private static IEnumerable<Node> Below(Node node) => node switch
    {
        Node.Block => [],
        Node.Match match => match.Parts.Concat(match.Arms.SelectMany(Operands)),
        _ => node.Parts.SelectMany(part => part is Node.Call or Node.Block ? part.Parts.Prepend(part) : [part]),
    };

    private static IEnumerable<Node> Operands(Node arm) => arm is Node.Call ? arm.Parts : [];

    private static IEnumerable<Node> Numbers(Node.Literal literal)
    {
        if (!long.TryParse(literal.Spelled, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            yield break;
        }

        foreach (var other in new[] { 0, 1, 2, 10, number / 10, number / 2, Round(number), number - 1 })
        {
            if (other < number && other >= 0)
            {
                yield return new Node.Literal(other.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>The number with all but its first digit zero.</summary>
    private static long Round(long number)
    {
        var power = 1L;
        while (number / power >= 10)
        {
            power *= 10;
        }

        return number / power * power;
    }

    private static IEnumerable<Node> Texts(Node.Text text)
    {
        if (text.Pieces.Any(piece => piece.Length > 0) && !text.Shown.IsEmpty)
        {
            yield return text with { Pieces = [.. text.Pieces.Select(_ => "")] };
        }

        if (text is { Shown: [_, _, ..] })
        {
            foreach (var shown in text.Shown)
            {
                yield return new Node.Text(["", ""], [shown]);
            }
        }

        if (text is { Shown.IsEmpty: true, Pieces: [{ Length: > 0 } piece] })
        {
            foreach (var other in new[] { "", "a", piece[..(piece.Length / 2)], piece[(piece.Length / 2)..] })
            {
                if (other.Length < piece.Length)
                {
                    yield return new Node.Text([other], []);
                }
            }
        }
    }

    private static IEnumerable<Pattern> Simple(Pattern pattern)
    {
        if (pattern is not Pattern.Plain { Spelled: "_" })
        {
            yield return new Pattern.Plain("_");
        }

        if (pattern is Pattern.Made made)
        {
            for (var i = 0; i < made.Fields.Length; i++)
            {
                foreach (var simple in Simple(made.Fields[i]))
                {
                    yield return made with { Fields = made.Fields.SetItem(i, simple) };
                }
            }
        }
    }
}
