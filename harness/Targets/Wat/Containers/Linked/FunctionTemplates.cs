using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Targets.Wat.Containers.Linked;

/// <summary>A function's text with holes, and the letters that fill those for its key and value.</summary>
internal sealed record FilledTemplate(string Text, char? Key, char? Value);

/// <summary>
/// The functions of the container files. A name may have holes, <c>find.{K}</c>, which stand for the letter of a
/// representation: one body serves all of them.
/// </summary>
internal sealed partial class FunctionTemplates(string text)
{
    private static readonly string[] Files =
        ["containers", "containers-insert", "containers-build", "containers-remove", "containers-find",
         "containers-walk", "containers-node", "containers-entry", "containers-key", "containers-roots"];

    private readonly ImmutableArray<(Regex Name, string Text)> all = [.. Functions(text)];

    /// <summary>Everything that the files say.</summary>
    public static string Text { get; } = string.Join('\n', Files.Select(Read));

    /// <summary>The functions as they are written.</summary>
    public static FunctionTemplates Sound { get; } = new(Text);

    /// <summary>The files that <see cref="Text"/> is put together from, and where each begins in it.</summary>
    public static IEnumerable<(string File, string Text, int Offset)> Sources
    {
        get
        {
            var offset = 0;
            foreach (var file in Files)
            {
                var text = Read(file);
                yield return (file, text, offset);
                offset += text.Length + 1;
            }
        }
    }

    /// <summary>The function of this name, or null.</summary>
    public FilledTemplate? Find(string name)
    {
        foreach (var (pattern, function) in all)
        {
            if (pattern.Match(name) is { Success: true } match)
            {
                return new(function, LetterIn(match.Groups["K"]), LetterIn(match.Groups["V"]));
            }
        }

        return null;
    }

    private static char? LetterIn(Group group) => group.Success ? group.Value[0] : null;

    /// <summary>Each function is a paragraph, with what is said about it.</summary>
    private static IEnumerable<(Regex Name, string Text)> Functions(string file) =>
        from paragraph in file.Split("\n\n")
        let head = Head().Match(paragraph)
        where head.Success
        select (Pattern(head.Groups["name"].Value), paragraph.Trim('\n'));

    private static Regex Pattern(string name) => new(
        "^" + Hole().Replace(Regex.Escape(name).Replace("\\{", "{", StringComparison.Ordinal),
            hole => $"(?<{hole.Groups["letter"].Value}>[{Representation.Letters}])") + "$",
        RegexOptions.CultureInvariant);

    private static string Read(string name)
    {
        using var stream = typeof(FunctionTemplates).Assembly.GetManifestResourceStream($"{name}.wat")
            ?? throw new InvalidOperationException($"{name}.wat is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\(func \$(?<name>[^\s)]+)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Head();

    [GeneratedRegex(@"\{(?<letter>[KV])\}", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
