using Vera.GcStress.Files;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Repros;

/// <summary>A case as it lies on disk: what it needs and what it shows, a blank line, and its text.</summary>
/// <remarks>
/// Files come from anywhere: whatever is wrong with one is a <see cref="CaseFormatException"/> of one line.
/// </remarks>
public sealed record CaseFile(FileHeader Header, StressCase Case)
{
    private const string Opening = "vera-gcstress case";
    private const string Version = "1";

    /// <exception cref="CaseFormatException">It cannot be read, or is no case file.</exception>
    public static CaseFile Read(string path)
    {
        var text = FileText.Read(path, CaseLimits.FileBytes);
        return text.EndsWith('\n') || text.Length == 0
            ? Parse(text, path)
            : throw new CaseFormatException(
                text.AsSpan().Count('\n') + 1, "the file was cut short: its last line has no end", path);
    }

    /// <summary>A case that is part of this build.</summary>
    internal static CaseFile Resource(string name) => Parse(FileText.Resource(name), name);

    /// <summary>The lines of a file as they stand there, comments too.</summary>
    /// <exception cref="CaseFormatException">It cannot be read.</exception>
    public static string[] Lines(string path) =>
        FileText.Read(path, CaseLimits.FileBytes).TrimEnd('\n').ReplaceLineEndings("\n").Split('\n');

    /// <summary>What people wrote at the head of a file.</summary>
    /// <exception cref="CaseFormatException">It cannot be read.</exception>
    public static IEnumerable<string> Remarks(string path) =>
        Lines(path).Skip(1).TakeWhile(line => line.Length > 0)
            .Where(line => line.StartsWith('#')).Select(line => HeaderText.OneLine(line[1..]));

    /// <param name="text">The whole file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="CaseFormatException">It is no case file.</exception>
    public static CaseFile Parse(string text, string name)
    {
        try
        {
            return Parse(text);
        }
        catch (CaseFormatException e)
        {
            throw new CaseFormatException(e.Line, e.Reason, name);
        }
    }

    /// <summary>Writes the file whole or not at all; one that was there is replaced.</summary>
    /// <exception cref="CaseFormatException">It would be too large to be read.</exception>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public void Write(string path) => FileText.Write(path, ToString(), CaseLimits.FileBytes);

    /// <summary>The file's text, which parses to an equal file.</summary>
    public override string ToString() => $"{Opening} {Version}\n{HeaderText.Print(Header)}\n{Case}";

    private static CaseFile Parse(string text)
    {
        var header = new List<(int Number, string Text)>();
        var opened = false;
        var number = 0;
        for (var start = 0; start < text.Length;)
        {
            number++;
            var line = LineAt(text, ref start);
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (opened && line.IsEmpty)
            {
                return new CaseFile(HeaderText.Parse(header, number), CaseText.Parse(text, start, number + 1));
            }

            if (opened)
            {
                header.Add((number, line.ToString()));
            }
            else
            {
                CheckOpening(line, number);
                opened = true;
            }
        }

        throw new CaseFormatException(
            number, opened ? "the file ends in its header: a blank line stands after that" : "the file is empty");
    }

    /// <summary>The line at a place, without the blanks around it; moves to the next one.</summary>
    private static ReadOnlySpan<char> LineAt(string text, ref int start)
    {
        var rest = text.AsSpan(start);
        var length = rest.IndexOf('\n');
        start = length < 0 ? text.Length : start + length + 1;
        return (length < 0 ? rest : rest[..length]).Trim();
    }

    private static void CheckOpening(ReadOnlySpan<char> line, int number)
    {
        if (line is Opening + " " + Version)
        {
            return;
        }

        var other = line.StartsWith(Opening + " ", StringComparison.Ordinal) ? line[(Opening.Length + 1)..] : [];
        throw new CaseFormatException(number, int.TryParse(other, out var version)
            ? $"case files of version {version} are not known here, only those of version {Version}"
            : $"not a case file: its first line is not '{Opening} {Version}'");
    }
}
