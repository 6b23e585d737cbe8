using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Judging;

/// <summary>The most slots of the shadow stack that an op may leave to the frame that runs it.</summary>
/// <remarks>
/// Counted from the case alone, by the rule that <see cref="Expr"/> states: a block is pushed when it is made, what is
/// read is pushed if it has to be held, a callee leaves its result, and a fold its last accumulator.
/// </remarks>
/// <param name="withDefaults">
/// Whether there may be nothing to read, and the default value of the type is built instead: dear to count.
/// </param>
internal sealed class RootBudget(bool withDefaults)
{
    public int Of(Op op) => op switch
    {
        Op.Let let => Of(let.Value) + Slot(let.Value.Type),
        Op.Match match => Of(match.Value) + Fields(match),
        Op.Return result => Slot(result.Value.Type),
        Op.Tail tail => tail.Arguments.Length,
        Op.Observe or Op.Put => Of(op.Operand!),
        Op.Allocate or Op.Churn or Op.Call => 0,
        _ => throw new UnreachableException($"no budget for {op.GetType().Name}"),
    };

    private int Of(Expr expr) => expr switch
    {
        Expr.Local or Expr.Bound => 0,
        Expr.Construct node => 1 + Sum(node.Fields),
        Expr.Builtin builtin => Slot(builtin.Type) + Sum(builtin.Operands),
        Expr.Container made => 1 + made.Entries.Length + Sum(made.Entries),
        Expr.ArrayOf array => 1 + Sum(array.Items),
        Expr.Closure closure => 1 + Of(closure.Capture),
        Expr.Function => 1,
        Expr.Argument => Slot(expr.Type),
        Expr.Fold fold => 1 + Of(fold.Into),
        Expr.Item item => Slot(item.Type) + Of(item.Of) + Default(item.Type),
        Expr.Parse parse => 2 + Default(parse.Of),
        Expr.Call => Slot(expr.Type),
        Expr.If branch =>
            Slot(branch.Type) + Of(branch.Condition) + Math.Max(Of(branch.Then), Of(branch.Else)),
        Expr.Block block => Slot(block.Type) + Of(block.Value) + Slot(block.Value.Type) + Of(block.Body),
        Expr.Try attempt =>
            Slot(attempt.Type) + Math.Max(Of(attempt.Body), Slot(attempt.Thrown) + Of(attempt.Handler)),
        Expr.Throw thrown => Of(thrown.Value),
        Expr.Cell cell => Slot(cell.Initial.Type) + Slot(cell.Type) + Of(cell.Initial) + Of(cell.Body),
        Expr.Store store => Slot(store.Type) + Of(store.Value) + Of(store.Rest),
        Expr.Recursion call => Slot(call.Type) + Sum(call.Start) + call.Parameters.Sum(Slot),
        Expr.Mutual call => Slot(call.Type) + Sum(call.Start)
            + Math.Max(call.Calls.ParametersAt(0).Sum(Slot), call.Calls.ParametersAt(1).Sum(Slot)),
        Expr.Contract call => Slot(call.Type) + Sum(call.Given) + call.Parameters.Sum(Slot),
        Expr.Passed call => Slot(call.Type) + Sum(call.Parts) + call.Parameters.Sum(Slot),
        Expr.Applied applied => (2 * Slot(applied.Type)) + Slot(applied.Of.Type) + Of(applied.Of)
            + (applied.Start is { } start ? Of(start) : 0),
        Expr.Match match => Slot(match.Type) + Of(match.Subject)
            + Math.Max(match.Binds(1).Sum(Slot) + Of(match.Arm), match.Other is null ? 0 : Of(match.Other)),
        { Parts.IsEmpty: true } => Slot(expr.Type),
        _ => throw new UnreachableException($"no budget for {expr.GetType().Name}"),
    };

    private int Fields(Op.Match match)
    {
        var sum = 0;
        foreach (var field in match.Value.Type.Constructors[match.Tag].Fields)
        {
            sum += Slot(field) + Default(field);
        }

        return sum;
    }

    private int Default(VeraType type) => withDefaults ? Of(Defaults.Of(type)) : 0;

    private int Sum(ImmutableArray<Expr> parts)
    {
        var sum = 0;
        foreach (var part in parts)
        {
            sum += Of(part);
        }

        return sum;
    }

    private static int Slot(VeraType type) => type.IsHeap ? 1 : 0;
}
