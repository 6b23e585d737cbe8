using System.Text;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>Writes the bodies of small functions out where they are called: engines do not, and calls cost.</summary>
/// <remarks>
/// Small is a body without locals, branches and returns. An argument takes its parameter's place, so it has to be free
/// of effects where it would be evaluated twice, or later than something that it could change or depend on.
/// </remarks>
internal sealed partial class InlinedCalls(Func<string, string?> function)
{
    private const int BodyMax = 320;
    private const string Head = "(call $";

    private readonly Dictionary<string, SmallFunction?> known = [];

    /// <summary>A module's text, with calls of its own functions.</summary>
    public static string InModule(string text)
    {
        var starts = Function().Matches(text).ToDictionary(match => match.Groups["name"].Value, match => match.Index);
        var calls = new InlinedCalls(name => starts.TryGetValue(name, out var at) ? text[at..] : null);
        return calls.In(text);
    }

    /// <summary>The text without the calls that can be spared.</summary>
    public string In(string text)
    {
        var written = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (IsComment(text, at) || text[at] == '"')
            {
                end = Skipped(text, at);
            }
            else if (string.CompareOrdinal(text, at, Head, 0, Head.Length) == 0)
            {
                end = EndOf(text, at);
                var parts = Parts(text[(at + 1)..(end - 1)]);
                if (Find(parts[1][1..])?.With([.. parts.Skip(2).Select(In)]) is { } inlined)
                {
                    written.Append(inlined);
                    at = end;
                    continue;
                }

                end = at + Head.Length;
            }

            written.Append(text, at, end - at);
            at = end;
        }

        return written.ToString();
    }

    private SmallFunction? Find(string name)
    {
        if (!known.TryGetValue(name, out var found))
        {
            known[name] = null; // One that calls itself is not small.
            known[name] = found = function(name) is { } text ? Small(text) : null;
        }

        return found;
    }

    private SmallFunction? Small(string text)
    {
        var start = Function().Match(text).Index;
        var parts = Parts(text[(start + 1)..(EndOf(text, start) - 1)]).Skip(2).ToList();
        var parameters = parts.TakeWhile(part => part.StartsWith("(param $", StringComparison.Ordinal)
            || part.StartsWith("(export ", StringComparison.Ordinal)).ToList();
        var rest = parts.Skip(parameters.Count).ToList();
        var returns = rest is [var first, ..] && first.StartsWith("(result ", StringComparison.Ordinal);
        var body = rest.Skip(returns ? 1 : 0).Select(In).ToList();
        var written = string.Join(' ', body);
        return written.Length > BodyMax || body.Count == 0 || (returns && body.Count > 1) || Barred().IsMatch(written)
            ? null
            : new(
                [.. parameters.Where(part => part[1] == 'p').Select(part => part[1..^1].Split(' ')[1])],
                written, isOne: body.Count == 1);
    }

    /// <summary>What stands side by side: words, and expressions with all that is in them, on one line each.</summary>
    private static List<string> Parts(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var end = IsComment(text, at) || text[at] == '"' ? Skipped(text, at)
                : text[at] == '(' ? EndOf(text, at)
                : WordEnd(text, at);
            parts.Add(IsComment(text, at) ? text[at..end] : Blanks().Replace(text[at..end], " "));
            at = end;
        }

        return parts;
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')'))
        {
            at++;
        }

        return at;
    }

    /// <summary>Where an expression ends that begins here.</summary>
    private static int EndOf(string text, int at)
    {
        var depth = 0;
        do
        {
            depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
            at = IsComment(text, at) || text[at] == '"' ? Skipped(text, at) : at + 1;
        }
        while (depth > 0);
        return at;
    }

    private static bool IsComment(string text, int at) =>
        text[at] == ';' && at + 1 < text.Length && text[at + 1] == ';';

    private static int Skipped(string text, int at)
    {
        var end = text.IndexOf(text[at] == '"' ? '"' : '\n', at + 1);
        return end < 0 ? text.Length : text[at] == '"' ? end + 1 : end;
    }

    /// <summary>One that can be written out.</summary>
    private sealed class SmallFunction(string[] parameters, string body, bool isOne)
    {
        /// <summary>The body with arguments in it, or null if that could mean something else.</summary>
        public string? With(string[] arguments)
        {
            if (arguments.Length != parameters.Length)
            {
                return null;
            }

            var last = 0;
            for (var i = 0; i < arguments.Length; i++)
            {
                if (Simple().IsMatch(arguments[i]))
                {
                    continue;
                }

                var use = $"(local.get {parameters[i]})";
                var at = body.IndexOf(use, StringComparison.Ordinal);
                if (!isOne || at < last || body.IndexOf(use, at + 1, StringComparison.Ordinal) >= 0
                    || Acts().IsMatch(body[..at]))
                {
                    return null;
                }

                last = at;
            }

            return Local().Replace(body, use =>
                Array.IndexOf(parameters, use.Groups["name"].Value) is >= 0 and var i ? arguments[i] : use.Value);
        }
    }

    [GeneratedRegex(@"\(func \$(?<name>[^\s()]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Function();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(
        @"\((return|br|br_if|loop|block|local|local\.set|local\.tee)[\s)]|;;", RegexOptions.CultureInvariant)]
    private static partial Regex Barred();

    /// <summary>What is evaluated before an argument must neither look at anything nor do anything.</summary>
    [GeneratedRegex(@"load|store|call|global|memory|\(if", RegexOptions.CultureInvariant)]
    private static partial Regex Acts();

    [GeneratedRegex(@"^\((local\.get|i32\.const|i64\.const) [^()]*\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Simple();

    [GeneratedRegex(@"\(local\.get (?<name>\$[^\s()]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Local();
}
