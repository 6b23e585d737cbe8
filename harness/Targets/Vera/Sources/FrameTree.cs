using System.Collections.Immutable;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>One step of a frame: an op with its number, or a callee's frame.</summary>
/// <param name="Number">The op's number in the case; of a frame, that of its call.</param>
/// <param name="Op">The op; of a frame, its return.</param>
/// <param name="Callee">The steps of the callee, if this is a frame.</param>
internal sealed record Step(int Number, Op Op, ImmutableArray<Step> Callee = default);

/// <summary>
/// The ops of a case with every callee's ops inside the step that calls it, and what is known of locals.
/// </summary>
internal sealed class FrameTree
{
    private readonly Dictionary<int, VeraType> types = [];
    private readonly Dictionary<int, int> tags = [];

    public FrameTree(ImmutableArray<Op> ops)
    {
        var open = new Stack<(int Call, ImmutableArray<Step>.Builder Steps)>();
        open.Push((-1, ImmutableArray.CreateBuilder<Step>()));
        for (var number = 0; number < ops.Length; number++)
        {
            Bind(ops[number]);
            switch (ops[number])
            {
                case Op.Call:
                    open.Push((number, ImmutableArray.CreateBuilder<Step>()));
                    break;
                case Op.Return result:
                    var (call, steps) = open.Pop();
                    open.Peek().Steps.Add(new Step(call, result, steps.ToImmutable()));
                    break;
                default:
                    open.Peek().Steps.Add(new Step(number, ops[number]));
                    break;
            }
        }

        Steps = open.Pop().Steps.ToImmutable();
    }

    /// <summary>The steps of the outermost frame.</summary>
    public ImmutableArray<Step> Steps { get; }

    public VeraType TypeOf(int local) => types[local];

    /// <summary>The constructor that made a value, where that is plain to see.</summary>
    public int? TagOf(Expr expr) => expr switch
    {
        Expr.Construct e => e.Tag,
        Expr.Local e => tags.TryGetValue(e.Id, out var tag) ? tag : null,
        Expr.Call e => TagOf(e.Body),
        Expr.Block e => TagOf(e.Body),
        _ => null,
    };

    /// <summary>The locals that steps use and do not bind, and the result that ends them.</summary>
    public SortedDictionary<int, VeraType> FreeLocals(ReadOnlySpan<Step> steps, Expr? result)
    {
        var names = new FreeNames();
        var bound = new HashSet<int>();
        Collect(steps, names, bound);
        if (result is not null)
        {
            names.Add(result);
        }

        foreach (var local in bound)
        {
            names.Locals.Remove(local);
        }

        return names.Locals;
    }

    private void Collect(ReadOnlySpan<Step> steps, FreeNames names, HashSet<int> bound)
    {
        foreach (var step in steps)
        {
            if (!step.Callee.IsDefault)
            {
                Collect(step.Callee.AsSpan(), names, bound);
            }

            if (step.Op.Operand is { } operand)
            {
                names.Add(operand);
            }

            foreach (var argument in step.Op is Op.Tail tail ? tail.Arguments : [])
            {
                names.Locals[argument] = TypeOf(argument);
            }

            bound.UnionWith(step.Op.Binds);
        }
    }

    private void Bind(Op op)
    {
        switch (op)
        {
            case Op.Match match:
                var fields = match.Value.Type.Constructors[match.Tag].Fields;
                for (var i = 0; i < match.Ids.Length; i++)
                {
                    types[match.Ids[i]] = fields[i];
                }

                break;
            case Op.Let or Op.Return:
                types[op.Binds[0]] = op.Operand!.Type;
                if (TagOf(op.Operand) is { } tag)
                {
                    tags[op.Binds[0]] = tag;
                }

                break;
        }
    }
}
