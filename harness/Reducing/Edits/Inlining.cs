using System.Collections.Immutable;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>Calls replaced by what they call, and bindings by what they hold.</summary>
internal static class Inlining
{
    /// <summary>For each function that may go: the program with all its calls replaced by its body.</summary>
    public static IEnumerable<SourceProgram> Functions(SourceProgram program)
    {
        foreach (var function in program.Functions.Where(f => !f.IsPublic && !Calls(f.Body, f.Name)))
        {
            yield return Everywhere(program, function, bindsAll: false);
            if (!function.Parameters.IsEmpty)
            {
                yield return Everywhere(program, function, bindsAll: true);
            }
        }
    }

    /// <summary>One call at a time.</summary>
    public static IEnumerable<SourceProgram> SingleCalls(SourceProgram program) =>
        from place in Places.Of(program)
        where place.Node is Node.Call
        let call = (Node.Call)place.Node
        let function = program.Find(call.Name)
        where function is { IsPublic: false } && !Calls(function.Body, function.Name)
            && function.Parameters.Length == call.Given.Length
        select place.Put(Body(function, call.Given, bindsAll: false));

    /// <summary>A binding that is used once, replaced by its value where it is used.</summary>
    public static IEnumerable<SourceProgram> Bindings(SourceProgram program)
    {
        foreach (var (node, put) in Places.Of(program))
        {
            if (node is not Node.Block block)
            {
                continue;
            }

            for (var i = 0; i < block.Statements.Length; i++)
            {
                if (block.Statements[i] is { Bound: Pattern.Bind { To: var binder }, Value: var value }
                    && (Uses(block, binder) == 1 || value is Node.Slot or Node.Literal))
                {
                    var rest = new Node.Block(block.Statements.RemoveAt(i), block.Result);
                    yield return put(Replaced(rest, binder, value));
                }
            }
        }
    }

    /// <summary>The same expression with bindings of its own.</summary>
    public static Node Fresh(Node node, Dictionary<Binder, Node> values)
    {
        var others = new Dictionary<Binder, Binder>();
        foreach (var binder in Places.All(node).SelectMany(BoundBy))
        {
            others.TryAdd(binder, new(binder.Type));
        }

        return Places.Map(node, one => one switch
        {
            Node.Slot slot when values.TryGetValue(slot.Of, out var value) => value,
            Node.Slot slot when others.TryGetValue(slot.Of, out var other) => new Node.Slot(other),
            Node.Lambda lambda => lambda with { Parameters = [.. lambda.Parameters.Select(Other)] },
            Node.Match match => match with { Patterns = [.. match.Patterns.Select(Renamed)] },
            Node.Block block => block with
            {
                Statements =
                [
                    .. block.Statements.Select(s => s with { Bound = s.Bound is null ? null : Renamed(s.Bound) }),
                ],
            },
            Node.Handle handle => handle with
            {
                State = handle.State is null ? null : Other(handle.State),
                Parameters = [.. handle.Parameters.Select(p => p.Select(Other).ToImmutableArray())],
            },
            _ => null,
        });

        Binder Other(Binder binder) => others[binder];

        Pattern Renamed(Pattern pattern) => pattern switch
        {
            Pattern.Bind bind => new Pattern.Bind(Other(bind.To)),
            Pattern.Made made => made with { Fields = [.. made.Fields.Select(Renamed)] },
            _ => pattern,
        };
    }

    private static IEnumerable<Binder> BoundBy(Node node) => node switch
    {
        Node.Lambda lambda => lambda.Parameters,
        Node.Match match => match.Patterns.SelectMany(p => p.Binders),
        Node.Block block => block.Statements.SelectMany(s => s.Bound?.Binders ?? []),
        Node.Handle handle => handle.Parameters.SelectMany(p => p).Concat(handle.State is { } s ? [s] : []),
        _ => [],
    };

    private static SourceProgram Everywhere(SourceProgram program, Declaration.Function function, bool bindsAll) =>
        new([
            .. program.Declarations.Where(d => d != function).Select(d => d is Declaration.Function other
                ? other with
                {
                    Body = Blocks.Flat(Places.Map(other.Body, node => InlinedCall(function, node, bindsAll))),
                }
                : d),
        ]);

    private static Node? InlinedCall(Declaration.Function function, Node node, bool bindsAll) =>
        node is Node.Call call && call.Name == function.Name && call.Given.Length == function.Parameters.Length
            ? Body(function, call.Given, bindsAll)
            : null;

    private static Node Body(Declaration.Function function, ImmutableArray<Node> given, bool bindsAll)
    {
        var values = new Dictionary<Binder, Node>();
        var bound = ImmutableArray.CreateBuilder<Statement>();
        foreach (var (parameter, argument) in function.Parameters.Zip(given))
        {
            var uses = Uses(function.Body, parameter);
            if (!bindsAll && (uses <= 1 || argument is Node.Slot or Node.Literal))
            {
                values[parameter] = argument;
                continue;
            }

            var binder = new Binder(parameter.Type);
            bound.Add(new(new Pattern.Bind(binder), argument));
            values[parameter] = new Node.Slot(binder);
        }

        var body = (Node.Block)Fresh(function.Body, values);
        return bound.Count == 0 && body.Statements.IsEmpty
            ? body.Result
            : new Node.Block([.. bound, .. body.Statements], body.Result);
    }

    private static Node Replaced(Node node, Binder binder, Node value) =>
        Places.Map(node, one => one is Node.Slot slot && slot.Of == binder ? value : null);

    private static int Uses(Node node, Binder binder) =>
        Places.All(node).Count(one => one is Node.Slot slot && slot.Of == binder);

    private static bool Calls(Node node, string name) =>
        Places.All(node).Any(one => one is Node.Call call && call.Name == name);
}
