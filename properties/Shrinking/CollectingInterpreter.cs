using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Properties.Shrinking;

/// <summary>
/// A host store in miniature: counts allocations, collects as the schedule says, and fails when a container is read
/// whose heap element was inserted before the latest collection.
/// </summary>
internal sealed class CollectingInterpreter
{
    private const int HeapBytes = 64 << 10;

    private readonly Dictionary<int, int> elements = [];
    private readonly StressCase running;
    private int allocations;
    private int collections;
    private int used;
    private bool failed;

    private CollectingInterpreter(StressCase stressCase)
    {
        running = stressCase;
        used = stressCase.Heap == HeapState.Empty ? 0 : HeapBytes;
    }

    public static bool Fails(StressCase stressCase)
    {
        var interpreter = new CollectingInterpreter(stressCase);
        foreach (var op in stressCase.Ops)
        {
            interpreter.Step(op);
        }

        return interpreter.failed;
    }

    private void Step(Op op)
    {
        switch (op)
        {
            case Op.Allocate allocate:
                Allocate(allocate.Bytes);
                break;
            case Op.Churn churn:
                for (var i = 0; i < churn.Count; i++)
                {
                    Allocate(churn.Bytes);
                }

                break;
            case Op.Observe observe:
                Read(Of(observe.Value));
                break;
            case { Operand: { } operand }:
                var since = Of(operand);
                foreach (var id in op.Binds)
                {
                    elements[id] = op is Op.Match ? int.MaxValue : since;
                }

                break;
        }
    }

    /// <summary>How many collections there had been when the value's oldest heap element went in.</summary>
    private int Of(Expr expr)
    {
        switch (expr)
        {
            case Expr.Local local:
                return elements.GetValueOrDefault(local.Id, int.MaxValue);
            case Expr.Construct or Expr.Closure or Expr.ArrayOf { Items.IsEmpty: false } or Expr.Text { Value: not "" }:
                Allocate(16);
                Parts(expr);
                return int.MaxValue;
            case Expr.Container container:
                Allocate(16);
                return container.Entries.Aggregate(int.MaxValue, Entry);
            case Expr.Builtin { Operation.Use: ContainerUse.Insert } insert:
                return insert.Operands.Skip(1).Aggregate(Of(insert.Operands[0]), Entry);
            case Expr.Fold fold:
                var into = Of(fold.Into);
                for (var turn = 0; turn < fold.Count; turn++)
                {
                    into = fold.Parts.Skip(1).Aggregate(into, Entry);
                }

                return into;
            case Expr.Builtin { Operation.Use: ContainerUse.Remove } remove:
                var from = Of(remove.Operands[0]);
                Of(remove.Operands[1]);
                Read(from);
                return from;
            case Expr.Builtin { Operation.Use: ContainerUse.Get or ContainerUse.Contains or ContainerUse.Iterate }:
                var read = Of(expr.Parts[0]);
                expr.Parts.Skip(1).ToList().ForEach(part => Of(part));
                Read(read);
                return int.MaxValue;
            case Expr.Call call:
                return Of(call.Body);
            default:
                Parts(expr);
                return int.MaxValue;
        }
    }

    private int Entry(int since, Expr element)
    {
        Of(element);
        return element.Type.Shape == SlotShape.I32 ? Math.Min(since, collections) : since;
    }

    private void Parts(Expr expr)
    {
        foreach (var part in expr.Parts)
        {
            Of(part);
        }
    }

    private void Read(int since) => failed |= since < collections;

    private void Allocate(int bytes)
    {
        allocations++;
        var forced = running.Schedule switch
        {
            CollectionSchedule.Eager => true,
            CollectionSchedule.Every every => allocations % every.Interval == 0,
            CollectionSchedule.At at => at.Allocations.Contains(allocations),
            _ => false,
        };
        used += bytes;
        if (forced || used > HeapBytes)
        {
            collections++;
            used = 0;
        }
    }
}
