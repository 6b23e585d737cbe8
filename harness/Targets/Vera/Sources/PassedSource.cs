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
            return Define(name, call.Form, aliases[0], aliases[^1], types[0], IsTold(call));
        }

        // Of such a form there are two: most types need no more than the plain one.
        var generic = Define(
            $"generic_{(IsTold(call) ? "told_" : "")}{Expr.Passed.Word(call.Form)}", call.Form, "A", "B", null,
            IsTold(call));
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
    /// <param name="isTold">Whether a field has to be what a call gives: see <see cref="IsTold"/>.</param>
    private string Define(string name, Passage form, string one, string other, VeraType? type, bool isTold)
    {
        var names = form == Passage.Pair ? new[] { one, other } : [one];
        var counted = form == Passage.Again ? names.Append("Int") : names;
        var function = form == Passage.Again && type is not null ? name + "_times" : name;
        module.Helper(function, () =>
        {
            var body = "  " + Body(form, function, one, other, type, isTold);
            return type is null
                ? SourceModule.Generic(string.Join(", ", names), function, counted, one, body)
                : SourceModule.Function(function, counted, one, body);
        });
        return function == name ? name : module.Helper(name, () =>
            SourceModule.Function(name, names, one, $"  {function}(@{one}.0{More(form)})"));
    }

    /// <summary>How often a function is to call itself.</summary>
    private static string More(Passage form) => form == Passage.Again ? ", 3" : "";

    /// <summary>Whether a value stands as the field of a constructor, and is a function: Vera does not know what an
    /// alias names there, and knows what a call gives.</summary>
    private static bool IsTold(Expr.Passed call) => call.Form is Passage.Option or Passage.Field or Passage.Pair
        && call.Parameters.Any(type => type.Kind == TypeKind.Closure);

    /// <summary>The name of a function that gives back what it is given.</summary>
    private string Same(string of, bool isGeneric) => isGeneric
        ? module.Helper("generic_same", static () =>
            SourceModule.Generic("A", "generic_same", ["A"], "A", "  @A.0"))
        : module.Helper($"same_{of}", () => SourceModule.Function($"same_{of}", [of], of, $"  @{of}.0"));

    private string Body(Passage form, string name, string one, string other, VeraType? type, bool isTold)
    {
        string Kept(string of, string slot) => isTold ? $"{Same(of, type is null)}({slot})" : slot;
        var value = one == other && form == Passage.Pair ? $"@{one}.1" : $"@{one}.0";
        return form switch
        {
            Passage.Plain => $"let @String = string_repeat(\"dropped\", 3);\n  {value}",
            Passage.Array => $"let @Array<{one}> = [{value}, {value}];\n  @Array<{one}>.0[1]",
            Passage.Option => Match($"Some({Kept(one, value)})", one),
            Passage.Field => Field(module.Kept(type), one, Kept(one, value)),
            Passage.Pair => $$"""
                let @Tuple<{{one}}, {{other}}> = Tuple({{Kept(one, value)}}, {{Kept(other, $"@{other}.0")}});
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

    private string Field(string constructor, string one, string value) =>
        $"match {constructor}({new Helpers(module).Byte()}(7), {value}) {{\n"
            + $"    {constructor}(@Byte, @{one}) -> @{one}.0\n  }}";
}
