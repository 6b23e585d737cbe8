using System.Text.RegularExpressions;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Properties.Generation;
using Vera.GcStress.Repros;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

public sealed partial class VeraSourceTests
{
    private static readonly StressCase[] Cases = [.. PrintedCases.Of(DrawnCases.Options, 600)];

    /// <summary>What Vera itself defines, of what programs use.</summary>
    private static readonly HashSet<string> Builtin =
    [
        "abs", "apply_fn", "array_fold", "array_length", "array_map", "array_mapi", "array_range", "bool_to_string",
        "byte_to_int", "decimal_from_float", "decimal_from_int", "decimal_to_string", "ensures", "effects",
        "float_is_infinite", "float_is_nan", "float_to_int", "floor", "fn", "get", "html_parse", "infinity",
        "int_to_byte", "int_to_float", "int_to_string", "json_parse", "map_contains", "map_get", "map_insert",
        "map_keys", "map_new", "map_remove", "map_size", "map_values", "md_parse", "nan", "nat_to_string", "print",
        "put", "requires", "resume", "set_add", "set_contains", "set_new", "set_remove", "set_size", "set_to_array",
        "string_concat", "string_join", "string_length", "string_repeat", "string_replace", "throw", "url_parse",
        .. OperationCatalogue.All.Select(row => row.Name),
    ];

    [Fact]
    public void Equal_cases_are_printed_alike()
    {
        foreach (var stressCase in Cases.Take(100))
        {
            var equal = CaseText.Parse(stressCase.ToString());
            Assert.Equal(VeraSource.Print(stressCase), VeraSource.Print(equal));
        }
    }

    [Fact]
    public void Every_op_and_every_expression_is_printed()
    {
        var kinds = Cases.SelectMany(c => c.Ops).Select(op => op.GetType())
            .Concat(Cases.SelectMany(DrawnCases.Expressions).Select(e => e.GetType()))
            .ToHashSet();
        var all = typeof(Op).GetNestedTypes().Concat(typeof(Expr).GetNestedTypes());
        Assert.Empty(all.Except(kinds));
        Assert.All(Cases.Skip(250), c => Assert.NotEmpty(VeraSource.Print(c)));
    }

    [Fact]
    public void Every_kind_of_value_is_printed()
    {
        var kinds = Cases.SelectMany(c => DrawnCases.Types(c, withFields: true)).Select(t => t.Kind).ToHashSet();
        Assert.Empty(Enum.GetValues<TypeKind>().Except(kinds));
    }

    [Fact]
    public void Brackets_balance_and_every_called_function_is_defined_once()
    {
        foreach (var stressCase in Cases.Take(250))
        {
            var source = VeraSource.Print(stressCase);
            Assert.All(source.Split("\n\n"), Balances);
            var defined = Definition().Matches(source).Select(m => m.Groups[1].Value).ToArray();
            Assert.Equal(defined.Length, defined.Distinct().Count());
            var code = Literal().Replace(source, "");
            var called = CallOf().Matches(code).Select(m => m.Groups[1].Value).Distinct();
            Assert.Empty(called.Except(defined).Except(Builtin));
        }
    }

    [Fact]
    public void No_string_has_the_call_of_a_program_s_own_function_in_it()
    {
        // Up to 0.0.137 Vera takes that for a number, and makes a module that no engine takes.
        var interpolated = Cases.SelectMany(c => Interpolation().Matches(VeraSource.Print(c)))
            .Select(found => found.Groups[1].Value)
            .ToHashSet();
        Assert.Contains("float_to_int", interpolated);
        Assert.Empty(interpolated.Except(Builtin));
    }

    [Fact]
    public void A_program_that_applies_closures_makes_one()
    {
        // Vera's module has no table otherwise, and no engine takes it.
        var empty = VeraSource.Print(CaseText.Parse("observe ({} : Set<Closure<Int>>)"));
        Assert.All(Cases.Select(VeraSource.Print).Append(empty), source => Assert.True(
            !source.Contains("apply_fn(", StringComparison.Ordinal)
            || source.Contains(" fn(@Int -> ", StringComparison.Ordinal)));
    }

    /// <summary>Vera checks no contract of a result that is two words, but the refinement of its type.</summary>
    [Theory]
    [InlineData("contract([1], true, ({@0} : Set<Int>), every(([@0] : Array<Set<Int>>), 1, true))", "ensures(apply_")]
    [InlineData(
        "contract([1], true, ({@0} : Set<Int>), block(@0, true))",
        "ensures({ let @Set<Int> = @Set<Int>.result; true })")]
    [InlineData("contract([1], true, \"a\", block(@0, true))", "-> @{ @String | { let @String = @String.0; true } })")]
    [InlineData("contract([1], true, \"a\", block(@1, true))", "ensures({ let @Int = @Int.0; true })")]
    [InlineData("contract(alias, [1], block(@0, true), \"a\", true)", "(@NamedInt -> @NamedString)")]
    [InlineData("contract(alias, [1], block(@0, true), \"a\", true)", "requires({ let @Int = @NamedInt.0; true })")]
    [InlineData("contract(alias, [1], true, 2, block(@0, true))", "@{ @NamedInt | { let @Int = @NamedInt.0; true } })")]
    [InlineData(
        "contract(alias, [1], true, 2, block((Tuple(@0, @1) : Tuple<Int, Int>), true))",
        "ensures({ let @Tuple<Int, Int> = Tuple(@NamedInt.result, @NamedInt.0); true })")]
    [InlineData("contract(alias, [fn(1)], true, @0, true)", "(@FnInt -> @FnInt)")]
    public void Contracts_stand_in_signatures(string contract, string shown) =>
        Assert.Contains(shown, VeraSource.Print(CaseText.Parse($"observe {contract}")), StringComparison.Ordinal);

    /// <summary>What a handler's body calls knows the type by its own name, as no other program has to.</summary>
    [Theory]
    [InlineData("cell(alias, 1, state)", "handle[State<NamedInt>](@NamedInt = 1)")]
    [InlineData("cell(alias, 1, state)", "  effects(<State<NamedInt>>)\n{\n  get(())\n}")]
    [InlineData("cell(alias, 1, call(state))", "  effects(<State<Int>>)\n{\n  get(())\n}")]
    [InlineData("cell(alias, fn(1), 2)", "handle[State<FnInt>]")]
    [InlineData("try(alias, Int, (throw(1) : Int), @0)", "throw(@NamedInt) -> { @NamedInt.0 }")]
    [InlineData("try(alias, Int, call((throw(1) : Int)), @0)", "effects(<Exn<Int>>)")]
    public void Handlers_know_types_by_aliases_that_what_they_call_does_not(string handler, string shown) =>
        Assert.Contains(shown, VeraSource.Print(CaseText.Parse($"observe {handler}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("array_flatten(([keys($0)] : Array<Array<Int>>))", "array_flatten(make_1(@Map<Int, Int>.0))")]
    [InlineData("generic(again, $0)", "let @A = @Array<A>.0[0];\n    generic_again(@A.0, @Int.0 - 1)")]
    [InlineData("block(fn(1), (Some(@0) : Option<Closure<Int>>))", "Some(make_1(@FnInt.0))")]
    [InlineData("block(fn(1), (Ok(@0) : Result<Closure<Int>, Int>))", "Ok(same_closure_int(@FnInt.0))")]
    [InlineData("generic(option, fn(1))", "match Some(generic_same(@A.0)) {")]
    [InlineData("alias(field, fn(1))", "KeptClosureInt(byte(7), same_NamedClosureInt(@NamedClosureInt.0))")]
    [InlineData("([fn(1), fn(2)] : Array<Closure<Int>>)", "[make_1(), fn(@Int -> @Int)")]
    [InlineData("(Some(fold($0, 3, 1, 1)) : Option<Map<Int, Int>>)", "Some(make_1(")]
    [InlineData("try(Int, (Some(throw(1)) : Option<Int>), None)", "Some(make_1())")]
    [InlineData("try(Int, ([throw(1)] : Array<Int>), [])", "[make_1()]")]
    [InlineData("option_unwrap_or((Some(fn(1)) : Option<Closure<Int>>), fn(2))", "    Some(@FnInt) -> @FnInt.0,")]
    public void What_Vera_is_to_know_the_type_of_is_what_a_call_gives_or_has_a_name(string written, string shown) =>
        Assert.Contains(
            shown,
            VeraSource.Print(CaseText.Parse($"$0: Map<Int, Int> = {{1: 2}}\nobserve {written}")),
            StringComparison.Ordinal);

    /// <summary>Others refuse it: where it is needed, worker.py takes it out of its comment.</summary>
    [Theory]
    [InlineData("try(Int, (throw(1) : Int), @0)", true)]
    [InlineData("cell(1, state)", false)]
    public void The_declaration_of_exceptions_that_older_releases_need_is_a_comment(string written, bool has) =>
        Assert.Equal(has, VeraSource.Print(CaseText.Parse($"observe {written}")).Contains(
            "-- Before 0.1.9: effect Exn<E> { op throw(E -> Never); }\n\n", StringComparison.Ordinal));

    [Fact]
    public void A_generic_function_is_one_for_all_types_and_an_alias_is_one_for_all_functions()
    {
        var source = VeraSource.Print(CaseText.Parse(
            "observe generic(array, 1)\nobserve generic(array, \"a\")\n" +
            "observe alias(array, 1)\nobserve alias(set, 2)"));
        Assert.Equal(2, source.Split("forall<A> fn generic_array(@A -> @A)").Length);
        Assert.Equal(2, source.Split("type NamedInt = Int;").Length);
        Assert.Contains("let @Array<NamedInt> = [@NamedInt.0, @NamedInt.0];", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Heaps_of_older_releases_start_where_there_is_memory()
    {
        VeraVersion[] releases = [new(0, 0, 111), new(0, 0, 130), new(0, 0, 133), new(0, 0, 134), new(0, 1, 9)];
        int[] starts = [24 << 10, 48 << 10, 96 << 10, 160 << 10, VeraLimits.HeapStart];
        Assert.Equal(starts, releases.Select(VeraLimits.HeapStartOf));
    }

    [Fact]
    public void Cases_in_one_program_do_not_share_names()
    {
        var source = new VeraSource(VeraLimits.HeapStart);
        for (var i = 0; i < 40; i++)
        {
            source.Add(Cases[i], $"case_{i}", $"case_{i}_");
        }

        var defined = Definition().Matches(source.ToString()).Select(m => m.Groups[1].Value).ToArray();
        Assert.Equal(defined.Length, defined.Distinct().Count());
        Assert.All(Enumerable.Range(0, 40), i => Assert.Contains($"case_{i}", defined));
    }

    [Fact]
    public void A_program_reads_as_if_written_by_hand()
    {
        var stressCase = CaseText.Parse("""
            $0: Map<String, Json> = call({"a": JString("xy")})
            allocate 4096
            match Some($1) = get($0, "a")
            $2: Set<Json> = insert({}, $1)
            observe $2
            """);
        Assert.Contains("""
            public fn main(-> @Unit)
              requires(true)
              ensures(true)
              effects(<IO>)
            {
              let @Map<String, Json> = make_1();
              allocate(4096);
              match map_get(@Map<String, Json>.0, string_repeat("a", 1)) {
                Some(@Json) -> {
                  let @Set<Json> = set_add(new_set_json(), @Json.0);
                  IO.print(line(4, show_set_json(@Set<Json>.0)))
                },
                _ -> after_2(JNull)
              }
            }
            """.ReplaceLineEndings("\n"), VeraSource.Print(stressCase));
    }

    private static void Balances(string text)
    {
        var open = new Stack<char>();
        foreach (var c in Literal().Replace(text, "").Replace("->", "", StringComparison.Ordinal))
        {
            if (c is '(' or '[' or '{')
            {
                open.Push(c);
            }
            else if (c is ')' or ']' or '}')
            {
                Assert.True(open.TryPop(out var before) && before == c switch { ')' => '(', ']' => '[', _ => '{' });
            }
        }

        Assert.Empty(open);
    }

    [GeneratedRegex(@"^(?:private|public) (?:forall<[^>]*> )?fn (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"\b([a-z]\w*)\(")]
    private static partial Regex CallOf();

    [GeneratedRegex(@"\\\((\w+)\(")]
    private static partial Regex Interpolation();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literal();

    /// <summary>No Vera is asked: the program is written for the heap that its comment is about.</summary>
    [Theory, InlineData(""), InlineData("tables start 3\n")]
    public void A_comment_expects_the_addresses_that_its_program_has(string heading)
    {
        var folder = Directory.CreateTempSubdirectory("addresses-").FullName;
        var path = Path.Combine(folder, "x.case");
        File.WriteAllText(
            path, $"vera-gcstress case 1\ntarget vera\nvera 0.1.9 pass\n\n{heading}observe (addr(12) : Int)\n");
        var text = VeraFile.Print(path, CaseFile.Read(path)).Text;
        Directory.Delete(folder, recursive: true);
        var address = text.Split('\n').First(line => line.StartsWith("--     #0 ", StringComparison.Ordinal))[10..];
        Assert.Contains(address, VeraFile.WithoutComment(text), StringComparison.Ordinal);
    }
}
