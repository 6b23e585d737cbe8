using System.Text;

namespace Vera.GcStress.Targets.Vera.Sources.Layout;

/// <summary>
/// Lays the body of a function out as Vera's formatter does: where a branch, a match, a handler or a block is all of a
/// statement's value, its parts are on lines of their own.
/// </summary>
/// <remarks>Inside an operand they stay on its line. What goes over several lines already is left as it is.</remarks>
internal static class BodyLayout
{
    private const int Step = 2;
    private const string Gives = " -> ";

    /// <summary>The same lines, those laid out that are a whole statement.</summary>
    public static string Of(string body)
    {
        var laid = new StringBuilder(body.Length);
        foreach (var line in body.Split('\n'))
        {
            var text = line.TrimStart(' ');
            Statement(line.Length - text.Length, text, laid);
        }

        return laid.ToString(0, laid.Length - 1);
    }

    private static void Statement(int indent, string text, StringBuilder laid)
    {
        const string Binds = " = ";
        var value = text.StartsWith("let ", StringComparison.Ordinal)
            ? text.IndexOf(Binds, StringComparison.Ordinal) + Binds.Length
            : 0;
        var end = text.Length - (text is [.., ';' or ','] ? 1 : 0);
        Value(indent, text[..value], text[value..end], text[end..], laid);
    }

    private static void Value(int indent, string opening, string value, string ending, StringBuilder laid)
    {
        var groups = Groups(value);
        if (groups is not [.., var last] || last.Close != value.Length - 1)
        {
            Line(indent, opening + value + ending, laid);
            return;
        }

        var inner = value[(last.Open + 1)..last.Close];
        var before = groups is [.., var other, _] ? other : last;
        var between = before == last ? "" : value[(before.Close + 1)..last.Open];
        if (last.Open == 0 && Parts(inner, ';').Count == 1)
        {
            Value(indent, opening, inner.Trim(), ending, laid); // Braces around a value alone say nothing.
        }
        else if (last.Open == 0)
        {
            Line(indent, $"{opening}{{", laid);
            Block(indent, inner, ending, laid);
        }
        else if (Begins("match "))
        {
            Line(indent, opening + value[..(last.Open + 1)], laid);
            foreach (var arm in Separated(inner, ','))
            {
                var body = arm.IndexOf(Gives, StringComparison.Ordinal) + Gives.Length;
                var end = arm.Length - (arm is [.., ','] ? 1 : 0);
                Value(indent + Step, arm[..body], arm[body..end], arm[end..], laid);
            }

            Line(indent, $"}}{ending}", laid);
        }
        else if ((Begins("if ") && between == " else ") || (Begins("handle[") && between == " in "))
        {
            Line(indent, opening + value[..(before.Open + 1)], laid);
            var first = value[(before.Open + 1)..before.Close];
            foreach (var part in Separated(first, between == " in " ? ',' : ';'))
            {
                Part(part);
            }

            Line(indent, $"}}{between}{{", laid);
            Block(indent, inner, ending, laid);
        }
        else
        {
            Line(indent, opening + value + ending, laid);
        }

        bool Begins(string word) => value.StartsWith(word, StringComparison.Ordinal);

        // A clause of a handler stays on its line.
        void Part(string part)
        {
            if (between == " in ")
            {
                Line(indent + Step, part, laid);
            }
            else
            {
                Statement(indent + Step, part, laid);
            }
        }
    }

    private static void Block(int indent, string inner, string ending, StringBuilder laid)
    {
        foreach (var part in Separated(inner, ';'))
        {
            Statement(indent + Step, part, laid);
        }

        Line(indent, $"}}{ending}", laid);
    }

    private static void Line(int indent, string text, StringBuilder laid) =>
        laid.Append(' ', text.Length == 0 ? 0 : indent).Append(text).Append('\n');

    /// <summary>The parts between separators that lie in no brackets, each but the last with its separator.</summary>
    private static IEnumerable<string> Separated(string text, char separator)
    {
        var parts = Parts(text, separator);
        return parts.Select((part, place) => part.Trim() + (place < parts.Count - 1 ? separator : ""));
    }

    private static List<string> Parts(string text, char separator)
    {
        var (parts, from, depth) = (new List<string>(), 0, 0);
        for (var at = 0; at < text.Length; at = Next(text, at))
        {
            depth += Turn(text[at]);
            if (depth == 0 && text[at] == separator)
            {
                parts.Add(text[from..at]);
                from = at + 1;
            }
        }

        parts.Add(text[from..]);
        return parts;
    }

    /// <summary>Where the braces are that lie in no other brackets; none at all where some have no partner.</summary>
    private static List<(int Open, int Close)> Groups(string text)
    {
        var (groups, open, depth) = (new List<(int Open, int Close)>(), 0, 0);
        for (var at = 0; at < text.Length; at = Next(text, at))
        {
            open = depth == 0 && text[at] == '{' ? at : open;
            depth += Turn(text[at]);
            if (depth < 0)
            {
                return [];
            }

            if (depth == 0 && text[at] == '}')
            {
                groups.Add((open, at));
            }
        }

        return depth == 0 ? groups : [];
    }

    private static int Turn(char character) => character switch
    {
        '(' or '[' or '{' => 1,
        ')' or ']' or '}' => -1,
        _ => 0,
    };

    /// <summary>The place behind a character, or behind the string that begins there.</summary>
    private static int Next(string text, int at)
    {
        if (text[at] != '"')
        {
            return at + 1;
        }

        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
        }

        return at + 1;
    }
}
