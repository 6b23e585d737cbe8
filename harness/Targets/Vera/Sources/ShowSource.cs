using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Functions that print values: one a type, in the form that <see cref="ShownText"/> reads.</summary>
/// <remarks>
/// They show values right even where a release roots too little, so that a wrong text speaks about the case. A
/// parameter is rooted by every release; not so a <c>let</c> of a string or an array (up to 0.0.193), nor, to this
/// day, what a host function returned as long as it is an operand. So what the host makes is passed on as the last
/// argument of a call.
/// </remarks>
internal sealed class ShowSource(SourceModule module)
{
    private readonly Helpers helpers = new(module);

    /// <summary>An expression for the text of a value.</summary>
    public string Show(VeraType type, string value) => type.Kind switch
    {
        TypeKind.Int => $"int_to_string({value})",
        TypeKind.Nat => $"nat_to_string({value})",
        TypeKind.Bool => $"bool_to_string({value})",
        _ => $"{Function(type)}({value})",
    };

    private string Function(VeraType type) =>
        helpers.Define("show_" + TypeNames.Snake(type), [type], VeraType.String, scope => Body(type, scope));

    private string Body(VeraType type, SlotScope scope)
    {
        var value = scope.Reference(0);
        return type.Kind switch
        {
            TypeKind.Byte => $"int_to_string(byte_to_int({value}))",
            TypeKind.String => $"""string_concat("\"", string_concat({Escaped(value)}, "\""))""",
            TypeKind.Float64 => Float64(),
            TypeKind.Decimal => $"{Suffixed()}(decimal_to_string({value}))",
            TypeKind.Array => Joined("[", $"{Items(type.First)}({value})", "]"),
            TypeKind.Set => Joined("{", $"{Items(type.First)}(set_to_array({value}))", "}"),
            TypeKind.Map => Joined("{", $"{Keys(type)}({value}, map_keys({value}))", "}"),
            TypeKind.Closure => Closure(type, value),
            _ => Match(type, scope),
        };
    }

    /// <remarks>A module that applies closures and makes none is not valid: here is one that makes one.</remarks>
    private string Closure(VeraType type, string value)
    {
        helpers.Hold(type);
        return Joined("closure(", Show(type.First, $"apply_fn({value}, 0)"), ")");
    }

    /// <summary>Text, a value's text, text and so on in one string.</summary>
    /// <remarks>
    /// Vera compiles an interpolation to these very calls, but up to 0.0.137 it takes the call of a function in one
    /// for a number.
    /// </remarks>
    private static string Joined(params string[] parts) => parts
        .Select((part, i) => i % 2 == 0 ? $"\"{part}\"" : part)
        .Where(part => part is not "\"\"")
        .Aggregate((before, part) => $"string_concat({before}, {part})");

    private static string Escaped(string value) =>
        $"""string_replace(string_replace({value}, "\\", "\\\\"), "\"", "\\\"")""";

    private string Items(VeraType item)
    {
        var array = VeraType.Array(item);
        return helpers.Define("items_" + TypeNames.Snake(item), [array], VeraType.String, scope =>
        {
            var some = Some("some_" + TypeNames.Snake(item), [array], (arrays, place) => Show(item, arrays[0] + place));
            return $"{some}({scope.Reference(0)}, 0, array_length({scope.Reference(0)}))";
        });
    }

    private string Suffixed() => helpers.Define("suffixed", [VeraType.String], VeraType.String, static _ =>
        """ "\(@String.0)d" """.Trim());

    /// <summary>Holds the keys of a map while the host lists its values.</summary>
    private string Keys(VeraType map)
    {
        var name = $"keys_{TypeNames.Snake(map.First)}_{TypeNames.Snake(map.Second)}";
        return helpers.Define(name, [map, VeraType.Array(map.First)], VeraType.String, scope =>
            $"{Entries(map)}({scope.Reference(1)}, map_values({scope.Reference(0)}), "
                + $"0, array_length({scope.Reference(1)}))");
    }

    private string Entries(VeraType map) => Some(
        $"entries_{TypeNames.Snake(map.First)}_{TypeNames.Snake(map.Second)}",
        [VeraType.Array(map.First), VeraType.Array(map.Second)],
        (arrays, place) =>
            Joined("", Show(map.First, arrays[0] + place), ": ", Show(map.Second, arrays[1] + place), ""));

    /// <summary>The text of what arrays hold from one place to another, each half by itself.</summary>
    /// <remarks>
    /// Neither a loop of Vera's nor a closure: up to 0.0.136 a closure does not capture what it indexes, and from
    /// 0.0.133 to 0.0.137 a loop pops a root for each item, also where its closure left none.
    /// </remarks>
    private string Some(string name, VeraType[] arrays, Func<string[], string, string> one)
    {
        return helpers.Define(name, [.. arrays, VeraType.Nat, VeraType.Nat], VeraType.String, scope =>
        {
            string[] given = [.. arrays.Select((_, i) => scope.Reference(i))];
            var (first, end) = (scope.Reference(arrays.Length), scope.Reference(arrays.Length + 1));
            var middle = $"({first} + {end}) / 2";
            return $$"""
                if {{first}} + 1 < {{end}} then {
                    {{Joined("", Part(first, middle), ", ", Part(middle, end), "")}}
                  } else {
                    if {{first}} < {{end}} then {
                      {{one(given, $"[{first}]")}}
                    } else {
                      ""
                    }
                  }
                """;

            string Part(string from, string to) => $"{name}({string.Join(", ", given)}, {from}, {to})";
        });
    }

    private string Match(VeraType type, SlotScope scope)
    {
        var arms = type.Constructors.Select(c => Arm(c, scope));
        return $"match {scope.Reference(0)} {{\n    {string.Join(",\n    ", arms)}\n  }}";
    }

    private string Arm(Constructor constructor, SlotScope scope)
    {
        if (constructor.Fields.IsEmpty)
        {
            return $"""{constructor.Name} -> "{constructor.Name}" """.TrimEnd();
        }

        var outer = scope.Count;
        for (var i = 0; i < constructor.Fields.Length; i++)
        {
            scope.Push(constructor.Fields[i], 1 + i);
        }

        var pattern = string.Join(", ", constructor.Fields.Select(f => "@" + module.TypeOf(f)));
        var fields = constructor.Fields.SelectMany((f, i) =>
            new[] { i == 0 ? constructor.Name + "(" : ", ", Show(f, scope.Reference(1 + i)) });
        var arm = $"{constructor.Name}({pattern}) -> {Joined([.. fields, ")"])}";
        scope.PopTo(outer);
        return arm;
    }

    /// <summary>A float as a whole number, or one times a power of two: exact, which Vera's own text is not.</summary>
    private string Float64()
    {
        helpers.Define("float_parts", [VeraType.Float64, VeraType.Int], VeraType.String, static _ => """
            if @Float64.0 >= 9007199254740992.0 || @Float64.0 <= -9007199254740992.0 then {
                float_parts(@Float64.0 / 2.0, @Int.0 + 1)
              } else {
                if int_to_float(floor(@Float64.0)) == @Float64.0 then {
                  if @Int.0 == 0 then {
                    int_to_string(float_to_int(@Float64.0))
                  } else {
                    "\(float_to_int(@Float64.0))p\(@Int.0)"
                  }
                } else {
                  float_parts(@Float64.0 * 2.0, @Int.0 - 1)
                }
              }
            """);
        return """
            if float_is_nan(@Float64.0) then {
                "nan"
              } else {
                if float_is_infinite(@Float64.0) then {
                  if @Float64.0 > 0.0 then {
                    "Infinity"
                  } else {
                    "-Infinity"
                  }
                } else {
                  if @Float64.0 == 0.0 && 1.0 / @Float64.0 < 0.0 then {
                    "-0"
                  } else {
                    float_parts(@Float64.0, 0)
                  }
                }
              }
            """;
    }
}
