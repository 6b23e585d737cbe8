using System.Collections.Immutable;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage.Remedies;

/// <summary>
/// What is tried on a failing case, one thing after the other: the first one without which it passes is what its bug
/// hangs on. Each is a small change that keeps the rest of the case, so that a bug in there still shows.
/// </summary>
internal static class RemedyTable
{
    /// <summary>More than a small case lists.</summary>
    private const int ItemsWritten = 4;

    private const int FewTurns = 64;

    private const string Handler = "a handler";

    /// <summary>No literal of a drawn case is this number.</summary>
    private static readonly Expr Ordinary = Expr.Float64.From(5_303.125);

    /// <summary>
    /// The compiler chooses some operations by the types of their operands, and takes a wrong one where it knows none:
    /// then a program may read behind what the host wrote, and what it finds there hangs on collections.
    /// </summary>
    public static Remedy Untyped { get; } = new("an operand of no known type", Each(InCallees));

    /// <summary>Bool and Byte take one byte in an array; others list them wider.</summary>
    public static Remedy NarrowListing { get; } = new("a listing of items of one byte", Each(Written));

    private static readonly Remedy State = new("a State cell", of => [StateAsLets.Of(of)]);

    /// <summary>What may make a module that no engine takes.</summary>
    public static ImmutableArray<Remedy> OfModules { get; } =
    [
        // In the clause of another one; without an alias it passes too, as then it catches what that one does.
        new(Handler, of =>
        [
            Deep(of, expr => InClause(expr, inner => Deep(inner.Body, NoThrow))),
            Deep(of, expr => InClause(expr, Caught)),
        ]),
        // Before what the other name is of: without that they pass too.
        new("an alias of what a cell holds", Each(expr => expr is Expr.Cell of ? of with { IsNamed = false } : expr)),
        new("an alias of what is thrown", Each(expr => expr is Expr.Try of ? of with { IsNamed = false } : expr)),
        new("a branch of functions", of =>
        [
            Deep(of, expr => expr is Expr.If { Type.Kind: TypeKind.Closure } branch ? branch.Then : Arm(expr)),
            Deep(of, expr => expr is Expr.If { Type.Kind: TypeKind.Closure } branch ? branch.Else : Arm(expr)),
        ]),
        new("an operation over functions", Each(expr => IsOverFunctions(expr) ? Defaults.Of(expr.Type) : expr)),
        new("a throw", of => [Deep(of, NoThrow), Deep(of, expr => Throws(expr) ? Caught(expr) : expr)]),
        new(Handler, of =>
        [
            Deep(of, expr => expr is Expr.Try attempt ? attempt.Body : NoThrow(expr)),
            Deep(of, expr => expr is Expr.Try ? Caught(expr) : NoThrow(expr)),
        ]),
        new("a generic function", Each(expr => expr is Expr.Passed { By: Naming.Generic } call ? call.Value : expr)),
        new("another name for a type", Each(Unnamed)),
        State,
    ];

    /// <summary>What may be wrong, whenever it is evaluated.</summary>
    public static ImmutableArray<Remedy> OfValues { get; } =
    [
        NarrowListing,
        new("a NaN", Each(expr => IsNaN(expr) ? Ordinary : expr)),
        new("a search", of => [Deep(of, expr => Found(expr, 0)), Deep(of, expr => Found(expr, 1))]),
        Untyped,
        .. OfModules,
    ];

    /// <summary>What may be lost in a collection, since nothing holds it: where it is held, the case passes.</summary>
    public static ImmutableArray<Remedy> OfRoots { get; } =
    [
        Untyped,
        State,
        new("a tail call", of => [Deep(of.With([.. of.Ops.Where(op => op is not Op.Tail)]), WithoutTail)]),
        new("a match", of => [of.With([.. of.Ops.SelectMany(WithBlock)])]),
        new("a refined result", Each(expr => Checked(expr, IsPair))),
        new("a promised result", Each(expr => Checked(expr, type => !IsPair(type)))),
        new("an argument", Each(expr => expr is Expr.Argument given ? given.Value : expr)),
        new("the result of a function", Each(expr => IsOfFunction(expr) ? Held(expr) : expr)),
        new("the result of a handler", Each(expr => expr is Expr.Try ? Held(expr) : expr)),
        new("a pair of the host", Each(expr => Made(expr, IsPair))),
        new("a block of the host", Each(expr => Made(expr, type => !IsPair(type) && !IsPlain(type)))),
    ];

    /// <summary>The case with the types of all that cells hold and handlers catch known by their own names.</summary>
    public static StressCase WithoutNamesInHandlers(StressCase of) => Deep(of, expr => expr switch
    {
        Expr.Cell { IsNamed: true } cell => cell with { IsNamed = false },
        Expr.Try { IsNamed: true } attempt => attempt with { IsNamed = false },
        _ => expr,
    });

    /// <summary>The case with functions that make a block, each of those that call themselves or each other.</summary>
    public static StressCase WithBlocks(StressCase of) => Deep(of, expr => expr switch
    {
        Expr.Recursion calls => calls with { Base = AfterBlock(calls.Base) },
        Expr.Mutual calls => calls with
        {
            One = calls.One with { Base = AfterBlock(calls.One.Base) },
            Other = calls.Other with { Base = AfterBlock(calls.Other.Base) },
        },
        _ => expr,
    });

    /// <summary>The case with functions that call themselves only so often that they fill no table.</summary>
    public static StressCase WithFewTurns(StressCase of) => Deep(of, expr => expr switch
    {
        Expr.Recursion { Depth: > FewTurns } calls => calls with { Depth = FewTurns },
        Expr.Mutual { Depth: > FewTurns } calls => calls with { Depth = FewTurns },
        _ => expr,
    });

    private static Func<StressCase, IEnumerable<StressCase>> Each(Func<Expr, Expr> other) => of => [Deep(of, other)];

    private static StressCase Deep(StressCase stressCase, Func<Expr, Expr> other) => stressCase.With(
    [
        .. stressCase.Ops.Select(op => op.Operand is { } operand ? op.With(Deep(operand, other)) : op),
    ]);

    /// <summary>The parts first, so that what is in another one of its kind changes too.</summary>
    private static Expr Deep(Expr expr, Func<Expr, Expr> other) =>
        other(expr.Parts.IsEmpty ? expr : expr.With([.. expr.Parts.Select(part => Deep(part, other))]));

    /// <summary>An array, as containers are no blocks where a host keeps them.</summary>
    private static Expr.Block AfterBlock(Expr expr) =>
        new(new Expr.ArrayOf(VeraType.Array(VeraType.Int), [new Expr.Int(0)]), Unbind.Under(expr, 1));

    /// <summary>A let around a value: its function holds it from then on.</summary>
    private static Expr.Block Held(Expr expr) => new(expr, new Expr.Bound(0, expr.Type));

    /// <summary>Some operations are chosen by the types of their operands, and what a call gives has a type.</summary>
    private static Expr InCallees(Expr expr) => expr is Expr.Builtin or Expr.Item
        ? expr.With([.. expr.Parts.Select(part => IsUntyped(part) ? new Expr.Call(part) : part)])
        : expr;

    /// <summary>Functions that do something with what they get from the next call: they give it back.</summary>
    private static Expr WithoutTail(Expr expr)
    {
        return expr switch
        {
            Expr.Recursion { Rest: null } calls => calls with { Rest = new Expr.Bound(0, calls.Type) },
            Expr.Mutual calls => calls with { One = Half(calls.One), Other = Half(calls.Other) },
            _ => expr,
        };

        CallHalf Half(CallHalf half) => half with { Rest = half.Rest ?? new Expr.Bound(0, expr.Type) };
    }

    /// <summary>What a function of the program gives: one picks the items of an array.</summary>
    private static bool IsOfFunction(Expr expr) =>
        expr is Expr.Item or Expr.Call or Expr.Mutual or Expr.Recursion;

    private static bool IsUntyped(Expr expr) =>
        expr is Expr.If or Expr.Match or Expr.Try or Expr.Block or Expr.Cell or Expr.Store or Expr.State;

    private static Expr Checked(Expr expr, Func<VeraType, bool> suits) =>
        expr is Expr.Contract contract && suits(contract.Type) ? contract with { Body = Held(contract.Body) } : expr;

    /// <summary>Vera has neither over functions: in a program it is the match that it means.</summary>
    public static bool IsMatchOfFunctions(Expr expr) => expr is Expr.Builtin
    {
        Operation.Name: "option_unwrap_or" or "result_unwrap_or", Type.Kind: TypeKind.Closure,
    };

    /// <summary>What Vera writes in its own language, for options and results of any type.</summary>
    private static bool IsOverFunctions(Expr expr) =>
        expr is Expr.Builtin { Operands: [{ Type: { Kind: TypeKind.Option or TypeKind.Result } holder }, ..] } &&
        !IsMatchOfFunctions(expr) && holder.Arguments.Any(part => part.Kind == TypeKind.Closure);

    /// <summary>The last arm of a match that gives functions, or of what is written as one.</summary>
    private static Expr Arm(Expr expr) => expr switch
    {
        Expr.Match { Type.Kind: TypeKind.Closure, Other: { } other } => other,
        Expr.Builtin { Operands: [_, var otherwise] } unwrap when IsMatchOfFunctions(unwrap) => otherwise,
        _ => expr,
    };

    private static Expr Unnamed(Expr expr) => expr switch
    {
        Expr.Passed { By: Naming.Alias } named => named.Value,
        Expr.Contract { IsNamed: true } contract => contract with { IsNamed = false },
        _ => expr,
    };

    /// <summary>An array that the program itself writes.</summary>
    private static Expr Written(Expr expr) =>
        expr is Expr.Builtin { Operation.Use: ContainerUse.Iterate, Type: { First.Shape: SlotShape.Byte } listed }
            ? new Expr.ArrayOf(listed, [.. Enumerable.Range(0, ItemsWritten).Select(i => Narrow(listed.First, i))])
            : expr;

    private static Expr Narrow(VeraType of, int place) =>
        of.Kind == TypeKind.Bool ? new Expr.Bool(int.IsOddInteger(place)) : new Expr.Byte((byte)place);

    private static bool IsNaN(Expr expr) =>
        expr is Expr.Float64 { Bits: var bits } && double.IsNaN(BitConverter.Int64BitsToDouble(bits));

    private static Expr Made(Expr expr, Func<VeraType, bool> suits) =>
        expr is Expr.Builtin && suits(expr.Type) ? Held(expr) : expr;

    private static bool IsPlain(VeraType type) =>
        type.Kind is TypeKind.Int or TypeKind.Nat or TypeKind.Bool or TypeKind.Byte or TypeKind.Float64;

    private static bool IsPair(VeraType type) => type.Kind is TypeKind.String or TypeKind.Array;

    /// <summary>The function that follows a match makes a block of its own: then it holds what it is given.</summary>
    private static IEnumerable<Op> WithBlock(Op op) => op is Op.Match
        ? [op, new Op.Observe(Some(new Expr.Int(0)))]
        : [op];

    /// <summary>An item as if it had been found.</summary>
    private static Expr Found(Expr expr, int place) => expr switch
    {
        Expr.Builtin { Operation: var how } found when ReferenceEquals(how, AppliedOperations.FindIn) =>
            Some(new Expr.Item(found.Operands[0], place)),
        Expr.Applied { Form: AppliedForm.First } found => Some(new Expr.Item(found.Of, place)),
        _ => expr,
    };

    private static Expr.Construct Some(Expr value) => new(VeraType.Option(value.Type), 1, [value]);

    private static Expr InClause(Expr expr, Func<Expr.Try, Expr> without) => expr is not Expr.Try attempt ? expr
        : attempt with { Handler = Deep(attempt.Handler, part => part is Expr.Try inner ? without(inner) : part) };

    private static Expr NoThrow(Expr expr) => expr is Expr.Throw ? Defaults.Of(expr.Type) : expr;

    private static bool Throws(Expr expr) => expr is Expr.Try { Body: var body } && HasThrow(body);

    private static bool HasThrow(Expr expr) => expr is Expr.Throw || expr.Parts.Any(HasThrow);

    /// <summary>What a handler makes of a simple value.</summary>
    private static Expr Caught(Expr expr) =>
        expr is Expr.Try attempt ? Unbind.Part(attempt.Handler, attempt.Binds(1)) : expr;
}
