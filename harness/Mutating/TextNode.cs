using System.Collections.Immutable;

namespace Vera.GcStress.Mutating;

/// <summary>A parenthesis of WebAssembly text, or a word, and where it stands.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last.</param>
/// <param name="Head">The first word of a parenthesis; a word itself.</param>
/// <param name="Parts">What is in a parenthesis, its first word left out; null for a word.</param>
internal sealed record TextNode(int Start, int End, string Head, ImmutableArray<TextNode>? Parts)
{
    /// <summary>The parentheses in it.</summary>
    public IEnumerable<TextNode> Nested => (Parts ?? []).Where(part => part.Parts is not null);

    /// <summary>It and all that is in it, outermost first.</summary>
    public IEnumerable<TextNode> All => (Parts ?? []).SelectMany(part => part.All).Prepend(this);

    /// <summary>The outermost parentheses of a text.</summary>
    /// <exception cref="FormatException">A parenthesis has no partner.</exception>
    public static IEnumerable<TextNode> Read(string text)
    {
        for (var at = Skip(text, 0); at < text.Length; at = Skip(text, at))
        {
            var node = ReadOne(text, at);
            yield return node;
            at = node.End;
        }
    }

    private static TextNode ReadOne(string text, int start)
    {
        if (text[start] != '(')
        {
            var end = WordEnd(text, start);
            return new(start, end, text[start..end], null);
        }

        var parts = ImmutableArray.CreateBuilder<TextNode>();
        var at = Skip(text, start + 1);
        for (; at < text.Length && text[at] != ')'; at = Skip(text, parts[^1].End))
        {
            parts.Add(ReadOne(text, at));
        }

        return at >= text.Length ? throw new FormatException($"the parenthesis at {start} is never closed")
            : parts is [{ Parts: null, Head: var head }, ..] ? new(start, at + 1, head, [.. parts.Skip(1)])
            : new(start, at + 1, "", parts.ToImmutable());
    }

    private static int WordEnd(string text, int start)
    {
        if (text[start] == '"')
        {
            var end = start + 1;
            for (; end < text.Length && text[end] != '"'; end++)
            {
                end += text[end] == '\\' ? 1 : 0;
            }

            return Math.Min(end + 1, text.Length);
        }

        var at = start + 1;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or ';'))
        {
            at++;
        }

        return at;
    }

    /// <summary>Past blanks and comments.</summary>
    private static int Skip(string text, int at)
    {
        while (at < text.Length)
        {
            if (string.CompareOrdinal(text, at, ";;", 0, 2) == 0)
            {
                at = text.IndexOf('\n', at) is >= 0 and var line ? line : text.Length;
            }
            else if (!char.IsWhiteSpace(text[at]))
            {
                return at;
            }
            else
            {
                at++;
            }
        }

        return at;
    }
}
