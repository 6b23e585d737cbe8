using System.Globalization;
using System.Text;
using Vera.GcStress.Targets.Vera.Own.Heap;
using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>Thrown where Python's <c>json</c> refuses a text, with its message.</summary>
internal sealed class JsonRefusal(string message) : Exception(message);

/// <summary>Reads JSON as Python's <c>json.loads</c> does: NaN and infinities pass, and messages are its own.</summary>
internal sealed class JsonParser(string text, Guest payer)
{
    private const int DepthMax = 900;
    private const int IntegerDigitsMax = 4300;

    private int at;
    private int depth;

    public JsonTree Parse()
    {
        payer.Spend(text.Length);
        if (text.StartsWith('\uFEFF'))
        {
            throw Refused("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
        }

        SkipSpaces();
        var value = Value();
        SkipSpaces();
        return at == text.Length ? value : throw Refused("Extra data", at);
    }

    private char Here => at < text.Length ? text[at] : '\0';

    private JsonTree Value()
    {
        payer.Spend(8);
        switch (Here)
        {
            case '"':
                at++;
                return new JsonTree.Text(Text());
            case '{':
                return Nested(Members);
            case '[':
                return Nested(List);
            default:
                foreach (var (word, value) in Words)
                {
                    if (string.CompareOrdinal(text, at, word, 0, word.Length) == 0)
                    {
                        at += word.Length;
                        return value;
                    }
                }

                return Number();
        }
    }

    private static readonly (string Word, JsonTree Value)[] Words =
    [
        ("null", new JsonTree.Null()), ("true", new JsonTree.Bool(true)), ("false", new JsonTree.Bool(false)),
        ("NaN", new JsonTree.Number(double.NaN)), ("Infinity", new JsonTree.Number(double.PositiveInfinity)),
        ("-Infinity", new JsonTree.Number(double.NegativeInfinity)),
    ];

    private JsonTree Nested(Func<JsonTree> read)
    {
        if (++depth > DepthMax)
        {
            throw RunStop.Failed("RecursionError: maximum recursion depth exceeded while decoding a JSON document");
        }

        at++;
        SkipSpaces();
        var value = read();
        depth--;
        return value;
    }

    private JsonTree List()
    {
        var items = new List<JsonTree>();
        while (items.Count > 0 || Here != ']')
        {
            items.Add(Value());
            if (Ends(']'))
            {
                return new JsonTree.List(items);
            }
        }

        at++;
        return new JsonTree.List(items);
    }

    private JsonTree Members()
    {
        var members = new List<(string Name, JsonTree Value)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (places.Count > 0 || Here != '}')
        {
            var (name, value) = Member();
            if (places.TryAdd(name, members.Count))
            {
                members.Add((name, value));
            }
            else
            {
                members[places[name]] = (name, value);
            }

            if (Ends('}'))
            {
                return new JsonTree.Members(members);
            }
        }

        at++;
        return new JsonTree.Members(members);
    }

    private (string Name, JsonTree Value) Member()
    {
        if (Here != '"')
        {
            throw Refused("Expecting property name enclosed in double quotes", at);
        }

        at++;
        var name = Text();
        SkipSpaces();
        if (Here != ':')
        {
            throw Refused("Expecting ':' delimiter", at);
        }

        at++;
        SkipSpaces();
        return (name, Value());
    }

    /// <summary>Whether a list ends here; if not, the next item does begin.</summary>
    private bool Ends(char close)
    {
        SkipSpaces();
        if (Here == close)
        {
            at++;
            return true;
        }

        if (Here != ',')
        {
            throw Refused("Expecting ',' delimiter", at);
        }

        at++;
        SkipSpaces();
        return false;
    }

    private JsonTree Number()
    {
        var first = at;
        var end = at + (Here == '-' ? 1 : 0);
        var whole = end;
        end = whole < text.Length && text[whole] == '0' ? whole + 1 : DigitsFrom(whole);
        if (end == whole)
        {
            throw Refused("Expecting value", first);
        }

        var integer = end;
        if (end < text.Length && text[end] == '.' && DigitsFrom(end + 1) > end + 1)
        {
            end = DigitsFrom(end + 1);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 + (end + 1 < text.Length && text[end + 1] is '+' or '-' ? 1 : 0);
            end = DigitsFrom(digits) > digits ? DigitsFrom(digits) : end;
        }

        at = end;
        var value = double.Parse(text.AsSpan(first, end - first), CultureInfo.InvariantCulture);
        return end > integer ? new JsonTree.Number(value) : Integer(value, integer - whole);
    }

    private static JsonTree Integer(double value, int digits) => digits > IntegerDigitsMax
        ? throw new JsonRefusal($"Exceeds the limit ({IntegerDigitsMax} digits) for integer string conversion: value "
            + $"has {digits} digits; use sys.set_int_max_str_digits() to increase the limit")
        : double.IsInfinity(value) ? new JsonTree.Huge()
        : new JsonTree.Number(value == 0 ? 0 : value);

    private int DigitsFrom(int from)
    {
        while (from < text.Length && char.IsAsciiDigit(text[from]))
        {
            from++;
        }

        return from;
    }

    /// <summary>The text behind an opening quote.</summary>
    private string Text()
    {
        var quote = at - 1;
        var read = new StringBuilder();
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '"')
            {
                at++;
                return read.ToString();
            }

            if (c <= '\u001F')
            {
                throw Refused("Invalid control character at", at);
            }

            at++;
            read.Append(c == '\\' ? Escape(quote) : c);
        }

        throw Refused("Unterminated string starting at", quote);
    }

    private char Escape(int quote)
    {
        if (at == text.Length)
        {
            throw Refused("Unterminated string starting at", quote);
        }

        var c = text[at++];
        return c switch
        {
            '"' or '\\' or '/' => c,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Unit(),
            _ => throw Refused("Invalid \\escape", at - 2),
        };
    }

    private char Unit()
    {
        if (at + 4 >= text.Length || !text.AsSpan(at, 4).ToArray().All(char.IsAsciiHexDigit))
        {
            throw Refused("Invalid \\uXXXX escape", at - 1);
        }

        at += 4;
        return (char)ushort.Parse(text.AsSpan(at - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private void SkipSpaces()
    {
        while (Here is ' ' or '\t' or '\n' or '\r')
        {
            at++;
        }
    }

    /// <summary>Python counts characters, not units of UTF-16.</summary>
    private JsonRefusal Refused(string what, int place)
    {
        var line = text.AsSpan(0, place).Count('\n') + 1;
        var begin = text.AsSpan(0, place).LastIndexOf('\n') + 1;
        return new($"{what}: line {line} column {Characters(begin, place) + 1} (char {Characters(0, place)})");
    }

    private int Characters(int from, int to)
    {
        var count = 0;
        for (var i = from; i < to; i++)
        {
            count += char.IsLowSurrogate(text[i]) ? 0 : 1;
        }

        return count;
    }
}
