using System.Collections.Immutable;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// Small functions that expressions need: each says a type that Vera cannot infer, or binds a slot.
/// </summary>
/// <remarks>
/// Vera infers no type from where a value goes, so <c>set_new()</c>, <c>None</c>, <c>[]</c> and the like stand in
/// functions that declare it. The same text is then accepted by every release.
/// </remarks>
internal sealed class Helpers(SourceModule module)
{
    /// <summary>The name of a function without parameters that returns what has no type of its own.</summary>
    public string Empty(VeraType type) => type.Kind switch
    {
        TypeKind.Set => Define("new_" + TypeNames.Snake(type), [], type, _ => "set_new()"),
        TypeKind.Map => Define("new_" + TypeNames.Snake(type), [], type, _ => "map_new()"),
        TypeKind.Array => Define("no_" + TypeNames.Snake(type), [], type, _ => "[]"),
        TypeKind.Option => Define("none_" + TypeNames.Snake(type.First), [], type, _ => "None"),
        _ => Define("leaf_" + TypeNames.Snake(type.First), [], type, _ => "Leaf"),
    };

    /// <summary>Ok or Err, of which each leaves one type argument open.</summary>
    public string Result(VeraType type, int tag)
    {
        var constructor = type.Constructors[tag];
        return Define(
            $"{constructor.Name.ToLowerInvariant()}_{TypeNames.Snake(type)}",
            constructor.Fields,
            type,
            scope => $"{constructor.Name}({Field(constructor.Fields[0], scope.Reference(0))})");
    }

    /// <summary>A slot as the field of a constructor: of a function Vera knows the type there if a call gives it.
    /// </summary>
    public string Field(VeraType type, string slot) => type.Kind == TypeKind.Closure
        ? Define("same_" + TypeNames.Snake(type), [type], type, scope => scope.Reference(0)) + $"({slot})"
        : slot;

    /// <summary>From the number of a Byte: not every release knows Byte literals.</summary>
    public string Byte() => Define("byte", [VeraType.Int], VeraType.Byte, static _ => """
        match int_to_byte(@Int.0) {
            Some(@Byte) -> @Byte.0,
            None -> byte(0)
          }
        """);

    /// <summary>From a value to the closure that captures it.</summary>
    public string Hold(VeraType closure) =>
        Define($"hold_{TypeNames.Snake(closure.First)}", [closure.First], closure, scope =>
        {
            scope.Push(VeraType.Int, SlotScope.Nothing);
            return $"fn(@Int -> @{TypeNames.Spelling(closure.First)}) effects(pure) {{ {scope.Reference(0)} }}";
        });

    /// <summary>Applies a closure that is no slot, to a number or to 0.</summary>
    public string Apply(VeraType closure, bool isTold) => isTold
        ? Define($"apply_{TypeNames.Snake(closure.First)}_to", [closure, VeraType.Int], closure.First, static scope =>
            $"apply_fn({scope.Reference(0)}, {scope.Reference(1)})")
        : Define($"apply_{TypeNames.Snake(closure.First)}", [closure], closure.First, static scope =>
            $"apply_fn({scope.Reference(0)}, 0)");

    /// <summary>An array's item, or the default value where the array is too short.</summary>
    public string Item(VeraType array) =>
        Define($"item_{TypeNames.Snake(array.First)}", [array, VeraType.Nat], array.First, scope =>
        {
            var (items, index) = (scope.Reference(0), scope.Reference(1));
            return $"if {index} < array_length({items}) then {{\n    {items}[{index}]\n  }} else {{\n"
                + $"    {Default(array.First)}\n  }}";
        });

    /// <summary>Parses a document; one that does not parse is the default value.</summary>
    public string Parse(VeraType type)
    {
        var parser = type.Kind switch
        {
            TypeKind.Json => "json_parse",
            TypeKind.HtmlNode => "html_parse",
            _ => "md_parse",
        };
        return Define($"parse_{TypeNames.Snake(type)}", [VeraType.String], type, _ =>
            $"match {parser}(@String.0) {{\n    Ok(@{type}) -> @{type}.0,\n    Err(_) -> {Default(type)}\n  }}");
    }

    /// <summary>A thematic break: it has no constructor in source, but Markdown has.</summary>
    public string ThematicBreak() => Define("thematic_break", [], VeraType.MdBlock, static _ => """
        match md_parse("---") {
            Ok(@MdBlock) -> match @MdBlock.0 {
              MdDocument(@Array<MdBlock>) -> @Array<MdBlock>.0[0],
              _ -> @MdBlock.0
            },
            Err(_) -> MdParagraph([MdText("no thematic break")])
          }
        """);

    /// <summary>
    /// One block of 16 bytes for each that is asked for: Vera's heap grows by 64 KiB, the case's by 4.
    /// </summary>
    public string Allocate() => Define("allocate", [VeraType.Nat], VeraType.Nat, static _ =>
        """string_length(string_repeat("0123456789abcdef", @Nat.0))""");

    /// <summary>Blocks of one size, each dropped before the next is made.</summary>
    public string Churn() => Define("churn", [VeraType.Nat, VeraType.Nat], VeraType.Nat, static _ => """
        if @Nat.1 == 0 then {
            0
          } else {
            let @String = string_repeat("x", @Nat.0);
            churn(@Nat.1 - 1, @Nat.0)
          }
        """);

    /// <summary>A number of short strings, each garbage once the next is made.</summary>
    public string Fragments() => Define("fragments", [VeraType.Int], VeraType.Array(VeraType.String), static _ =>
        "array_map(array_range(1000, 1000 + @Int.0), fn(@Int -> @String) effects(pure) "
        + """{ string_concat(int_to_string(@Int.0), "abcd") })""");

    /// <summary>One line of output: the op's number and what it saw.</summary>
    public string Line() => Define("line", [VeraType.Nat, VeraType.String], VeraType.String, static _ =>
        """ "#\(@Nat.0) \(@String.0)\n" """.Trim());

    /// <summary>Defines a function unless it is; its parameters are locals 0, 1 ... for the body.</summary>
    public string Define(
        string name, ImmutableArray<VeraType> parameters, VeraType result, Func<SlotScope, string> body) =>
        module.Helper(name, () =>
        {
            var scope = new SlotScope();
            for (var i = 0; i < parameters.Length; i++)
            {
                scope.Push(parameters[i], i);
            }

            var types = parameters.Select(module.TypeOf).ToArray();
            return SourceModule.Function(name, types, module.TypeOf(result), "  " + body(scope));
        });

    private string Default(VeraType type)
    {
        var text = new StringBuilder();
        new ExprSource(module, new SlotScope(), new CaseNames(""), 0, text).Write(Defaults.Of(type));
        return text.ToString();
    }
}
