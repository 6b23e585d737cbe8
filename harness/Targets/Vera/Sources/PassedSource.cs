using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Functions that know the types of what they are given by other names.</summary>
/// <remarks>
/// Vera tells the type that a generic function is called for from its arguments, and of some it knows the head alone.
/// So such a call stands in a function for each type, whose parameters say it all.
/// </remarks>
internal sealed class PassedSource(SourceModule module)
{
    /// <summary>The name of the function that a call is of.</summary>
    public string Of(Expr.Passed call)
    {
        var types = call.Parameters;
        var about = string.Join("_", types.Select(TypeNames.Snake));
        var name = $"{Expr.Passed.Word(call.By)}_{Expr.Passed.Word(call.Form)}_{about}";
        if (call.By == Naming.Alias)
        {
            string[] aliases = [.. types.Select(module.Alias)];
            return Define(name, call.Form, aliases[0], aliases[^1], types[0]);
        }

        var generic = Define($"generic_{Expr.Passed.Word(call.Form)}", call.Form, "A", "B", null);
        return module.Helper(name, () =>
        {
            var scope = new SlotScope();
            for (var i = 0; i < types.Length; i++)
            {
                scope.Push(types[i], i);
            }

            var given = string.Join(", ", types.Select((_, i) => scope.Reference(i)));
            return SourceModule.Function(
                name, types.Select(module.TypeOf), module.TypeOf(call.Type), $"  {generic}({given}{More(call.Form)})");
        });
    }

    /// <param name="name">The function's.</param>
    /// <param name="form">What it does.</param>
    /// <param name="one">The name of the type of what it returns.</param>
    /// <param name="other">That of the second value's, of a pair.</param>
    /// <param name="type">The type itself; null where the names are type parameters.</param>
    private string Define(string name, Passage form, string one, string other, VeraType? type)
    {
        var names = form == Passage.Pair ? new[] { one, other } : [one];
        var counted = form == Passage.Again ? names.Append("Int") : names;
        var function = form == Passage.Again && type is not null ? name + "_times" : name;
        module.Helper(function, () =>
        {
            var body = "  " + Body(form, function, one, other, type);
            return type is null
                ? SourceModule.Generic(string.Join(", ", names), function, counted, one, body)
                : SourceModule.Function(function, counted, one, body);
        });
        return function == name ? name : module.Helper(name, () =>
            SourceModule.Function(name, names, one, $"  {function}(@{one}.0{More(form)})"));
    }

    /// <summary>How often a function is to call itself.</summary>
    private static string More(Passage form) => form == Passage.Again ? ", 3" : "";

    private string Body(Passage form, string name, string one, string other, VeraType? type)
    {
        var value = one == other && form == Passage.Pair ? $"@{one}.1" : $"@{one}.0";
        return form switch
        {
            Passage.Plain => $"let @String = string_repeat(\"dropped\", 3);\n  {value}",
            Passage.Array => $"let @Array<{one}> = [{value}, {value}];\n  @Array<{one}>.0[1]",
            Passage.Option => Match($"Some({value})", one),
            Passage.Field => Field(module.Kept(type), one),
            Passage.Pair => $$"""
                let @Tuple<{{one}}, {{other}}> = Tuple({{value}}, @{{other}}.0);
                  match @Tuple<{{one}}, {{other}}>.0 {
                    Tuple(@{{one}}, @{{other}}) -> {{value}}
                  }
                """,
            Passage.Set => $$"""
                let @Set<{{one}}> = set_add(set_new(), {{value}});
                  let @Array<{{one}}> = set_to_array(@Set<{{one}}>.0);
                  @Array<{{one}}>.0[0]
                """,
            Passage.Map => $"let @Map<Int, {one}> = map_insert(map_new(), 1, {value});\n  "
                + Match($"map_get(@Map<Int, {one}>.0, 1)", one),
            Passage.Captured => $$"""
                let @Array<{{one}}> = array_map(array_range(0, 2), fn(@Int -> @{{one}}) effects(pure) { {{value}} });
                  @Array<{{one}}>.0[1]
                """,
            _ => $$"""
                if @Int.0 == 0 then {
                    {{value}}
                  } else {
                    let @Array<{{one}}> = [{{value}}];
                    let @{{one}} = @Array<{{one}}>.0[0];
                    {{name}}(@{{one}}.0, @Int.0 - 1)
                  }
                """,
        };
    }

    private static string Match(string option, string one) =>
        $"match {option} {{\n    Some(@{one}) -> @{one}.0,\n    None -> @{one}.0\n  }}";

    private string Field(string constructor, string one) =>
        $"match {constructor}({new Helpers(module).Byte()}(7), @{one}.0) {{\n"
            + $"    {constructor}(@Byte, @{one}) -> @{one}.0\n  }}";
}
