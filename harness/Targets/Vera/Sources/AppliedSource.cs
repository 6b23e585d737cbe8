using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>
/// What is no plain call, as functions over the operands: so what an applied function captures is a slot of its own.
/// </summary>
/// <param name="module">Where the functions go.</param>
internal sealed class AppliedSource(SourceModule module)
{
    private static readonly Dictionary<Operation, Func<Applied, string>> Bodies = new()
    {
        [AppliedOperations.MapSome] = a =>
            $"array_map({a[0]}, {a.Function(a.Result.First, [a.Element], () => $"Some({a.FirstField})")})",
        [AppliedOperations.MapWith] = a =>
            $"array_map({a[0]}, "
            + a.Function(a.Result.First, [a.Element], () => $"Tuple({a.FirstField}, {a.Field(1)})") + ")",
        [AppliedOperations.MapGet] = a =>
            $"array_map({a[0]}, {a.Function(a.Result.First, [a.Element], () => $"map_get({a[1]}, {a.First})")})",
        [AppliedOperations.MapDigits] = a =>
            $"array_map({a[0]}, {a.Function(VeraType.String, [a.Element], () => $"int_to_string({a.First})")})",
        [AppliedOperations.MapMap] = a =>
            $"array_map({a[0]}, {a.Function(a.Result.First, [a.Element], () => a.Inner())})",
        [AppliedOperations.MapPlaces] = a => $"array_mapi({a[0]}, " +
            a.Function(a.Result.First, [a.Element, VeraType.Nat], () => $"Tuple({a.FirstField}, {a.Second})") + ")",
        [AppliedOperations.FilterIn] = a => a.Asking("array_filter"),
        [AppliedOperations.FindIn] = a => a.Asking("array_find"),
        [AppliedOperations.AnyIn] = a => a.Asking("array_any"),
        [AppliedOperations.AllIn] = a => a.Asking("array_all"),
        [AppliedOperations.FilterLong] = a => $"array_filter({a[0]}, " + a.Function(VeraType.Bool, [a.Element], () =>
            $"string_length(string_concat({a.First}, {a.First})) > {a[1]}") + ")",
        [AppliedOperations.FoldAppend] = a => $"array_fold({a[0]}, {a[1]}, " +
            a.Function(a.Result, [a.Result, a.Element], () => $"array_append({a.First}, {a.Second})") + ")",
        [AppliedOperations.FoldConcat] = a => $"array_fold({a[0]}, {a[1]}, " +
            a.Function(a.Result, [a.Result, a.Element], () => $"string_concat({a.First}, {a.Second})") + ")",
        [AppliedOperations.FoldTree] = a => $"array_fold({a[0]}, {a[1]}, " +
            a.Function(a.Result, [a.Result, a.Element], () => $"Node({a.SecondField}, {a.First}, {a.Leaf()})") + ")",
        [AppliedOperations.SortPairs] = a => $"array_sort_by({a[0]}, {a.Comparing(pair => $"{a.Number()}({pair})")})",
        [AppliedOperations.SortTexts] = a => $"array_sort_by({a[0]}, " +
            a.Comparing(text => $"string_length(string_concat({text}, \"\"))") + ")",
        [AppliedOperations.OptionArray] = a =>
            $"option_map({a[0]}, {a.Function(a.Result.First, [a.Element], () => $"[{a.First}]")})",
        [AppliedOperations.OptionFind] = a =>
            $"option_and_then({a[0]}, {a.Function(a.Result, [a.Element], () => $"map_get({a[1]}, {a.First})")})",
        [AppliedOperations.ResultSome] = a =>
            $"result_map({a[0]}, {a.Function(a.Result.First, [a.Element], () => $"Some({a.FirstField})")})",
        [DecimalOperations.Compare] = a =>
            $"match decimal_compare({a[0]}, {a[1]}) {{\n    Less -> 0 - 1,\n    Equal -> 0,\n    Greater -> 1\n  }}",
        [EncodingOperations.UrlJoin] = a => $"match url_parse({a[0]}) {{\n"
            + "    Ok(@UrlParts) -> Ok(url_join(@UrlParts.0)),\n    Err(@String) -> Err(@String.0)\n  }",
    };

    /// <summary>What Vera compiles, or compiles right, only where the operands are slots: it does not know the types of
    /// what these give where a call is given to them.</summary>
    private static readonly string[] OverSlots = ["eq", "option_unwrap_or", "result_unwrap_or"];

    /// <summary>What it does not know the type of where it is a field.</summary>
    private static readonly string[] NoFields = ["array_append", "array_concat"];

    /// <summary>Whether an operation is written so.</summary>
    public static bool Has(Operation operation) => Bodies.ContainsKey(operation) || OverSlots.Contains(operation.Name);

    /// <summary>Whether it is written as what it does: Vera has it, and not for functions.</summary>
    public static bool IsWrittenOut(Expr.Builtin node) =>
        node.Type.Kind == TypeKind.Closure && node.Operation.Name is "option_unwrap_or" or "result_unwrap_or";

    /// <summary>The same for one that is a field of a constructor.</summary>
    public static bool HasAsField(Operation operation) => NoFields.Contains(operation.Name);

    /// <summary>The name of the function for an operation over operands of these types.</summary>
    public string Of(Expr.Builtin node)
    {
        var helpers = new Helpers(module);
        ImmutableArray<VeraType> operands = [.. node.Operands.Select(operand => operand.Type)];
        var name = $"{node.Operation.Form}_{string.Join('_', operands.Select(TypeNames.Snake))}";
        return helpers.Define(name, operands, node.Type, scope =>
            Bodies.TryGetValue(node.Operation, out var body)
                ? body(new(module, helpers, scope, operands, node.Type))
                : IsWrittenOut(node) ? Unwrapped(operands[0], scope)
                : $"{node.Operation.Name}({string.Join(", ", operands.Select((_, place) => scope.Reference(place)))})");
    }

    /// <summary>What an option or a result holds, or else the other operand.</summary>
    private static string Unwrapped(VeraType of, SlotScope scope)
    {
        var (held, other, type) = (scope.Reference(0), scope.Reference(1), TypeNames.Spelling(of.First));
        var (some, none) = of.Kind == TypeKind.Option ? ("Some", "None") : ("Ok", "Err(_)");
        return $"match {held} {{\n    {some}(@{type}) -> @{type}.0,\n    {none} -> {other}\n  }}";
    }

    /// <summary>What one of these functions is written of.</summary>
    private sealed class Applied(
        SourceModule module, Helpers helpers, SlotScope scope, ImmutableArray<VeraType> operands, VeraType result)
    {
        private const int Parameters = 10;

        private readonly Stack<(int Key, VeraType Type)> first = new();

        /// <summary>The type of the function's result.</summary>
        public VeraType Result => result;

        /// <summary>The type of what the first operand holds.</summary>
        public VeraType Element => operands[0].First;

        /// <summary>The first parameter of the innermost applied function.</summary>
        public string First => scope.Reference(first.Peek().Key);

        /// <summary>Its second parameter.</summary>
        public string Second => scope.Reference(first.Peek().Key + 1);

        /// <summary>The first parameter as the field of a constructor.</summary>
        public string FirstField => helpers.Field(first.Peek().Type, First);

        /// <summary>The second one, behind what was made so far.</summary>
        public string SecondField => helpers.Field(Element, Second);

        /// <summary>An operand as a field.</summary>
        public string Field(int place) => helpers.Field(operands[place], this[place]);

        /// <summary>An operand, as it is named where it is asked for.</summary>
        public string this[int place] => scope.Reference(place);

        /// <summary>A function, as an argument.</summary>
        public string Function(VeraType of, ImmutableArray<VeraType> parameters, Func<string> body)
        {
            var outer = scope.Count;
            first.Push((Parameters + outer, parameters[0]));
            for (var i = 0; i < parameters.Length; i++)
            {
                scope.Push(parameters[i], first.Peek().Key + i);
            }

            var types = string.Join(", ", parameters.Select(type => "@" + module.TypeOf(type)));
            var text = $"fn({types} -> @{module.TypeOf(of)}) effects(pure) {{ {body()} }}";
            scope.PopTo(outer);
            first.Pop();
            return text;
        }

        /// <summary>An operation whose function asks the set that is the second operand.</summary>
        public string Asking(string name) =>
            $"{name}({this[0]}, {Function(VeraType.Bool, [Element], () => $"set_contains({this[1]}, {First})")})";

        /// <summary>A function over the arrays within an array.</summary>
        public string Inner()
        {
            var inner = First;
            return $"array_map({inner}, {Function(result.First.First, [Element.First], () => $"Some({FirstField})")})";
        }

        /// <summary>A tree without nodes.</summary>
        public string Leaf() => helpers.Empty(result) + "()";

        /// <summary>The name of a function that reads the number of a pair.</summary>
        public string Number() => helpers.Define($"number_{TypeNames.Snake(Element)}", [Element], VeraType.Int, scope =>
            $"match {scope.Reference(0)} {{\n"
            + $"    Tuple(@Int, @{module.TypeOf(Element.Second)}) -> {NumberIn(Element)}\n  }}");

        /// <summary>A function that compares what is made of two items.</summary>
        public string Comparing(Func<string, string> key)
        {
            var outer = scope.Count;
            scope.Push(Element, Parameters);
            scope.Push(Element, Parameters + 1);
            var (left, right) = (key(scope.Reference(Parameters)), key(scope.Reference(Parameters + 1)));
            scope.PopTo(outer);
            var type = module.TypeOf(Element);
            return $"fn(@{type}, @{type} -> @Ordering) effects(pure) {{ if {left} < {right} then {{ Less }} else {{ "
                + $"if {left} > {right} then {{ Greater }} else {{ Equal }} }} }}";
        }

        private static string NumberIn(VeraType pair) => pair.Second == VeraType.Int ? "@Int.1" : "@Int.0";
    }
}
