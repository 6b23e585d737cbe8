using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;

namespace Vera.GcStress.Coverage;

/// <summary>What can be said of a key without running the case.</summary>
internal enum KeyStatus
{
    Present,
    Absent,
    Unknown,
}

/// <summary>The keys that went into a container and out of it, newest first.</summary>
/// <param name="Key">The key of the last change.</param>
/// <param name="Present">Whether that was an insertion.</param>
/// <param name="Open">Whether a fold put in more keys than these.</param>
/// <param name="Rest">The changes before it.</param>
internal sealed record AxisKeys(Expr Key, bool Present, bool Open, AxisKeys? Rest)
{
    /// <summary>How far back a key is looked for; a longer history tells nothing.</summary>
    private const int ChangesMax = 24;

    public static KeyStatus StatusOf(AxisKeys? keys, Expr key, Expr container)
    {
        if (key is Expr.Item
            {
                Of: Expr.Builtin { Operation.Use: ContainerUse.Iterate, Operands: [Expr.Local source] },
            } && container is Expr.Local local)
        {
            return source.Id == local.Id ? KeyStatus.Present : KeyStatus.Unknown;
        }

        var left = ChangesMax;
        for (var change = keys; change is not null && left > 0; change = change.Rest, left--)
        {
            if (IsSame(change.Key, key))
            {
                return change.Present ? KeyStatus.Present : KeyStatus.Absent;
            }
        }

        return IsNew(key) || (IsLiteral(key) && left > 0 && keys is not { Open: true })
            ? KeyStatus.Absent
            : KeyStatus.Unknown;
    }

    private static bool IsSame(Expr one, Expr other) => (one, other) switch
    {
        (Expr.Local a, Expr.Local b) => a.Id == b.Id,
        (Expr.Text a, Expr.Text b) => a.Value == b.Value,
        (Expr.Int a, Expr.Int b) => a.Value == b.Value,
        (Expr.Nat a, Expr.Nat b) => a.Value == b.Value,
        (Expr.Bool a, Expr.Bool b) => a.Value == b.Value,
        (Expr.Byte a, Expr.Byte b) => a.Value == b.Value,
        (Expr.Float64 a, Expr.Float64 b) => a.Bits == b.Bits,
        (Expr.Address a, Expr.Address b) => a.Low == b.Low && a.High == b.High,
        _ => false,
    };

    private static bool IsLiteral(Expr key) =>
        key is Expr.Text or Expr.Int or Expr.Nat or Expr.Bool or Expr.Byte or Expr.Float64 or Expr.Address;

    /// <summary>A value compared by identity and made just now is in no container.</summary>
    private static bool IsNew(Expr key) => key switch
    {
        Expr.Call call => IsNew(call.Body),
        Expr.Construct or Expr.ArrayOf or Expr.Closure or Expr.Container or Expr.Parse or Expr.Decimal => true,
        Expr.Function => true,
        _ => false,
    };
}
