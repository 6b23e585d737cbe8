using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Targets.Vera.Finding;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Says what a release of Vera cannot express, or what it leaves open.</summary>
public static class VeraSupport
{
    /// <summary>The first reason why a case cannot be judged on this release, or null.</summary>
    public static string? WhyNot(StressCase stressCase, VeraVersion version)
    {
        if (!(stressCase.Tables with { Start = 0 }).IsUsual)
        {
            return "tables of its own: Vera has those that it has";
        }

        if (SetOrder.Of(stressCase).ItemDepends)
        {
            return "an item of elements(): Vera leaves the order of a set open";
        }

        var (nodes, chars) = (0, 0);
        foreach (var op in stressCase.Ops)
        {
            nodes++;
            if (op is Op.Allocate { Bytes: > VeraLimits.AllocateBytes } or Op.Churn { Count: > VeraLimits.ChurnCount })
            {
                return $"more than {VeraLimits.AllocateBytes} bytes, or {VeraLimits.ChurnCount} blocks, forced at once";
            }

            if (op is Op.Put put && OfState(put.Value.Type, version) is { } refused)
            {
                return refused;
            }

            if (op.Operand is { } operand && OfExpr(operand, version, ref nodes, ref chars) is { } reason)
            {
                return reason;
            }
        }

        return nodes > VeraLimits.Nodes ? $"more than {VeraLimits.Nodes} ops and expressions"
            : chars > VeraLimits.TextChars ? $"literals of more than {VeraLimits.TextChars} characters"
            : null;
    }

    private static string? OfExpr(Expr expr, VeraVersion version, ref int nodes, ref int chars)
    {
        nodes++;
        chars += expr switch { Expr.Text e => e.Value.Length, Expr.Parse e => e.Document.Length, _ => 0 };
        if ((OfType(expr.Type) ?? OfValue(expr, version)) is { } reason)
        {
            return reason;
        }

        foreach (var part in expr.Parts)
        {
            if (OfExpr(part, version, ref nodes, ref chars) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    private static string? OfType(VeraType type)
    {
        foreach (var argument in type.Arguments)
        {
            if (type.IsContainer && argument.Kind == TypeKind.Array)
            {
                return $"{type}: Vera does not compile containers of arrays";
            }

            if (OfType(argument) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }

    /// <summary>Whether a value is written as the call of a function of the program.</summary>
    private static bool IsCall(Expr expr) => expr switch
    {
        Expr.Call or Expr.Parse or Expr.Item or Expr.Fold or Expr.If or Expr.Block or Expr.Match => true,
        Expr.Try or Expr.Throw or Expr.Recursion or Expr.Mutual or Expr.Contract or Expr.Applied => true,
        Expr.Cell or Expr.Store or Expr.Passed => true,
        Expr.Builtin e => ClosureOperations.Applies(e.Operation) || e.Operation.Meaning is not null,
        Expr.Closure or Expr.Function => true,
        Expr.Container e => e.Entries.IsEmpty,
        Expr.Construct e => e.Of.Kind == TypeKind.Result
            || (e.Fields.IsEmpty && e.Of.Kind is TypeKind.Option or TypeKind.Tree or TypeKind.MdBlock),
        _ => false,
    };

    private static int NodesOf(Expr expr) => 1 + expr.Parts.Sum(NodesOf);

    /// <summary>Whether an expression throws, come what may.</summary>
    private static bool Leaves(Expr expr) => expr switch
    {
        Expr.Throw => true,
        Expr.Block e => Leaves(e.Body),
        Expr.If e => Leaves(e.Then),
        Expr.Match e => Leaves(e.Arm),
        _ => false,
    };

    private static string? OfState(VeraType type, VeraVersion version) => type.Kind switch
    {
        TypeKind.String or TypeKind.Array =>
            "a State of a String or an Array: Vera leaves out functions that use one (E607)",
        TypeKind.Closure => null, // Known by the name of its alias.
        _ when type.Arguments.Any() && version <= VeraVersion.PlainStates =>
            $"a State of a generic type, which Vera up to {VeraVersion.PlainStates} does not compile",
        _ => null,
    };

    private static string? OfValue(Expr expr, VeraVersion version) => expr switch
    {
        Expr.ArrayOf { Items: [var first, ..] } when version <= VeraVersion.GuessedArrays && IsCall(first) =>
            $"an array literal that begins with a call, which Vera up to {VeraVersion.GuessedArrays} compiles wrong",
        Expr.Builtin { Operation.Meaning: not null } e => OperationGaps.WhyNot(e, version),
        Expr.Cell e => OfState(e.Initial.Type, version),
        Expr.Try or Expr.Throw when version < VeraVersion.Exceptions =>
            $"exceptions within expressions, which Vera has since {VeraVersion.Exceptions}",
        Expr.Try { Thrown: { Kind: not TypeKind.Closure, Arguments.IsEmpty: false } }
            when version <= VeraVersion.PlainStates =>
            $"an exception of a generic type, which Vera up to {VeraVersion.PlainStates} does not compile",
        Expr.If e when version <= VeraVersion.NeverAsFirstArm && Leaves(e.Then) =>
            $"a branch whose first arm throws, which Vera up to {VeraVersion.NeverAsFirstArm} takes for a pointer",
        Expr.Recursion e when version <= VeraVersion.NeverAsFirstArm && Leaves(e.Base) =>
            $"a branch whose first arm throws, which Vera up to {VeraVersion.NeverAsFirstArm} takes for a pointer",
        Expr.Mutual e when version <= VeraVersion.NeverAsFirstArm && (Leaves(e.One.Base) || Leaves(e.Other.Base)) =>
            $"a branch whose first arm throws, which Vera up to {VeraVersion.NeverAsFirstArm} takes for a pointer",
        Expr.Mutual e when (e.One.Rest ?? e.Other.Rest) is not null
            && (long)e.Depth * NodesOf(e) > VeraLimits.ShadowSlots =>
            "a recursion whose roots may be more than Vera's shadow stack has room for",
        Expr.Recursion { Rest: not null } e when (long)e.Depth * NodesOf(e) > VeraLimits.ShadowSlots =>
            "a recursion whose roots may be more than Vera's shadow stack has room for",
        Expr.Contract when version < VeraVersion.Contracts =>
            $"contracts that do something, which Vera has since {VeraVersion.Contracts}",
        Expr.Contract e when FreeNames.Of(e.Requires).State is not null || FreeNames.Of(e.Ensures).State is not null =>
            "a contract that reads State: those are pure",
        Expr.Passed { Form: Passage.Set or Passage.Map, Type.Kind: TypeKind.Array } e =>
            OfType(VeraType.Set(e.Type)),
        Expr.Passed { Form: Passage.Captured, Type.Kind: TypeKind.Closure }
            or Expr.Applied { Form: AppliedForm.Each, Body.Type.Kind: TypeKind.Closure } =>
            "array_map to functions, which Vera does not compile",
        Expr.Fold or Expr.Applied or Expr.Contract when FreeNames.Of(expr).FoldThrows =>
            "a throw out of a closure or a contract: those are pure",
        Expr.Applied { Form: AppliedForm.Sort } e when e.Body.Type == VeraType.String
            && version < VeraVersion.OrderedStrings =>
            $"an order of strings, which Vera has since {VeraVersion.OrderedStrings}",
        Expr.Applied e when version < ExprSource.Since(e.Form) =>
            $"{ExprSource.Name(e.Form)}, which Vera has since {ExprSource.Since(e.Form)}",
        Expr.Argument { Value: Expr.Text text } when text.Value.Contains('\0', StringComparison.Ordinal) =>
            "an argument with a letter of code 0: no command line has one",
        Expr.Fold { Count: > VeraLimits.FoldTurns } => $"a fold of more than {VeraLimits.FoldTurns} turns",
        Expr.Float64 e when version < VeraVersion.BucketAsTruth
            && double.IsNaN(BitConverter.Int64BitsToDouble(e.Bits)) =>
            $"NaN, which is not equal to itself before {VeraVersion.BucketAsTruth}",
        _ => null,
    };
}
