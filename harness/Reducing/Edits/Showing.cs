using System.Collections.Immutable;
using Vera.GcStress.Reducing.Syntax;

namespace Vera.GcStress.Reducing.Edits;

/// <summary>A function that makes a text of a value, replaced by the text of a small part of it.</summary>
internal static class Showing
{
    private const int DepthMax = 4;
    private const int WaysMax = 24;

    /// <summary>Each call of such a function by one such text.</summary>
    public static IEnumerable<SourceProgram> Parts(SourceProgram program) =>
        from place in Places.Of(program)
        where place.Node is Node.Call { Given.Length: 1 }
        let call = (Node.Call)place.Node
        let function = program.Find(call.Name)
        where function is { Result: "String", Parameters.Length: 1 }
        from way in Ways(program, function.Parameters[0].Type, call.Given[0], DepthMax).Take(WaysMax)
        select place.Put(way);

    /// <summary>Texts of parts of a value, the simplest first.</summary>
    private static IEnumerable<Node> Ways(SourceProgram program, string type, Node value, int depth)
    {
        if (depth == 0)
        {
            yield break;
        }

        var (name, arguments) = Split(type);
        if (Whole(name, value) is { } whole)
        {
            yield return whole;
            yield break;
        }

        foreach (var (partType, part) in Inner(name, arguments, value))
        {
            foreach (var way in Ways(program, partType, part, depth - 1))
            {
                yield return way;
            }
        }

        var data = program.Declarations.OfType<Declaration.Data>().FirstOrDefault(d => d.Name == name);
        var constructors = data?.Constructors.Select(c => (c.Name, Fields: Typed(c.Fields, data.Parameters, arguments)))
            ?? Prelude(name, arguments);
        foreach (var (constructor, fields) in constructors)
        {
            for (var i = 0; i < fields.Length; i++)
            {
                var binder = new Binder(fields[i]);
                var pattern = new Pattern.Made(
                    constructor,
                    [.. fields.Select((_, at) => at == i
                        ? new Pattern.Bind(binder)
                        : (Pattern)new Pattern.Plain("_"))]);
                foreach (var way in Ways(program, fields[i], new Node.Slot(binder), depth - 1))
                {
                    yield return new Node.Match(
                        value, [pattern, new Pattern.Plain("_")], [way, new Node.Text([""], [])]);
                }
            }
        }
    }

    private static Node? Whole(string type, Node value) => type switch
    {
        "String" => value,
        "Int" or "Nat" => Call("to_string", value) is var text && type == "Int"
            ? Call("int_to_string", value)
            : Call("nat_to_string", value),
        "Byte" => Call("int_to_string", Call("byte_to_int", value)),
        "Bool" => Call("bool_to_string", value),
        "Float64" => Call("float_to_string", value),
        "Decimal" => Call("decimal_to_string", value),
        "Json" => Call("json_stringify", value),
        "HtmlNode" => Call("html_to_string", value),
        "MdBlock" => Call("md_render", value),
        "MdInline" => Call("md_render", Call("MdParagraph", new Node.Items([value]))),
        _ => null,
    };

    private static IEnumerable<(string Type, Node Part)> Inner(string name, string[] arguments, Node value) =>
        (name, arguments) switch
        {
            ("Array", [var item]) => [(item, Item(value, 0)), (item, Item(value, 1))],
            ("Set", [var item]) =>
            [
                (item, Item(Call("set_to_array", value), 0)), (item, Item(Call("set_to_array", value), 1)),
                ("Int", Call("set_size", value)),
            ],
            ("Map", [var key, var held]) =>
            [
                (key, Item(Call("map_keys", value), 0)), (held, Item(Call("map_values", value), 0)),
                (key, Item(Call("map_keys", value), 1)), (held, Item(Call("map_values", value), 1)),
                ("Int", Call("map_size", value)),
            ],
            _ => [],
        };

    private static IEnumerable<(string Name, ImmutableArray<string> Fields)> Prelude(
        string name, string[] arguments) => (name, arguments) switch
        {
            ("Option", [var item]) => [("Some", [item])],
            ("Result", [var good, var bad]) => [("Ok", [good]), ("Err", [bad])],
            ("Tuple", _) => [("Tuple", [.. arguments])],
            _ => [],
        };

    /// <summary>Fields with the type's arguments in the place of its parameters, where they are no more than that.
    /// </summary>
    private static ImmutableArray<string> Typed(ImmutableArray<string> fields, string parameters, string[] arguments)
    {
        var names = Split("T" + parameters).Arguments;
        return
        [
            .. fields.Select(field => Array.IndexOf(names, field) is var at && at >= 0 && at < arguments.Length
                ? arguments[at]
                : field),
        ];
    }

    /// <summary>A type's name and its arguments.</summary>
    private static (string Name, string[] Arguments) Split(string type)
    {
        var open = type.IndexOf('<', StringComparison.Ordinal);
        if (open < 0 || !type.EndsWith('>'))
        {
            return (type, []);
        }

        var (arguments, depth, from) = (new List<string>(), 0, open + 1);
        for (var at = open + 1; at < type.Length; at++)
        {
            var isEnd = at == type.Length - 1;
            if (isEnd || (type[at] == ',' && depth == 0))
            {
                arguments.Add(type[from..at].Trim());
                from = at + 1;
            }

            depth += type[at] is '<' or '(' ? 1 : type[at] is ')' || (type[at] == '>' && type[at - 1] != '-') ? -1 : 0;
        }

        return (type[..open], [.. arguments]);
    }

    private static Node.Index Item(Node array, int at) => new(array, new Node.Literal($"{at}"));

    private static Node.Call Call(string name, Node value) => new(name, [value], true);
}
