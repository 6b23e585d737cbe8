using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets;

namespace Vera.GcStress.Model;

/// <summary>Carries a valid case out on plain C# objects: what every other target must observe.</summary>
/// <param name="heapStart">The heap's start in the target that the model is compared with.</param>
/// <param name="parseDocument">The literal tree of a document, or null if it does not parse.</param>
/// <param name="equality">When keys and elements of heap types are the same in that target.</param>
/// <param name="seesCaptures">Whether that target shows what a function captured: a real Vera applies it.</param>
/// <remarks>
/// No heap and no collections, so allocations, churn and tail calls do nothing. A case that is not valid throws an
/// <see cref="ArgumentException"/>; one that asks for too much ends in <see cref="Outcome.LimitHit"/>. Schedules change
/// nothing, so a program that comes again under another one is not carried out again.
/// </remarks>
internal sealed class ReferenceModel(
    int heapStart,
    Func<VeraType, string, Expr?> parseDocument,
    ContainerEquality equality = ContainerEquality.Identity,
    bool seesCaptures = true) : ITarget
{
    private static readonly Outcome Completed = new Outcome.Completed();
    private static readonly Outcome Stopped = new Outcome.Stopped();

    private readonly ModelEvaluator evaluator = new(heapStart, parseDocument, equality);
    private readonly ModelText text = new() { SeesCaptures = seesCaptures };
    private readonly Transcript observations = new();
    private readonly Transcript locals = new();

    /// <summary>What ran last, and how far its heap was moved; what it showed is there still.</summary>
    private (ImmutableArray<Op> Ops, int Start) known;
    private Outcome knownOutcome = Completed;

    public int HeapStart => heapStart;

    public Execution Run(StressCase stressCase, IWatcher? watcher = null)
    {
        var asked = (stressCase.Ops, stressCase.Tables.Start);
        if (watcher is not null || asked != known)
        {
            known = default;
            observations.Clear();
            locals.Clear();
            evaluator.Begin(stressCase.Tables.Start);
            knownOutcome = CarryOut(stressCase.Ops, watcher);
            known = watcher is null ? asked : default;
        }

        return new(knownOutcome, observations, locals, default);
    }

    private Outcome CarryOut(ImmutableArray<Op> ops, IWatcher? watcher)
    {
        var number = 0;
        try
        {
            for (; number < ops.Length; number++)
            {
                Step(number, ops[number], watcher);
                if (watcher is { Stopped: true })
                {
                    return Stopped;
                }
            }

            return Completed;
        }
        catch (ModelLimitException limit)
        {
            return new Outcome.LimitHit(number, limit.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            return new Outcome.LimitHit(number, "expressions nested deeper than the stack");
        }
    }

    private void Step(int number, Op op, IWatcher? watcher)
    {
        switch (op)
        {
            case Op.Let let:
                Bind(let.Id, let.Value.Type, evaluator.Evaluate(let.Value));
                break;
            case Op.Match match:
                BindFields(match, (ModelValue.Construct)evaluator.Evaluate(match.Value));
                break;
            case Op.Observe observe:
                Observe(number, observe.Value, watcher);
                break;
            case Op.Put put:
                evaluator.Put(evaluator.Evaluate(put.Value));
                break;
            case Op.Return result:
                Bind(result.Id, result.Value.Type, evaluator.Evaluate(result.Value));
                break;
            case Op.Allocate or Op.Churn or Op.Call or Op.Tail:
                break;
            default:
                throw new UnreachableException($"the model has no rule for {op.GetType()}");
        }
    }

    private void Bind(int local, VeraType type, ModelValue value)
    {
        evaluator.Bind(local, value);
        text.Write(type, value, locals.Begin(local));
        locals.End();
    }

    private void BindFields(Op.Match match, ModelValue.Construct value)
    {
        var types = value.Of.Constructors[match.Tag].Fields;
        for (var field = 0; field < match.Ids.Length; field++)
        {
            var bound = value.Tag == match.Tag ? value.Fields[field] : evaluator.Default(types[field]);
            Bind(match.Ids[field], types[field], bound);
        }
    }

    private void Observe(int number, Expr observed, IWatcher? watcher)
    {
        var value = evaluator.Evaluate(observed);
        text.Write(observed.Type, value, observations.Begin(number));
        var seen = observations.End();
        watcher?.Observed(number, seen);
    }
}
