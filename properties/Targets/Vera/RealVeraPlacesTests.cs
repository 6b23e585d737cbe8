using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Finding;
using Vera.GcStress.Targets.Vera.Sources;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

/// <summary>Laws of what a real Vera compiles: each way to write a value, in each place for one.</summary>
public sealed class RealVeraPlacesTests
{
    private const string NoVera = "no Vera is installed (VERA_GCSTRESS_PYTHON is not set and no vera is on the PATH)";

    private const string Locals = """
        $0: Closure<Int> = fn(1)
        $1: Bool = true
        $2: Option<Closure<Int>> = Some($0)
        $3: Array<Closure<Int>> = [$0]
        $4: Closure<Closure<Int>> = fn($0)
        $5: Set<Int> = {1}

        """;

    /// <summary>The ways to write a function.</summary>
    private static readonly string[] Functions =
    [
        "$0", "closure(7)", "closure(size($5))", "fn(@0)", "call(fn(1))", "block(fn(1), @0)", "block(7, fn(@1))",
        "if($1, $0, fn(1))", "if($1, fn(1), $0)", "match($2, Some: @0, fn(1))", "match($2, Some: fn(1), $0)",
        "item($3, 0)", "apply($4)", "apply(call(fn($0)))", "try(Int, $0, fn(1))", "try(Int, fn(1), $0)",
        "option_unwrap_or($2, $0)", "cell(fn(1), state)", "cell(1, store(2, $0))", "cell(1, store(2, fn(1)))",
        "block(1, if($1, block(2, $0), fn(1)))",
    ];

    /// <summary>Where one may stand; a plus is an array of it.</summary>
    private static readonly string[] Places =
    [
        "(Some(*) : Option<Closure<Int>>)", "(Ok(*) : Result<Closure<Int>, Int>)",
        "(Err(*) : Result<Int, Closure<Int>>)", "(Tuple(1, *) : Tuple<Int, Closure<Int>>)",
        "(Node(*, Leaf, Leaf) : Tree<Closure<Int>>)", "+", "([$0, *] : Array<Closure<Int>>)", "array_append($3, *)",
        "({*} : Set<Closure<Int>>)", "({1: *} : Map<Int, Closure<Int>>)", "option_unwrap_or($2, *)",
        "result_unwrap_or((Err(1) : Result<Closure<Int>, Int>), *)", "generic(plain, *)", "generic(option, *)",
        "generic(field, *)", "generic(pair, *, 1)", "generic(pair, $5, *)", "alias(option, *)", "alias(field, *)",
        "alias(pair, *, $5)", "alias(array, *)", "map_some(+)", "mapi_places(+)", "map_with(+, $0)",
        "map_with(elements($5), *)", "map_map(([+] : Array<Array<Closure<Int>>>))",
        "option_array((Some(+) : Option<Array<Closure<Int>>>))", "fold_append(+, $3)",
        "fold_tree(+, (Leaf : Tree<Closure<Int>>))",
        "array_flatten(([+] : Array<Array<Closure<Int>>>))",
        "array_flatten(if($1, ([+] : Array<Array<Closure<Int>>>), [$3]))",
        "contract([*], block((Some(@0) : Option<Closure<Int>>), true), @0, true)", "sort(+, 2, apply(@0))",
        "reduce(+, 1, $0, @0)", "keep(+, 1, $1)", "first(+, 1, $1)",
    ];

    /// <summary>Of what these say last Vera infers no type, or not everywhere.</summary>
    private static readonly string[] Others =
    [
        "(Some(fold($0, 3, 1, \"a\")) : Option<Map<Int, String>>)",
        "([fold($0, 3, 1, \"a\")] : Array<Map<Int, String>>)",
        "(Some(block(1, array_append(keys($0), 3))) : Option<Array<Int>>)",
        "(Some(if(true, array_concat(keys($0), [1]), [])) : Option<Array<Int>>)",
        "array_flatten(array_concat(([keys($0)] : Array<Array<Int>>), []))",
        "array_flatten(match((Some(1) : Option<Int>), Some: ([keys($0)] : Array<Array<Int>>), []))",
        "match(try(Int, (throw(1) : Option<Int>), Some(@0)), Some: @0, 1)",
        "match(block(1, try(Int, (throw(1) : Option<Int>), Some(@0))), Some: @0, 1)",
        "(Some(try(Int, throw(1), 1)) : Option<Int>)",
        "try(Int, (Some(throw(1)) : Option<Int>), None)",
        "try(Int, (JString(throw(1)) : Json), JNull)",
        "try(Int, ([throw(1)] : Array<Int>), [])",
        "try(Int, array_append(([1] : Array<Int>), throw(1)), [])",
        "try(Int, match((throw(1) : Option<Int>), Some: @0, 2), @0)",
    ];

    public static bool Installed => VeraCommand.IsInstalled;

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void A_function_stands_wherever_a_value_does()
    {
        using var target = Open();
        string[][] values = [.. Places.Select(place => Functions.Select(function => place
            .Replace("+", "([*] : Array<Closure<Int>>)", StringComparison.Ordinal)
            .Replace("*", function, StringComparison.Ordinal)).ToArray())];
        var all = target.RunMany([.. values.Select(some => Observing(Locals, some))]);

        // Of a place that is refused each function by itself says which one it is.
        AllCompiled(target, [.. values.Where((_, place) => all[place].Outcome is Outcome.Unsupported)
            .SelectMany(some => some.Select(value => Observing(Locals, value)))]);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void What_Vera_infers_no_type_of_is_what_a_call_gives()
    {
        using var target = Open();
        AllCompiled(target, [.. Others.Select(value => Observing("$0: Map<Int, String> = {1: \"a\"}\n", value))]);
    }

    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Drawn_cases_about_functions_are_compiled()
    {
        using var target = Open();
        AllCompiled(target, [.. PrintedCases.Of(
            GenerationOptions.Default with { OpsMean = 12, Elements = [TypeKind.Closure] }, 60).Take(32)]);
    }

    /// <summary>Those before 0.1.9 need a declaration, which others refuse.</summary>
    [Fact(Skip = NoVera, SkipUnless = nameof(Installed))]
    public void Exceptions_run_where_they_are_declared_and_where_not()
    {
        using var target = InstalledVera.Open(null, static (_, _) => null);
        Assert.SkipUnless(target.Version >= VeraVersion.Exceptions, "older releases have none within expressions");
        var thrown = CaseText.Parse("""
            $0: Bool = false
            observe try(Int, if($0, 1, throw(5)), @0)
            observe try(String, call(if($0, 1, throw("abc"))), 2)
            observe try(Json, if($0, (None : Option<Json>), throw(JString("abc"))), Some(@0))
            """);
        Assert.IsType<Outcome.Completed>(target.Run(thrown).Outcome);
    }

    private static void AllCompiled(VeraTarget target, params StressCase[] cases)
    {
        Assert.All(cases, one => Assert.Null(VeraSupport.WhyNot(one, target.Version)));
        Assert.All(target.RunMany(cases).Zip(cases), ran => Assert.False(
            ran.First.Outcome is Outcome.Unsupported, $"{ran.First.Outcome}\n{ran.Second}"));
    }

    private static StressCase Observing(string locals, params string[] values) =>
        CaseText.Parse(locals + string.Concat(values.Select(value => $"observe {value}\n")));

    private static VeraTarget Open()
    {
        var target = InstalledVera.Open(null, static (type, document) =>
            DocumentParser.TryParse(type, document, out var tree, out _) ? tree : null);
        if (target.Version < PrintedCases.Newest)
        {
            target.Dispose();
            Assert.Skip("older releases know fewer types");
        }

        return target;
    }
}
