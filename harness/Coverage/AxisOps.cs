using System.Collections.Immutable;
using System.Diagnostics;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>Follows the ops of a case: what is bound where, and what holds it when an op forces allocation.</summary>
internal sealed class AxisOps(CellTrace? trace)
{
    /// <summary>A block of this size or more makes the heap grow by many pages.</summary>
    public const int GrowthBytesMin = 32 * 1024;

    private readonly Stack<(HolderAxis Held, int Stored)> frames = new();
    private HolderAxis held;
    private bool stateHolds;
    private bool afterLarge;

    public AxisExpressions Seen { get; } = new(trace);

    private AxisLocals Locals => Seen.Locals;

    public PressureAxis Pressure { get; private set; }

    public void Add(Op op)
    {
        var isAfterLarge = afterLarge;
        afterLarge = false;
        switch (op)
        {
            case Op.Let let:
                Let(let);
                break;
            case Op.Match match:
                Match(match);
                break;
            case Op.Observe observe:
                Seen.Visit(observe.Value);
                Seen.ObservedWhole(observe.Value);
                break;
            case Op.Put put:
                Seen.Visit(put.Value);
                Locals.StateOrigin = Locals.OriginOf(put.Value);
                stateHolds = ExprTypes.Of(put.Value).IsHeap;
                break;
            case Op.Allocate allocate:
                afterLarge = true;
                Force(allocate.Bytes < GrowthBytesMin ? PressureAxis.Large : PressureAxis.Growth);
                break;
            case Op.Churn:
                Force(isAfterLarge ? PressureAxis.Churn | PressureAxis.Both : PressureAxis.Churn);
                break;
            case Op.Call:
                frames.Push((held, Seen.FreshStored));
                Locals.FrameDepth++;
                break;
            case Op.Tail tail:
                Tail(tail.Arguments);
                break;
            case Op.Return result:
                Return(result);
                break;
            default:
                throw new UnreachableException($"no axis for {op.GetType().Name}");
        }
    }

    private void Let(Op.Let let)
    {
        var stored = Seen.StoredOutOfSight;
        var keys = Seen.Visit(let.Value);
        var type = ExprTypes.Of(let.Value);
        Seen.Bind(let.Id, type, Locals.OriginOf(let.Value), keys);
        held |= type.IsHeap ? HolderAxis.Let : HolderAxis.None;
        held |= HoldersIn(let.Value);
        held |= Seen.StoredOutOfSight > stored ? HolderAxis.OnlyContainer : HolderAxis.None;
    }

    private void Match(Op.Match match)
    {
        Seen.Visit(match.Value);
        var fields = ExprTypes.Of(match.Value).Constructors[match.Tag].Fields;
        var origin = Locals.OriginOf(match.Value) == OriginAxis.Get ? OriginAxis.Get : OriginAxis.Field;
        for (var i = 0; i < match.Ids.Length; i++)
        {
            Seen.Bind(match.Ids[i], fields[i], origin, keys: null);
            if (fields[i].IsHeap)
            {
                held |= match.Destructures ? HolderAxis.Destructured : HolderAxis.Match;
            }
        }
    }

    private void Tail(ImmutableArray<int> arguments)
    {
        held = HolderAxis.None;
        foreach (var argument in arguments)
        {
            held |= Locals[argument].Type.IsHeap ? HolderAxis.TailArgument : HolderAxis.None;
        }
    }

    private void Return(Op.Return result)
    {
        var keys = Seen.Visit(result.Value);
        var type = ExprTypes.Of(result.Value);
        var origin = Locals.OriginOf(result.Value);
        var (outer, stored) = frames.Count > 0 ? frames.Pop() : default;
        Locals.FrameDepth = frames.Count;
        Seen.Bind(result.Id, type, AxisLocals.OfResult(origin), keys);
        held = outer | (type.IsHeap ? HolderAxis.Let : HolderAxis.None);
        held |= type.IsContainer && Seen.FreshStored > stored ? HolderAxis.OnlyContainer : HolderAxis.None;
    }

    private void Force(PressureAxis kind)
    {
        Pressure |= kind;
        Seen.Held(held | (stateHolds ? HolderAxis.State : HolderAxis.None));
    }

    private static HolderAxis HoldersIn(Expr value) => value switch
    {
        Expr.Call call => HoldersIn(call.Body),
        Expr.Closure { Of.First.IsHeap: true } => HolderAxis.Capture,
        Expr.Function made when made.Captures().Any(capture => capture.Type.IsHeap) => HolderAxis.Capture,
        Expr.Construct made when HasHeapField(made) => HolderAxis.Field,
        _ => HolderAxis.None,
    };

    private static bool HasHeapField(Expr.Construct made)
    {
        foreach (var field in made.Fields)
        {
            if (ExprTypes.Of(field).IsHeap)
            {
                return true;
            }
        }

        return false;
    }
}
