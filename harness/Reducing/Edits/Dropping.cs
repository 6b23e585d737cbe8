using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>Parts of a program left out.</summary>
internal static partial class Dropping
{
    /// <summary>Without what no public function leads to, and nothing that is to stay.</summary>
    public static SourceProgram Unreached(SourceProgram program, IReadOnlySet<string> staying)
    {
        var texts = program.Declarations.ToDictionary(d => d, d => Words(ProgramPrinter.Print(new([d])) ?? ""));
        var roots = program.Declarations.Where(
            d => d is Declaration.Function { IsPublic: true } || staying.Contains(d.Name));
        var (reached, next) = (new HashSet<Declaration>(), new Queue<Declaration>(roots));
        while (next.TryDequeue(out var one))
        {
            if (reached.Add(one))
            {
                program.Declarations.Where(other => NamesOf(other).Any(texts[one].Contains)).ToList()
                    .ForEach(next.Enqueue);
            }
        }

        return new([.. program.Declarations.Where(reached.Contains)]);
    }

    /// <summary>Each declaration by itself.</summary>
    public static IEnumerable<SourceProgram> Declarations(SourceProgram program) =>
        program.Declarations.Select(declaration => program.With(declaration, null));

    /// <summary>Contracts: all but one of each function, and then each by itself.</summary>
    public static IEnumerable<SourceProgram> Contracts(SourceProgram program)
    {
        yield return new([.. program.Declarations.Select(d => d is Declaration.Function f
            ? f with { Contracts = ["requires(true)"] }
            : d)]);
        foreach (var function in program.Functions)
        {
            yield return program.With(function, function with { Contracts = ["requires(true)"] });
        }
    }

    /// <summary>Statements: the half of a block first, and then each by itself.</summary>
    public static IEnumerable<SourceProgram> Statements(SourceProgram program)
    {
        foreach (var (node, put) in Places.Of(program))
        {
            if (node is not Node.Block { Statements: { IsEmpty: false } statements } block)
            {
                continue;
            }

            for (var size = Math.Max(1, statements.Length / 2); size > 0; size /= 2)
            {
                for (var from = 0; from + size <= statements.Length; from += size)
                {
                    yield return put(block with { Statements = statements.RemoveRange(from, size) });
                }
            }

            if (statements[^1] is { Bound: null } last)
            {
                yield return put(new Node.Block(statements.RemoveAt(statements.Length - 1), last.Value));
            }
        }
    }

    /// <summary>Parameters of functions that are not used, with what is given for them.</summary>
    public static IEnumerable<SourceProgram> Parameters(SourceProgram program)
    {
        foreach (var function in program.Functions.Where(f => !f.IsPublic))
        {
            for (var i = 0; i < function.Parameters.Length; i++)
            {
                var place = i;
                var less = program.With(function, function with { Parameters = function.Parameters.RemoveAt(i) });
                yield return new([.. less.Declarations.Select(d => d is Declaration.Function f
                    ? f with { Body = (Node.Block)Places.Map(f.Body, node => Less(node, function, place)) }
                    : d)]);
            }
        }
    }

    /// <summary>Constructors with their arms, and fields of constructors are left as they are.</summary>
    public static IEnumerable<SourceProgram> Constructors(SourceProgram program)
    {
        foreach (var data in program.Declarations.OfType<Declaration.Data>().Where(d => d.Constructors.Length > 1))
        {
            foreach (var constructor in data.Constructors)
            {
                var less = program.With(data, data with { Constructors = data.Constructors.Remove(constructor) });
                yield return new([.. less.Declarations.Select(d => d is Declaration.Function f
                    ? f with { Body = (Node.Block)Places.Map(f.Body, node => WithoutArm(node, constructor.Name)) }
                    : d)]);
            }
        }
    }

    /// <summary>Arms of matches.</summary>
    public static IEnumerable<SourceProgram> Arms(SourceProgram program)
    {
        foreach (var (node, put) in Places.Of(program))
        {
            if (node is Node.Match { Arms.Length: > 1 } match)
            {
                for (var i = 0; i < match.Arms.Length; i++)
                {
                    yield return put(WithoutArm(match, i));
                }
            }
        }
    }

    private static Node.Match WithoutArm(Node.Match match, int i) =>
        match with { Patterns = match.Patterns.RemoveAt(i), Arms = match.Arms.RemoveAt(i) };

    private static Node.Match? WithoutArm(Node node, string constructor)
    {
        if (node is not Node.Match match)
        {
            return null;
        }

        for (var i = match.Patterns.Length - 1; i >= 0; i--)
        {
            match = match.Patterns[i] is Pattern.Made made && made.Constructor == constructor
                ? WithoutArm(match, i)
                : match;
        }

        return match;
    }

    private static Node.Call? Less(Node node, Declaration.Function function, int place) =>
        node is Node.Call call && call.Name == function.Name && call.Given.Length > place
            ? call with { Given = call.Given.RemoveAt(place) }
            : null;

    private static IEnumerable<string> NamesOf(Declaration declaration) => declaration is Declaration.Data data
        ? data.Constructors.Select(c => c.Name).Prepend(data.Name)
        : [declaration.Name];

    private static HashSet<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();
}
