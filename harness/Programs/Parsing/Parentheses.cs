namespace Vera.GcStress.Programs.Parsing;

/// <summary>
/// Finds the colons of <c>(E : Type)</c> in a line, so that the type can be read before the expression.
/// </summary>
internal static class Parentheses
{
    /// <summary>The place of the last colon in each pair of parentheses, by the place of the opening one.</summary>
    public static void FindColons(ReadOnlySpan<char> text, int start, Dictionary<int, int> colons)
    {
        colons.Clear();
        var open = new Stack<int>();
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    i = EndOfString(text, i);
                    break;
                case '(' or '[' or '{':
                    open.Push(i);
                    break;
                case ')' or ']' or '}':
                    open.TryPop(out _);
                    break;
                case ':' when open.TryPeek(out var innermost) && text[innermost] == '(':
                    colons[innermost] = i;
                    break;
            }
        }
    }

    private static int EndOfString(ReadOnlySpan<char> text, int quote)
    {
        var i = quote + 1;
        while (i < text.Length && text[i] != '"')
        {
            i += text[i] == '\\' ? 2 : 1;
        }

        return i;
    }
}
