using Vera.GcStress.Targets.Vera.Own.Python;

namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>What one line of Markdown may begin, by Vera's own grammar.</summary>
internal readonly struct MdLine(string text)
{
    public string Text { get; } = text;

    public bool IsBlank => Text.All(PythonText.IsSpace);

    public bool BeginsBlock => Heading is not null || Fence is not null || IsBreak || Quoted is not null
        || Bullet is not null || Numbered is not null;

    /// <summary>The level and the words of a heading, without closing marks.</summary>
    public (int Level, string Words)? Heading
    {
        get
        {
            var level = Run('#', 0);
            var words = SkipSpaces(level);
            return level is >= 1 and <= 6 && words > level ? (level, PythonText.Strip(Unclosed(Text[words..]))) : null;
        }
    }

    /// <summary>The mark of a code fence, how often it stands, and the language behind it.</summary>
    public (char Mark, int Count, string Language)? Fence
    {
        get
        {
            var mark = Text.Length > 0 && Text[0] is '`' or '~' ? Text[0] : '\0';
            var count = mark == '\0' ? 0 : Run(mark, 0);
            return count >= 3 ? (mark, count, PythonText.Strip(Text[count..])) : null;
        }
    }

    public bool IsBreak => Text.Length > 0 && Text[0] is '-' or '*' or '_'
        && Run(Text[0], 0) is >= 3 and var count && SkipSpaces(count) == Text.Length;

    /// <summary>What a quote says on this line.</summary>
    public string? Quoted => Text.Length == 0 || Text[0] != '>' ? null
        : Text.Length > 1 && PythonText.IsSpace(Text[1]) ? Text[2..] : Text[1..];

    /// <summary>What stands behind a bullet.</summary>
    public string? Bullet => Text.Length > 0 && Text[0] is '-' or '*' or '+' && SkipSpaces(1) is > 1 and var rest
        ? Text[rest..]
        : null;

    /// <summary>What stands behind a number.</summary>
    public string? Numbered
    {
        get
        {
            var digits = 0;
            while (digits < Text.Length && char.IsDigit(Text[digits]))
            {
                digits++;
            }

            return digits > 0 && digits < Text.Length && Text[digits] is '.' or ')'
                && SkipSpaces(digits + 1) is var rest && rest > digits + 1 ? Text[rest..] : null;
        }
    }

    public bool IsRow => Text.Length > 1 && Text[0] == '|';

    /// <summary>Whether the line parts a table's head from its body.</summary>
    public bool IsRule
    {
        get
        {
            if (Text.Length == 0 || Text[0] != '|')
            {
                return false;
            }

            var at = 1;
            while (at < Text.Length && (Text[at] == ':' || PythonText.IsSpace(Text[at])))
            {
                at++;
            }

            return at < Text.Length && Text[at] == '-'
                && Text[at..].All(c => c is '-' or ':' or '|' || PythonText.IsSpace(c));
        }
    }

    /// <summary>Whether the line closes a fence.</summary>
    public bool Closes(char mark, int count) =>
        Run(mark, 0) is var run && run >= count && SkipSpaces(run) == Text.Length;

    /// <summary>The cells of a row.</summary>
    public IEnumerable<string> Cells
    {
        get
        {
            var row = PythonText.Strip(Text);
            row = row.StartsWith('|') ? row[1..] : row;
            row = row.EndsWith('|') ? row[..^1] : row;
            return row.Split('|').Select(PythonText.Strip);
        }
    }

    /// <summary>The words without marks of the heading's kind at the end, which stand behind a space.</summary>
    private static string Unclosed(string words)
    {
        var end = words.Length;
        while (end > 0 && PythonText.IsSpace(words[end - 1]))
        {
            end--;
        }

        var marks = end;
        while (marks > 0 && words[marks - 1] == '#')
        {
            marks--;
        }

        return marks < end && marks > 0 && PythonText.IsSpace(words[marks - 1]) ? words[..marks] : words;
    }

    private int Run(char c, int from)
    {
        var at = from;
        while (at < Text.Length && Text[at] == c)
        {
            at++;
        }

        return at - from;
    }

    private int SkipSpaces(int at)
    {
        while (at < Text.Length && PythonText.IsSpace(Text[at]))
        {
            at++;
        }

        return at;
    }
}
