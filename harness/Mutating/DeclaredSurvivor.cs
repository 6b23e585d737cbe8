using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Mutating;

/// <summary>
/// Changes of which a text says itself that no program can tell, and why: comment lines above the line that they are
/// made to.
/// </summary>
/// <remarks>
/// <code>
/// ;; survives "i32.lt_u became le_u", "8 became 9, at level 7" unless $traced: one sentence or two, which may go on
/// ;;   in lines that begin like this one.
/// </code>
/// A change is called what it is called where survivors are listed. Without a turn, all of its turns are meant. Above
/// the first line of a function, "all, at level 7" are all changes to it that take part at that turn. What holds for
/// some heaps alone names the global that tells them apart.
/// </remarks>
/// <param name="File">What the text's file is called.</param>
/// <param name="At">The line that it begins at, from 1.</param>
/// <param name="Line">The line that it tells of: the next that is no comment.</param>
/// <param name="Changes">What the changes are called.</param>
/// <param name="Reason">Why no program can tell.</param>
public sealed partial record DeclaredSurvivor(
    string File, int At, int Line, ImmutableArray<string> Changes, string Reason)
{
    private const string Comment = ";;";
    private const string Mark = $"{Comment} survives ";
    private const string All = "all";
    private const string Further = $"{Comment}   ";

    /// <summary>The function that begins at the line; null: none does.</summary>
    public string? Function { get; init; }

    /// <summary>A global that must not be 0 where this is said; null: it is said of every heap.</summary>
    public string? If { get; init; }

    /// <summary>A global that has to be 0; null: it is said of every heap.</summary>
    public string? Unless { get; init; }

    /// <summary>All that a text says.</summary>
    /// <exception cref="FormatException">It says it in another form.</exception>
    public static IEnumerable<DeclaredSurvivor> Read(string file, string text)
    {
        var lines = text.Split('\n').Select(line => line.Trim()).ToArray();
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith(Mark, StringComparison.Ordinal))
            {
                var more = lines.Skip(at + 1).TakeWhile(line => line.StartsWith(Further, StringComparison.Ordinal));
                var said = string.Join(' ', more.Prepend(lines[at]).Select(line => line[Comment.Length..].Trim()));
                var line = Array.FindIndex(
                    lines, at, one => one.Length > 0 && !one.StartsWith(Comment, StringComparison.Ordinal));
                yield return Form().Match(said) is { Success: true } match && line >= 0
                    ? Of(file, at + 1, line + 1, match) with { Function = FunctionAt(lines[line]) }
                    : throw new FormatException($"{file}:{at + 1}: a survivor is declared as " +
                        $"{Mark}\"CHANGE\": REASON, above the line that is changed; this is {Comment} {said}");
            }
        }
    }

    /// <summary>Whether a mutant is one of them.</summary>
    public bool Tells(Mutant mutant) => Changes.Any(change => Tells(mutant, change));

    /// <summary>Whether it is said of heaps of which some globals are known.</summary>
    public bool HoldsWhere(IReadOnlyDictionary<string, long> globals) =>
        (If is null || globals.GetValueOrDefault(If) != 0)
        && (Unless is null || globals.GetValueOrDefault(Unless) == 0);

    /// <summary>What is wrong with declarations: each change that none of the mutants is called by.</summary>
    public static IEnumerable<string> Flaws(IEnumerable<DeclaredSurvivor> declared, IEnumerable<Mutant> mutants)
    {
        var made = mutants.ToLookup(mutant => mutant.File);
        return
            from one in declared
            from change in one.Changes
            where !made[one.File].Any(mutant => one.Tells(mutant, change))
            select $"{one.File}:{one.At}: line {one.Line} has no change \"{change}\"";
    }

    private bool Tells(Mutant mutant, string change) => mutant.File == File
        && (Function is null
            ? mutant.Line == Line && (mutant.Change == change || $"{mutant.Change}, {mutant.Turn}" == change)
            : mutant.Function == Function && change == $"{All}, {mutant.Turn}");

    private static string? FunctionAt(string line) =>
        Beginning().Match(line) is { Success: true } match ? match.Groups["name"].Value : null;

    private static DeclaredSurvivor Of(string file, int at, int line, Match match) => new(
        file, at, line, [.. match.Groups["change"].Captures.Select(change => change.Value)],
        match.Groups["reason"].Value)
    {
        If = match.Groups["if"].Success ? match.Groups["if"].Value : null,
        Unless = match.Groups["unless"].Success ? match.Groups["unless"].Value : null,
    };

    [GeneratedRegex(
        """^survives "(?<change>[^"]+)"(, "(?<change>[^"]+)")*( if (?<if>\$\w+))?( unless (?<unless>\$\w+))?: """
        + "(?<reason>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();

    [GeneratedRegex(
        """^\(func ((?<name>\$[^ )]+)|\(export "(?<name>[^"]+)"\))""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Beginning();
}
