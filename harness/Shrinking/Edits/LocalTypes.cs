using Vera.GcStress.Programs;

namespace Vera.GcStress.Shrinking.Edits;

/// <summary>The locals of a case, where each is bound, and its type.</summary>
internal sealed class LocalTypes
{
    private readonly List<(int Op, Expr.Local Local)> bound = [];

    private LocalTypes()
    {
    }

    public static LocalTypes Of(StressCase current)
    {
        var locals = new LocalTypes();
        for (var at = 0; at < current.Ops.Length; at++)
        {
            var op = current.Ops[at];
            for (var i = 0; i < op.Binds.Length; i++)
            {
                locals.bound.Add((at, new(op.Binds[i], TypeOf(op, i))));
            }
        }

        return locals;
    }

    /// <summary>The type of the local that an op binds at a place of <see cref="Op.Binds"/>.</summary>
    public static VeraType TypeOf(Op op, int place) => op is Op.Match match
        ? match.Value.Type.Constructors[match.Tag].Fields[place]
        : op.Operand!.Type;

    /// <summary>The locals of a type that ops before one bind, the latest first.</summary>
    public IEnumerable<Expr.Local> Before(int op, VeraType type)
    {
        for (var i = bound.Count - 1; i >= 0; i--)
        {
            if (bound[i].Op < op && bound[i].Local.Of == type)
            {
                yield return bound[i].Local;
            }
        }
    }
}
