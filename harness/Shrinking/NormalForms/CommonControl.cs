using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Programs.Parsing;

namespace Vera.GcStress.Shrinking.NormalForms;

/// <summary>
/// The simplest use of everything that branches, calls, throws, names a type or applies a function, around each of a
/// few values; and of each builtin that makes something.
/// </summary>
/// <remarks>Written as cases spell them: <c>V</c> stands for the value and <c>T</c> for its type.</remarks>
internal static class CommonControl
{
    /// <summary>What is on no heap, what a program makes and what host code makes.</summary>
    private static readonly ImmutableArray<Given> Values =
    [
        new("0", "Int"),
        new("Red", "Enum"),
        new("\"a\"", "String"),
        new("({} : Set<Int>)", "Set<Int>"),
        new("elements(({0} : Set<Int>))", "Array<Int>"),
        new("get(({} : Map<Int, Int>), 0)", "Option<Int>"),
    ];

    private static readonly ImmutableArray<string> Branches =
    [
        "if(false, V, V)",
        "block(V, ({} : Set<Int>))",
        "block(V, ({@0} : Set<T>))",
        "block(V, (Some(@0) : Option<T>))",
        "match((None : Option<T>), Some: @0, V)",
        "match((Some(V) : Option<T>), Some: @0, V)",
        "match((Some(V) : Option<T>), Some: ({@0} : Set<T>), {})",
        "match(get(({0: V} : Map<Int, T>), 0), Some: ({@0} : Set<T>), {})",
        "match(get(({0: V} : Map<Int, T>), 0), Some: ({0: @0} : Map<Int, T>), {})",
    ];

    /// <summary>Between two values, the first of which has its root already.</summary>
    private static readonly ImmutableArray<string> Between =
    [
        "({0: V, if(false, 0, 0): V} : Map<Int, T>)",
        "({0: V, match((None : Option<Int>), Some: 0, 0): V} : Map<Int, T>)",
        "({0: V, try(Int, 0, 0): V} : Map<Int, T>)",
        "({0: V, try(Int, throw(0), 0): V} : Map<Int, T>)",
    ];

    private static readonly ImmutableArray<string> Throws =
    [
        "try(T, V, V)",
        "try(T, (throw(V) : T), V)",
        "try(T, (throw(V) : T), @0)",
        "try(T, (throw(V) : Set<Int>), {})",
        "try(T, (throw(V) : Set<T>), {@0})",
        "try(T, (throw(V) : Set<Int>), block(({} : Set<Int>), {}))",
        "try(T, (throw(V) : T), block(({} : Set<Int>), @1))",
        "try(T, call((throw(V) : T)), V)",
        "try(T, ({throw(V)} : Set<Int>), {})",
        "try(T, if(contains(({} : Set<Int>), 0), ({} : Set<Int>), throw(V)), {})",
    ];

    private static readonly ImmutableArray<string> Contracts =
    [
        "contract([V], true, V, true)",
        "contract([V], true, @0, true)",
        "contract([V], block(Red, true), @0, true)",
        "contract([0], true, V, block(Red, true))",
        "contract([V], true, ({@0} : Set<T>), true)",
    ];

    private static readonly ImmutableArray<string> Cells =
    [
        "cell(V, state)",
        "cell(V, store(V, state))",
        "cell(V, if(call(store(V, true)), block(({} : Set<Int>), state), V))",
    ];

    private static readonly ImmutableArray<string> Calls =
    [
        "recurse(1, [V], [@0], @0)",
        "recurse(1, [V], [V], @0)",
        "recurse(1, [V], [V], ({} : Set<Int>))",
        "recurse(2, [V], [V], ({} : Set<Int>))",
        "mutual(1, [V], ([@0], @0), ([@0], @0))",
        "mutual(2, [V], ([V], @0), ([V], @0))",
        "mutual(2, [V], ([V], ({} : Set<Int>)), ([V], {}))",
    ];

    private static readonly ImmutableArray<string> Functions =
    [
        "({fn(V)} : Set<Closure<T>>)",
        "({closure(apply(fn(V)))} : Set<Closure<T>>)",
        "each(([0] : Array<Int>), 1, V)",
        "each(([V] : Array<T>), 1, Red)",
        "keep(([V] : Array<T>), 1, block(Red, true))",
        "sort(([V, V] : Array<T>), 2, \"a\")",
        "reduce(([0] : Array<Int>), 1, V, V)",
        "reduce(([0, 0] : Array<Int>), 2, V, V)",
        "reduce(([V] : Array<T>), 1, ({} : Set<T>), insert(@1, @0))",
    ];

    /// <summary>With what only these types have: entries and items.</summary>
    private static readonly ImmutableArray<string> Fixed =
    [
        "block(elements(({0} : Set<Int>)), ({item(@0, 0)} : Set<Int>))",
        "contract([elements(({0} : Set<Int>))], true, ({item(@0, 0)} : Set<Int>), true)",
        "contract(alias, [elements(({0} : Set<Int>))], true, ({item(@0, 0)} : Set<Int>), true)",
        .. Enumerable.Range(1, 3).SelectMany(depth => new[]
        {
            $"recurse({depth}, [({{}} : Set<Int>)], [insert(@0, 0)], ({{}} : Set<Int>))",
            $"recurse({depth}, [({{}} : Set<Int>)], [insert(@0, 0)], 0)",
            $"recurse({depth}, [({{}} : Set<Enum>)], [insert(@0, Red)], 0)",
            $"recurse({depth}, [0, ({{}} : Set<Enum>)], [0, insert(@0, Red)], 0)",
            $"mutual({depth}, [({{}} : Set<Enum>)], ([({{}} : Set<Enum>)], 0), ([insert(@0, Red)], 0))",
            $"mutual({depth}, [({{}} : Set<Enum>)], ([insert(@0, Red)], 0), ([insert(@0, Red)], 0))",
            $"mutual({depth}, [({{}} : Set<Int>)], ([({{}} : Set<Int>)], @0), ([insert(@0, 0)], {{}}))",
            $"mutual({depth}, [({{}} : Set<Int>)], ([insert(@0, 0)], @0), ([insert(@0, 0)], {{}}))",
        }),
        "reduce(([0] : Array<Int>), 1, ({} : Set<Enum>), insert(@1, Red))",
        "reduce(([0, 0] : Array<Int>), 2, ({} : Set<Enum>), insert(@1, Red))",
        "each(elements(({0} : Set<Int>)), 1, Red)",
        "sort(elements(({0, 1} : Set<Int>)), 2, \"a\")",
        "sort(([\"b\", \"a\"] : Array<String>), 2, string_concat(\"\", @0))",
        "sort(values(({0: \"b\", 1: \"a\"} : Map<Int, String>)), 2, string_concat(\"\", @0))",
        "sort(elements(({\"a\", \"b\"} : Set<String>)), 2, string_concat(\"\", @0))",
        "insert(call(({} : Set<Enum>)), Red)",
        "item(sort(elements(({\"a\", \"b\"} : Set<String>)), 2, string_concat(\"\", @0)), 0)",
        "match(option_array((Some(0) : Option<Int>)), Some: ({@0} : Set<Array<Int>>), {})",
        "elements(fold(({} : Set<Int>), 128, turn))",
        "show_texts([])",
    ];

    /// <summary>Whole cases: what a function captures from outside, or is given by a tail call.</summary>
    private static readonly ImmutableArray<string> Whole =
    [
        "$0: Set<Enum> = {}\nobserve apply(item(elements(({fn(if(contains($0, Red), 0, 0))} : Set<Closure<Int>>)), 0))",
        "$0: Set<Int> = {}\nobserve ({fn(if(contains($0, 0), 0, 0))} : Set<Closure<Int>>)",
        "$0: Set<Int> = {}\nobserve apply(item(elements(({fn(if(contains($0, 0), 0, 0))} : Set<Closure<Int>>)), 0))",
        "$0: Set<String> = {}\n" +
        "observe apply(item(elements(({fn(block(({} : Set<Int>), elements($0)))} : Set<Closure<Array<String>>>)), 0))",
        "call\n  $0: Set<Int> = {}\n$1: Set<Closure<Int>> = return {fn(if(contains($0, 0), 0, 0))}\nobserve Red",
        "call\n  $0: Set<Int> = {}\n$1: Closure<Int> = return fn(if(contains($0, 0), 0, 0))\nobserve apply($1)",
        "call\n  $0: String = \"a\"\n  tail $0\n$1: String = return block(get(({} : Map<Int, Int>), 0), $0)",
    ];

    /// <summary>Each alone, in something made of it, beside a local, and before and after an allocation.</summary>
    public static IEnumerable<ImmutableArray<Op>> All =>
        [.. Expressions.SelectMany(Around), .. BesideTexts, .. Whole.Select(text => CaseText.Parse(text).Ops)];

    private static IEnumerable<Expr> Expressions =>
    [
        .. Fixed.Select(Read),
        .. Values.SelectMany(Forms).Select(Read),
        .. Values.SelectMany(value => Passages(Read(value.Text))),
        .. Builtins,
    ];

    private static IEnumerable<Expr> Builtins =>
        OperationCatalogue.All.Where(row => row.Meaning is not null).SelectMany(Made);

    /// <summary>A container that may hold pointers is made before or after.</summary>
    private static IEnumerable<ImmutableArray<Op>> BesideTexts =>
        from made in Builtins
        let observed = new Op.Observe(made)
        let texts = new Op.Observe(Defaults.Of(VeraType.Set(VeraType.String)))
        from ops in new ImmutableArray<Op>[] { [observed, texts], [texts, observed] }
        select ops;

    private static IEnumerable<string> Forms(Given value) =>
        new[] { Branches, Between, Throws, Contracts, Cells, Calls, Functions }
            .SelectMany(forms => forms)
            .Concat(Throws.Select(form => form.Replace("try(", "try(alias, ", StringComparison.Ordinal)))
            .Concat(Contracts.Select(form => form.Replace("contract(", "contract(alias, ", StringComparison.Ordinal)))
            .Concat(Cells.Select(form => form.Replace("cell(", "cell(alias, ", StringComparison.Ordinal)))
            .Select(value.In);

    private static IEnumerable<Expr> Passages(Expr value) =>
        from naming in Enum.GetValues<Naming>()
        from form in Enum.GetValues<Passage>()
        let other = form == Passage.Pair ? Empty : null
        let passed = new Expr.Passed(naming, form, value, other)
        from expr in new Expr[] { passed, new Expr.Block(passed with { Value = new Expr.Int(0) }, passed) }
        select expr;

    /// <summary>What it gives for the simplest operands.</summary>
    private static IEnumerable<Expr> Made(Operation row)
    {
        var known = default(TypeBinding);
        foreach (var variable in row.Operands.SelectMany(operand => operand.Variables))
        {
            known[variable] = VeraType.Int;
        }

        Expr[] operands = [.. row.Operands.Select(operand => Defaults.Of(operand.Under(known)!))];
        yield return new Expr.Builtin(row, [.. operands]);
        if (operands[0] is Expr.Text)
        {
            yield return new Expr.Builtin(row, [new Expr.Text("a"), .. operands[1..]]);
        }
    }

    private static IEnumerable<ImmutableArray<Op>> Around(Expr expr)
    {
        var observed = new Op.Observe(expr);
        var set = new Expr.Container(VeraType.Set(expr.Type), [expr]);
        var red = Defaults.Of(VeraType.Enum);
        var allocating = new Op.Observe(Empty);
        return
        [
            [observed],
            [new Op.Observe(set)],
            [new Op.Observe(new Expr.Container(VeraType.Map(expr.Type, red.Type), [expr, red]))],
            [observed, allocating],
            [allocating, observed],
            [new Op.Let(0, expr), allocating],
            [new Op.Let(0, Empty), observed],
            [new Op.Let(0, Empty), new Op.Observe(set)],
        ];
    }

    private static Expr Empty => Defaults.Of(VeraType.Set(VeraType.Int));

    private static Expr Read(string text) => CaseText.Parse($"observe {text}").Ops[0].Operand!;

    private sealed record Given(string Text, string Type)
    {
        public string In(string form) => form
            .Replace("T", Type, StringComparison.Ordinal)
            .Replace("V", Text, StringComparison.Ordinal);
    }
}
