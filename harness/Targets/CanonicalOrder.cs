using System.Text;

namespace Vera.GcStress.Targets;

/// <summary>Compares canonical texts where the order of a set's elements is left open.</summary>
public static class CanonicalOrder
{
    private const int DepthMax = 500;

    /// <summary>Whether two texts differ in nothing but the order of the elements of sets.</summary>
    /// <param name="left">A canonical text.</param>
    /// <param name="right">Another one.</param>
    /// <param name="arraysToo">Whether the order of arrays is open as well: they may list a set's elements.</param>
    public static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool arraysToo) =>
        left.SequenceEqual(right)
        || (left.Length == right.Length && Sorted(left, arraysToo) is { } sorted && sorted == Sorted(right, arraysToo));

    /// <summary>
    /// The text with the elements of every set in ordinal order, or null if it is no canonical text.
    /// </summary>
    private static string? Sorted(ReadOnlySpan<byte> text, bool arraysToo)
    {
        var place = 0;
        var sorted = Value(Encoding.Latin1.GetString(text), ref place, arraysToo, 0);
        return place == text.Length ? sorted : null;
    }

    /// <summary>A value, from here to the separator or bracket that ends it.</summary>
    private static string? Value(string text, ref int place, bool arraysToo, int depth)
    {
        var value = new StringBuilder();
        while (place < text.Length && text[place] is not (',' or ')' or ']' or '}'))
        {
            if (text[place] is '(' or '[' or '{')
            {
                if (depth > DepthMax || Bracketed(text, ref place, arraysToo, depth + 1) is not { } inner)
                {
                    return null;
                }

                value.Append(inner);
                continue;
            }

            var end = text[place] == '"' ? text.IndexOf('"', place + 1) : place;
            if (end < 0)
            {
                return null;
            }

            value.Append(text, place, end + 1 - place);
            place = end + 1;
        }

        return value.ToString();
    }

    private static string? Bracketed(string text, ref int place, bool arraysToo, int depth)
    {
        var open = text[place++];
        var close = open switch { '(' => ')', '[' => ']', _ => '}' };
        var items = new List<string>();
        var isMap = false;
        while (place < text.Length && text[place] != close)
        {
            var start = place;
            if (Value(text, ref place, arraysToo, depth) is not { } item)
            {
                return null;
            }

            isMap |= open == '{' && IsEntry(text.AsSpan(start, place - start));
            items.Add(item);
            if (place + 1 < text.Length && text[place] == ',')
            {
                place += 2;
            }
            else if (place < text.Length && text[place] != close)
            {
                return null;
            }
        }

        if (place++ >= text.Length)
        {
            return null;
        }

        if ((open == '{' && !isMap) || (open == '[' && arraysToo))
        {
            items.Sort(StringComparer.Ordinal);
        }

        return $"{open}{string.Join(", ", items)}{close}";
    }

    /// <summary>Whether a colon stands outside of all brackets and strings: key and value of a map.</summary>
    private static bool IsEntry(ReadOnlySpan<char> item)
    {
        var (depth, quoted) = (0, false);
        foreach (var c in item)
        {
            quoted ^= c == '"';
            depth += quoted ? 0 : c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
            if (c == ':' && depth == 0 && !quoted)
            {
                return true;
            }
        }

        return false;
    }
}
