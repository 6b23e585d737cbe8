using System.Text;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// How many bytes of string literals a program interns: they lie before everything else in its memory.
/// </summary>
internal static class LiteralBytes
{
    private static readonly string[] Adding =
        ["bool_to_string", "Json", "Html", "Md", "Set<", "Map<", "Decimal", "State<"];

    /// <summary>
    /// The bytes of all different literals; what stands around interpolated parts counts as literals.
    /// </summary>
    /// <remarks>Vera interns some strings of its own besides.</remarks>
    public static int Of(string source)
    {
        var literals = new HashSet<string>(StringComparer.Ordinal);
        var place = source.IndexOf('"', StringComparison.Ordinal);
        while (place >= 0)
        {
            place = Literal(source, place + 1, literals);
            place = source.IndexOf('"', place);
        }

        return literals.Sum(Encoding.UTF8.GetByteCount);
    }

    /// <summary>
    /// What a program uses of that for which Vera adds literals: programs that use the same get the same ones.
    /// </summary>
    public static int UsesOf(string source)
    {
        var uses = 0;
        for (var i = 0; i < Adding.Length; i++)
        {
            uses |= source.Contains(Adding[i], StringComparison.Ordinal) ? 1 << i : 0;
        }

        return uses;
    }

    /// <summary>Adds the pieces of one literal; the place after its closing quote.</summary>
    private static int Literal(string source, int place, HashSet<string> literals)
    {
        var piece = new StringBuilder();
        for (; source[place] != '"'; place++)
        {
            if (source[place] != '\\')
            {
                piece.Append(source[place]);
                continue;
            }

            place++;
            if (source[place] == '(')
            {
                literals.Add(piece.ToString());
                piece.Clear();
                place = Interpolated(source, place);
            }
            else if (source[place] == 'u')
            {
                var end = source.IndexOf('}', place);
                var code = source.AsSpan(place + 2, end - place - 2);
                piece.Append(new Rune(int.Parse(
                    code, System.Globalization.NumberStyles.AllowHexSpecifier, null)).ToString());
                place = end;
            }
            else
            {
                // One byte, whichever it is; the kind keeps different literals apart.
                piece.Append((char)(source[place] & 127));
            }
        }

        literals.Add(piece.ToString());
        return place + 1;
    }

    /// <summary>
    /// The place of the parenthesis that closes an interpolated expression; it has no literals inside.
    /// </summary>
    private static int Interpolated(string source, int place)
    {
        var depth = 0;
        for (; ; place++)
        {
            depth += source[place] == '(' ? 1 : source[place] == ')' ? -1 : 0;
            if (depth == 0)
            {
                return place;
            }
        }
    }
}
