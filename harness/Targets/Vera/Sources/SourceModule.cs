using System.Text;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources.Layout;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// A Vera file that grows: declarations and helper functions are added when something first needs them.
/// </summary>
internal sealed class SourceModule
{
    public const string Pure = "pure";

    // By name, and behind all that they name: an alias of an alias is known as one only after that.
    private static readonly Comparer<(int Depth, string Name)> ByDepthAndName =
        Comparer<(int Depth, string Name)>.Create((left, right) => left.Depth != right.Depth
            ? left.Depth.CompareTo(right.Depth)
            : string.CompareOrdinal(left.Name, right.Name));

    private readonly SortedDictionary<(int Depth, string Name), string> declarations = new(ByDepthAndName);
    private readonly Dictionary<string, int> helpers = new(StringComparer.Ordinal);
    private readonly List<string> helperTexts = [];
    private readonly List<string> functions = [];

    /// <summary>The name of a type, which is declared if it is not one of Vera's.</summary>
    public string TypeOf(VeraType type)
    {
        foreach (var argument in type.Arguments)
        {
            TypeOf(argument);
        }

        switch (type.Kind)
        {
            case TypeKind.Enum or TypeKind.Record:
                Declare(type.Kind.ToString(), Data(type.Kind.ToString(), type.Constructors));
                break;
            case TypeKind.Tree:
                Declare("Tree", "private data Tree<T> {\n  Leaf,\n  Node(T, Tree<T>, Tree<T>)\n}\n");
                break;
            case TypeKind.Closure:
                var alias = TypeNames.Spelling(type);
                var text = $"type {alias} = fn(Int -> {TypeNames.Spelling(type.First)}) effects(pure);\n";
                declarations[(Closures(type.First), alias)] = text;
                break;
        }

        return TypeNames.Spelling(type);
    }

    /// <summary>
    /// Programs are the same for all releases: the declaration that older ones need is a comment, which worker.py
    /// takes it out of there.
    /// </summary>
    public void HasExceptions() => Declare(
        "Exn", $"-- Before {VeraVersion.KnownExceptions}: effect Exn<E> {{ op throw(E -> Never); }}\n");

    /// <summary>Another name for a type.</summary>
    public string Alias(VeraType type)
    {
        var name = "Named" + TypeNames.Camel(type);
        declarations[(Closures(type), name)] = $"type {name} = {TypeOf(type)};\n";
        return name;
    }

    /// <summary>A type of one constructor: a byte and then a value of a type, or of the type's parameter.</summary>
    /// <returns>The constructor's name.</returns>
    public string Kept(VeraType? type)
    {
        var name = "Kept" + (type is null ? "" : TypeNames.Camel(type));
        var (of, field) = type is null ? (name + "<A>", "A") : (name, Alias(type));
        declarations[(type is null ? 0 : Closures(type) + 1, name)] =
            $"private data {of} {{\n  {name}(Byte, {field})\n}}\n";
        return name;
    }

    /// <summary>The name of a helper; its text is asked for once, and may use the helper itself.</summary>
    public string Helper(string name, Func<string> text)
    {
        if (helpers.TryAdd(name, helperTexts.Count))
        {
            helperTexts.Add("");
            helperTexts[helpers[name]] = text();
        }

        return name;
    }

    public void Add(string function) => functions.Add(function);

    /// <summary>The effects of a function that has these.</summary>
    public static string Effects(IReadOnlyCollection<string> names) =>
        names.Count == 0 ? Pure : $"<{string.Join(", ", names)}>";

    /// <summary>A private function; the body's lines are indented by two already.</summary>
    public static string Function(
        string name, IEnumerable<string> parameters, string result, string body, string effects = Pure,
        string requires = "true", string ensures = "true") =>
        $"private {Signature(name, parameters, result, effects, requires, ensures)}{{\n{BodyLayout.Of(body)}\n}}\n";

    /// <summary>A private function with type parameters.</summary>
    public static string Generic(string of, string name, IEnumerable<string> parameters, string result, string body) =>
        $"private forall<{of}> {Signature(name, parameters, result, Pure)}{{\n{BodyLayout.Of(body)}\n}}\n";

    /// <summary>A function that the host can run.</summary>
    public static string Public(string name, IEnumerable<string> parameters, string body) =>
        $"public {Signature(name, parameters, "Unit", "<IO>")}{{\n{BodyLayout.Of(body)}\n}}\n";

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var part in declarations.Values.Concat(helperTexts).Concat(functions))
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(part);
        }

        return text.ToString();
    }

    private static string Signature(
        string name, IEnumerable<string> parameters, string result, string effects,
        string requires = "true", string ensures = "true")
    {
        var list = string.Join(", ", parameters.Select(p => "@" + p));
        return $"fn {name}({list}{(list.Length == 0 ? "" : " ")}-> @{result})\n"
            + $"  requires({requires})\n  ensures({ensures})\n  effects({effects})\n";
    }

    private static string Data(string name, IEnumerable<Constructor> constructors)
    {
        var lines = constructors.Select(c => c.Fields.IsEmpty
            ? $"  {c.Name}"
            : $"  {c.Name}({string.Join(", ", c.Fields.Select(TypeNames.Spelling))})");
        return $"private data {name} {{\n{string.Join(",\n", lines)}\n}}\n";
    }

    private void Declare(string name, string text) => declarations[(0, name)] = text;

    /// <summary>How many closures lie one in the other in a type.</summary>
    private static int Closures(VeraType type) =>
        type.Arguments.Select(Closures).DefaultIfEmpty().Max() + (type.Kind == TypeKind.Closure ? 1 : 0);
}
