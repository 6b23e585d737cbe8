using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>Types replaced by simpler ones, wherever a program names them.</summary>
internal static class Retyping
{
    private static readonly (string Type, string Value)[] Simple = [("Int", "0"), ("Bool", "true")];

    /// <summary>Each declared type by numbers or truth values, and what its constructors make by one of those.
    /// </summary>
    public static IEnumerable<SourceProgram> Declared(SourceProgram program) =>
        from data in program.Declarations.OfType<Declaration.Data>()
        from simple in Simple
        select Retyped(program, data, simple.Type, new Node.Literal(simple.Value));

    private static SourceProgram Retyped(SourceProgram program, Declaration.Data data, string type, Node value)
    {
        var name = new Regex($"\\b{Regex.Escape(data.Name)}\\b(<[^<>]*>)?", RegexOptions.None, TimeSpan.FromSeconds(1));
        var names = data.Constructors.Select(c => c.Name).ToHashSet();
        var binders = new Dictionary<Binder, Binder>();
        return new([.. program.Declarations.Where(d => d != data).Select(Of)]);

        Declaration Of(Declaration declaration) => declaration switch
        {
            Declaration.Alias alias => alias with { Type = Type(alias.Type) },
            Declaration.Data other => other with
            {
                Constructors = [.. other.Constructors.Select(c => c with { Fields = [.. c.Fields.Select(Type)] })],
            },
            Declaration.Function f => f with
            {
                Parameters = [.. f.Parameters.Select(Bound)],
                Result = Type(f.Result),
                Effects = Type(f.Effects),
                Body = (Node.Block)Places.Map(f.Body, One),
            },
            _ => declaration,
        };

        string Type(string text) => name.Replace(text, type);

        Binder Bound(Binder binder) => binders.TryGetValue(binder, out var known) ? known
            : binders[binder] = new(Type(binder.Type));

        Node? One(Node node) => node switch
        {
            Node.Call call when names.Contains(call.Name) => value,
            Node.Slot slot => new Node.Slot(Bound(slot.Of)),
            Node.Lambda l => l with { Parameters = [.. l.Parameters.Select(Bound)], Result = Type(l.Result) },
            Node.Match match => match with { Patterns = [.. match.Patterns.Select(Pattern)] },
            Node.Block block => block with
            {
                Statements =
                [
                    .. block.Statements.Select(s => s with { Bound = s.Bound is null ? null : Pattern(s.Bound) }),
                ],
            },
            Node.Handle h => h with
            {
                Effect = Type(h.Effect),
                State = h.State is null ? null : Bound(h.State),
                Parameters = [.. h.Parameters.Select(all => all.Select(Bound).ToImmutableArray())],
            },
            _ => null,
        };

        Pattern Pattern(Pattern pattern) => pattern switch
        {
            Pattern.Bind bind => new Pattern.Bind(Bound(bind.To)),
            Pattern.Made made when names.Contains(made.Constructor) => new Pattern.Plain("_"),
            Pattern.Made made => made with { Fields = [.. made.Fields.Select(Pattern)] },
            _ => pattern,
        };
    }
}
