using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <content>Expressions that are functions of their own: of what they use and do not bind.</content>
internal sealed partial class ExprSource
{
    /// <summary>Writes the body as a function, and a call of that.</summary>
    private void Callee(Expr body, string what = "make", string? held = null)
    {
        var (name, passed) = (names.Next(what), Passed(FreeNames.Of(body)));
        Function(name, passed, Binders, body, source => source.Write(body), held: held);
        Call(name, passed);
    }

    /// <summary>A function with contracts, of what it is given and of what it uses besides.</summary>
    private void Contract(Expr.Contract expr)
    {
        // What it is given is written here, and no part of the function.
        var body = expr.With([.. expr.Given.Select(one => Defaults.Of(one.Type)), .. expr.Parts[expr.Given.Length..]]);
        var (name, passed) = (names.Next("deal"), Passed(FreeNames.Of(body)));
        var own = Own(expr.Parameters);
        var inside = Binders.AddRange(own.Select(parameter => parameter.Key));
        Function(name, [.. passed, .. own], inside, body, source => source.Write(expr.Body), expr);
        text.Append(IsRefinement(expr) ? Unrefined(name, [.. passed, .. own], body) : name).Append('(');
        Given(passed, expr.Given);
    }

    /// <summary>A function that returns the same as another one, of the plain type: that is known everywhere.</summary>
    private string Unrefined(string refined, List<(VeraType Type, int Key)> parameters, Expr body)
    {
        var name = names.Next("plain");
        Function(name, parameters, [], body, source => source.Call(refined, parameters));
        return name;
    }

    private void Call(string name, IEnumerable<(VeraType Type, int Key)> passed) =>
        text.Append(name).Append('(').AppendJoin(", ", passed.Select(p => scope.Reference(p.Key))).Append(')');

    /// <summary>
    /// A handler of State. Its body is a function, which has that cell and no other, and knows the type of that by the
    /// handler's name. What it calls has the same effect, and the type goes by its own name there.
    /// </summary>
    private void Cell(Expr.Cell expr)
    {
        var type = Name(expr.Initial.Type, expr.IsNamed);
        text.Append(CultureInfo.InvariantCulture, $"handle[State<{type}>](@{type} = ");
        Write(expr.Initial);
        text.Append(CultureInfo.InvariantCulture, $") {{ get(@Unit) -> {{ resume(@{type}.0) }}, ")
            .Append(CultureInfo.InvariantCulture, $"put(@{type}) -> {{ resume(()) }} }} in {{ ");
        var around = inCell;
        inCell = true;
        Callee(expr.Body, "cell", type);
        inCell = around;
        text.Append(" }");
    }

    /// <summary>
    /// The number of calls left comes first, then what the functions use, their parameters last. Two functions that
    /// call each other are given what either of them uses.
    /// </summary>
    private void Recursion(Expr expr, CallChain chain)
    {
        // What the first call is given is written here, and no part of the functions.
        var body = expr.With(
            [.. chain.ParametersAt(0).Select(Defaults.Of), .. expr.Parts[chain.Start.Length..]]);
        var passed = Passed(FreeNames.Of(body));
        string[] functions = [.. Enumerable.Range(0, chain.IsMutual ? 2 : 1).Select(_ => names.Next("recur"))];
        for (var i = 0; i < functions.Length; i++)
        {
            var (half, other) = (chain.At(i), functions[^(i + 1)]);
            var own = Own(chain.ParametersAt(i));
            Function(
                functions[i],
                [(VeraType.Int, SlotScope.Left), .. passed, .. own],
                Binders.AddRange(own.Select(parameter => parameter.Key)),
                body,
                source => source.Calls(half, expr.Type, other, passed));
        }

        text.Append(CultureInfo.InvariantCulture, $"{functions[0]}({chain.Depth}, ");
        Given(passed, chain.Start);
    }

    /// <summary>The body of a function that calls itself, or another one.</summary>
    private void Calls(CallHalf half, VeraType type, string next, IReadOnlyList<(VeraType Type, int Key)> passed)
    {
        var left = scope.Reference(SlotScope.Left);
        text.Append("if ").Append(left).Append(" == 0 then { ");
        Write(half.Base);
        text.Append(" } else { ");
        if (half.Rest is not null)
        {
            text.Append("let @").Append(module.TypeOf(type)).Append(" = ");
        }

        text.Append(next).Append('(').Append(left).Append(" - 1, ");
        Given(passed, half.Next);
        if (half.Rest is { } rest)
        {
            text.Append("; ");
            Under([type], rest);
        }

        text.Append(" }");
    }

    /// <summary>The parameters of a function that its body sees as bound.</summary>
    private (VeraType Type, int Key)[] Own(ImmutableArray<VeraType> parameters) =>
        [.. parameters.Select((type, at) => (type, SlotScope.FirstBinder - Binders.Length - at))];

    private void Given(IEnumerable<(VeraType Type, int Key)> passed, ImmutableArray<Expr> arguments)
    {
        foreach (var (_, key) in passed)
        {
            text.Append(scope.Reference(key)).Append(", ");
        }

        Separated(arguments);
        text.Append(')');
    }

    /// <summary>What a function has to be given, in the order of its parameters.</summary>
    private List<(VeraType Type, int Key)> Passed(FreeNames free)
    {
        var passed = free.Locals.Select(local => (local.Value, local.Key)).ToList();
        passed.AddRange(free.Bound.Select(bound => (bound.Value, Binders[^(bound.Key + 1)])));
        if (free.UsesTurn)
        {
            passed.Add((VeraType.Int, SlotScope.Turn));
        }

        if (BindsState(free))
        {
            passed.Add((free.State!, SlotScope.State));
        }

        return passed;
    }

    private bool BindsState(FreeNames free) => free.State is not null && ReadsBoundState;

    private void Function(
        string name, List<(VeraType Type, int Key)> parameters, ImmutableArray<int> binders, Expr body,
        Action<ExprSource> write, Expr.Contract? contract = null, string? held = null)
    {
        var (inner, free, lines) = (new SlotScope(), FreeNames.Of(body), new StringBuilder());
        foreach (var (type, key) in parameters)
        {
            inner.Push(Name(type, contract), key);
        }

        var (requires, ensures) = ("true", "true");
        var result = Name(body.Type, contract);
        if (contract is not null)
        {
            requires = Check(contract.Requires, inner, binders);
            (ensures, result) = IsRefinement(contract)
                ? (ensures, Refined(contract, binders))
                : (Ensures(contract, inner, binders), result);
        }

        StateSource.BindForFolds(body, BindsState(free), module, inner, lines, "  ");
        lines.Append("  ");
        write(new ExprSource(module, inner, names, heapStart, lines)
        {
            StateIsBound = BindsState(free),
            Binders = binders,
        });
        var effects = free.Thrown.Select(type => $"Exn<{module.TypeOf(type)}>").ToList();
        if (free.State is not null && !BindsState(free))
        {
            effects.Add($"State<{held ?? module.TypeOf(free.State)}>");
        }

        module.Add(SourceModule.Function(
            name, parameters.Select(p => Name(p.Type, contract)), result, lines.ToString(),
            SourceModule.Effects(effects), requires, ensures));
    }

    private string Ensures(Expr.Contract contract, SlotScope parameters, ImmutableArray<int> binders)
    {
        var key = SlotScope.FirstBinder - binders.Length;
        parameters.Result = (Name(contract.Type, contract), key);
        var check = Check(contract.Ensures, parameters, binders.Add(key));
        parameters.Result = null;
        return check;
    }

    /// <summary>
    /// Vera leaves out what is promised of a string or an array, but not the refinement of a type. That sees nothing
    /// else, and no items of a type with parameters. What has an alias is refined wherever that says the same.
    /// </summary>
    private static bool IsRefinement(Expr.Contract contract)
    {
        var free = FreeNames.Of(contract.Ensures);
        return contract.Ensures is not Expr.Bool
            && (contract.IsNamed || (contract.Type.Kind is TypeKind.String or TypeKind.Array
                && contract.Type.Arguments.All(item => item.Arguments.IsEmpty)))
            && free.Locals.Count == 0 && !free.UsesTurn && free.Bound.Keys.All(up => up == 0);
    }

    private string Refined(Expr.Contract contract, ImmutableArray<int> binders)
    {
        var (alone, key) = (new SlotScope(), SlotScope.FirstBinder - binders.Length);
        var name = Name(contract.Type, contract);
        alone.Push(name, key);
        return $"{{ @{name} | {Check(contract.Ensures, alone, binders.Add(key))} }}";
    }

    private string Name(VeraType type, Expr.Contract? contract) => Name(type, contract is { IsNamed: true });

    /// <summary>By what a function or a handler knows a type. One of functions has an alias in any case.</summary>
    private string Name(VeraType type, bool isNamed) =>
        isNamed && type.Kind != TypeKind.Closure ? module.Alias(type) : module.TypeOf(type);

    private string Check(Expr check, SlotScope sees, ImmutableArray<int> binders)
    {
        var written = new StringBuilder();
        new ExprSource(module, sees, names, heapStart, written) { InContract = true, Binders = binders }.Write(check);
        return written.ToString();
    }
}
