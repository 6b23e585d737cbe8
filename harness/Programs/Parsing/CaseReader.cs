using System.Globalization;
using System.Text;

namespace Vera.GcStress.Programs.Parsing;

/// <summary>
/// Reads a case's text line by line, token by token; everything it refuses, it refuses with the line.
/// </summary>
internal sealed class CaseReader(string text, int start, int line)
{
    private const int TokenChars = 64;

    private readonly Dictionary<int, int> colons = [];
    private int position = start;
    private int end = start;
    private int next = start;
    private int colonsOfLine;

    /// <summary>The line that is being read, counted from 1.</summary>
    public int Line { get; private set; } = line - 1;

    /// <summary>Where the next token is looked for.</summary>
    public int Position
    {
        get => position;
        set => position = value;
    }

    public bool AtEnd => Peek() == '\0' && position >= end;

    /// <summary>Moves to the next line that is neither blank nor a comment.</summary>
    public bool NextLine()
    {
        while (next < text.Length)
        {
            position = next;
            var length = text.AsSpan(position).IndexOf('\n');
            end = length < 0 ? text.Length : position + length;
            next = length < 0 ? text.Length : end + 1;
            end -= end > position && text[end - 1] == '\r' ? 1 : 0;
            Line++;
            if (!AtEnd && Peek() != '#')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The next character that is no space, or NUL at the line's end.</summary>
    public char Peek()
    {
        while (position < end && text[position] is ' ' or '\t')
        {
            position++;
        }

        return position < end ? text[position] : '\0';
    }

    public bool Take(char wanted)
    {
        if (Peek() != wanted || position >= end)
        {
            return false;
        }

        position++;
        return true;
    }

    public void Expect(char wanted)
    {
        if (!Take(wanted))
        {
            throw Error($"expected '{wanted}', found {Found()}");
        }
    }

    public void ExpectEnd()
    {
        if (!AtEnd)
        {
            throw Error($"expected the end of the line, found {Found()}");
        }
    }

    /// <summary>A name: letters, digits, underscores, and hyphens within.</summary>
    public string Name(string what)
    {
        var token = char.IsAsciiLetter(Peek())
            ? Token(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            : "";
        return token.Length > 0 ? token : throw Error($"expected {what}, found {Found()}");
    }

    /// <summary>A number of any type, as it stands in the text.</summary>
    public string Number()
    {
        Peek();
        return Token(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+');
    }

    /// <summary>A whole number within limits, both included.</summary>
    public int Count(string what, int least, int most)
    {
        if (!char.IsAsciiDigit(Peek()) && Peek() != '-')
        {
            throw Error($"expected {what}, found {Found()}");
        }

        var token = Number();
        return int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count)
            && count >= least && count <= most
            ? count
            : throw Error($"{what} is a whole number from {least} to {most}, not {token}");
    }

    /// <summary>The number of a local, its dollar sign included.</summary>
    public int Local()
    {
        Expect('$');
        return Count("the number of a local", 0, CaseLimits.Locals - 1);
    }

    /// <summary>The tag of a constructor.</summary>
    public int Tag(string name, VeraType type)
    {
        foreach (var constructor in type.Constructors)
        {
            if (constructor.Name == name)
            {
                return constructor.Tag;
            }
        }

        throw type.IsAdt
            ? Error($"unknown constructor '{name}' of {type}"
                + Spelling.Hint(name, type.Constructors.Select(c => c.Name)))
            : Error($"expected a value of type {type}, found the constructor '{name}'");
    }

    /// <summary>The place of the colon in the parentheses whose opening one was taken last.</summary>
    /// <remarks>
    /// The first question scans the line for all of them, so that nesting does not make it quadratic.
    /// </remarks>
    public int ColonOfParenthesis()
    {
        if (colonsOfLine != Line)
        {
            Parentheses.FindColons(text.AsSpan(0, end), position - 1, colons);
            colonsOfLine = Line;
        }

        return colons.TryGetValue(position - 1, out var colon)
            ? colon
            : throw Error("parentheses hold a value and its type, as in (5 : Nat)");
    }

    /// <summary>A string in quotes; the escapes are those of <see cref="StringText"/>.</summary>
    public string Text()
    {
        Expect('"');
        var result = new StringBuilder();
        while (position < end && text[position] != '"')
        {
            var rest = text.AsSpan(position, end - position);
            var plain = rest.IndexOfAny('"', '\\');
            if (plain != 0)
            {
                plain = plain < 0 ? rest.Length : plain;
                result.Append(rest[..plain]);
                position += plain;
                continue;
            }

            position++;
            Escape(result);
        }

        if (position >= end)
        {
            throw Error("the string has no closing quote");
        }

        position++;
        if (result.Length > CaseLimits.StringChars)
        {
            throw Error($"a string has at most {CaseLimits.StringChars} characters, not {result.Length}");
        }

        var value = result.ToString();
        return StringText.IsValid(value) ? value : throw Error("the string is not valid Unicode: a lone surrogate");
    }

    public CaseFormatException Error(string reason) => new(Line, reason);

    /// <summary>What stands here, for a message.</summary>
    public string Found()
    {
        var found = Peek();
        return position >= end ? "the end of the line"
            : found is > ' ' and <= '~' ? $"'{found}'"
            : $"the character U+{(int)found:X4}";
    }

    private string Token(Func<char, bool> belongs)
    {
        var from = position;
        while (position < end && belongs(text[position]))
        {
            if (++position - from > TokenChars)
            {
                throw Error($"no name or number is longer than {TokenChars} characters: '{text[from..position]}...'");
            }
        }

        return text[from..position];
    }

    private void Escape(StringBuilder result)
    {
        var escape = position < end ? text[position] : '\0';
        switch (escape)
        {
            case '\\' or '"':
                result.Append(escape);
                break;
            case 'n':
                result.Append('\n');
                break;
            case 't':
                result.Append('\t');
                break;
            case 'r':
                result.Append('\r');
                break;
            case 'u':
                CodePoint(result);
                break;
            default:
                throw Error($"unknown escape: a backslash stands before \\ \" n t r u{{hex}}, not before {Found()}");
        }

        position++;
    }

    private void CodePoint(StringBuilder result)
    {
        position++;
        var rest = text.AsSpan(position, Math.Min(8, end - position));
        var close = rest.IndexOf('}');
        if (close < 2 || rest[0] != '{'
            || !int.TryParse(rest[1..close], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || !Rune.IsValid(code))
        {
            throw Error("\\u takes a Unicode code point in braces, as in \\u{1F600}");
        }

        result.Append(new Rune(code).ToString());
        position += close;
    }
}
