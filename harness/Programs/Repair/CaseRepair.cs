using System.Collections.Immutable;
using System.Diagnostics;

namespace Vera.GcStress.Programs.Repair;

/// <summary>Any ops to a valid case: generators, shrinking passes and tests may all be careless.</summary>
/// <remarks>
/// Deterministic, and a projection: a repaired case is its own repair, and comes back as the same object. Valid means:
/// locals are numbered 0, 1, 2 ... as they are bound; names refer to what is in scope and has the right type; frames
/// are closed; the State cell has one type and is read after it was put; all is within <see cref="CaseLimits"/>.
/// What does not fit gives way to the nearest thing that does, then to the default of its type, then the op goes.
/// </remarks>
public sealed class CaseRepair
{
    private readonly ImmutableArray<Op> ops;
    private readonly LocalRepair locals = new();
    private readonly ExprRepair exprs;

    // Null as long as nothing has changed.
    private ImmutableArray<Op>.Builder? repaired;
    private int kept;
    private int arguments;

    // Calls that were dropped, and whose returns have not come yet.
    private int droppedCalls;

    private CaseRepair(ImmutableArray<Op> ops)
    {
        this.ops = ops;
        exprs = new ExprRepair(locals);
    }

    private LocalScope Scope => locals.Scope;

    /// <summary>The valid case that is nearest; the same object if the case is valid.</summary>
    public static StressCase Repair(StressCase stressCase)
    {
        var ops = new CaseRepair(stressCase.Ops).Ops();
        var schedule = ScheduleRepair.Repair(stressCase.Schedule);
        var heap = Enum.IsDefined(stressCase.Heap) ? stressCase.Heap : HeapState.Empty;
        var tables = stressCase.Tables.Clamped();
        return ops == stressCase.Ops && ReferenceEquals(schedule, stressCase.Schedule) && heap == stressCase.Heap
            && ReferenceEquals(tables, stressCase.Tables)
            ? stressCase
            : new StressCase(ops, schedule, heap, tables);
    }

    private ImmutableArray<Op> Ops()
    {
        for (var i = 0; i < ops.Length; i++)
        {
            exprs.TakesArguments = ops[i] is Op.Let && kept == arguments && arguments < CaseLimits.Arguments;
            var op = Repair(ops[i]);
            arguments += op is Op.Let { Value: Expr.Argument } ? 1 : 0;
            if (repaired is null && !ReferenceEquals(op, ops[i]))
            {
                repaired = ImmutableArray.CreateBuilder<Op>(ops.Length);
                repaired.AddRange(ops, i);
            }

            if (op is not null)
            {
                kept++;
                repaired?.Add(op);
            }
        }

        while (Scope.Depth > 0)
        {
            repaired ??= ops.ToBuilder();
            repaired.Add(Close(-1));
        }

        return repaired?.DrainToImmutable() ?? ops;
    }

    /// <summary>The op as it can stand here, or null if it cannot.</summary>
    private Op? Repair(Op op)
    {
        switch (op)
        {
            case Op.Let o:
                return Operand(o, 1, out var type) is { } value ? Let(o, value, type) : null;
            case Op.Match o:
                return Match(o);
            case Op.Observe o:
                return Operand(o, 0, out _) is { } observed ? With(o, observed) : null;
            case Op.Put o:
                return Put(o);
            case Op.Allocate o:
                var bytes = Math.Clamp(o.Bytes, 1, CaseLimits.AllocateBytes);
                return !HasRoom(0) ? null : bytes == o.Bytes ? o : new Op.Allocate(bytes);
            case Op.Churn o:
                return HasRoom(0) ? Churn(o) : null;
            case Op.Call:
                return Call(op);
            case Op.Return o:
                return Return(o);
            case Op.Tail o:
                return Scope.Depth > 0 && droppedCalls == 0 && HasRoom(0) ? Tail(o) : null;
            default:
                throw new UnreachableException($"no repair for {op.GetType()}");
        }
    }

    /// <summary>
    /// Whether another op fits, that binds this number of locals; every open frame keeps room for its return.
    /// </summary>
    private bool HasRoom(int binds) =>
        kept + 1 + Scope.Depth <= CaseLimits.Ops && Scope.Count + binds + Scope.Depth <= CaseLimits.Locals;

    /// <summary>An op's operand, or null if it makes no sense or does not fit.</summary>
    private Expr? Operand(Op op, int binds, out VeraType type)
    {
        var before = exprs.Cost;
        var operand = exprs.Repair(op.Operand!, out type);
        if (operand is not null && exprs.Cost.LeavesRoomFor(Scope.Depth) && HasRoom(binds))
        {
            return operand;
        }

        exprs.Cost = before;
        return null;
    }

    private static Op With(Op op, Expr operand) => ReferenceEquals(op.Operand, operand) ? op : op.With(operand);

    private Op.Let Let(Op.Let op, Expr value, VeraType type)
    {
        var id = locals.Bind(op.Id, type);
        return id == op.Id && ReferenceEquals(value, op.Value) ? op : new Op.Let(id, value);
    }

    private Op.Match? Match(Op.Match op)
    {
        var before = exprs.Cost;
        var value = Operand(op, 0, out var type);
        if (value is null || !type.IsAdt)
        {
            exprs.Cost = before;
            return null;
        }

        var tag = (op.Tag & int.MaxValue) % type.Constructors.Length;
        var fields = type.Constructors[tag].Fields;
        if (!HasRoom(fields.Length))
        {
            exprs.Cost = before;
            return null;
        }

        var same = tag == op.Tag && fields.Length == op.Ids.Length && ReferenceEquals(value, op.Value);
        var ids = new int[fields.Length];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = locals.Bind(i < op.Ids.Length ? op.Ids[i] : -1, fields[i]);
            same = same && ids[i] == op.Ids[i];
        }

        return same ? op : new Op.Match([.. ids], value, tag, op.Destructures);
    }

    private Op? Put(Op.Put op)
    {
        var before = exprs.Cost;
        var value = Operand(op, 0, out var type);
        exprs.State = new(exprs.State.Type ?? (value is null ? null : type), IsInner: false);
        if (value is null || type != exprs.State.Type)
        {
            exprs.Cost = before;
            return null;
        }

        return With(op, value);
    }

    private static Op.Churn Churn(Op.Churn op)
    {
        var count = Math.Clamp(op.Count, 1, CaseLimits.ChurnCount);
        var bytes = Math.Clamp(op.Bytes, 1, CaseLimits.ChurnBytes);
        return count == op.Count && bytes == op.Bytes ? op : new Op.Churn(count, bytes);
    }

    private Op? Call(Op op)
    {
        // One op more for the return that this frame needs, and one local, and one expression.
        var fits = Scope.Depth < CaseLimits.FrameDepth && kept + 2 + Scope.Depth <= CaseLimits.Ops
            && HasRoom(1) && exprs.Cost.LeavesRoomFor(Scope.Depth + 1);
        if (!fits)
        {
            droppedCalls++;
            return null;
        }

        Scope.Open();
        return op;
    }

    private Op? Return(Op.Return op)
    {
        if (droppedCalls > 0)
        {
            droppedCalls--;
            return Operand(op, 1, out var kind) is { } bound ? new Op.Let(locals.Bind(op.Id, kind), bound) : null;
        }

        if (Scope.Depth == 0)
        {
            return null;
        }

        var before = exprs.Cost;
        if (exprs.Repair(op.Value, out var type) is not { } value
            || !exprs.Cost.LeavesRoomFor(Scope.Depth - 1))
        {
            exprs.Cost = before;
            return Close(op.Id);
        }

        Scope.Close();
        var id = locals.Bind(op.Id, type);
        return id == op.Id && ReferenceEquals(value, op.Value) ? op : new Op.Return(id, value);
    }

    /// <summary>The return of a frame that has none: of what the frame bound last.</summary>
    private Op.Return Close(int old)
    {
        var newest = Scope.Newest();
        var value = newest < 0 ? Defaults.Of(VeraType.Int) : new Expr.Local(newest, Scope.TypeOf(newest));
        exprs.Cost = exprs.Cost.PlusNode(new ExprPlace(1, 0));
        Scope.Close();
        return new Op.Return(locals.Bind(old, value.Type), value);
    }

    private Op.Tail Tail(Op.Tail op)
    {
        var arguments = new List<int>(op.Arguments.Length);
        var seen = new HashSet<int>();
        foreach (var old in op.Arguments)
        {
            var local = locals.Resolve(old, null);
            if (local >= 0 && seen.Add(local))
            {
                arguments.Add(local);
            }
        }

        ImmutableArray<int> passed = [.. arguments];
        Scope.Keep(passed.AsSpan());
        return passed.AsSpan().SequenceEqual(op.Arguments.AsSpan()) ? op : new Op.Tail(passed);
    }
}
