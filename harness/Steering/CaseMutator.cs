using System.Collections.Immutable;
using Vera.GcStress.Generation;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Steering;

/// <summary>
/// Cases near others: ops changed, values moved to neighbours, schedules moved by one, two cases spliced.
/// </summary>
internal static class CaseMutator
{
    /// <summary>Keeps the choices apart from those of a case that is drawn with the same seed.</summary>
    private const ulong Salt = 0x5851F42D4C957F2D;

    /// <summary>What showed something first may be heavy, its children too: five times a fresh case and more.</summary>
    private const int DearPercent = 1;

    /// <summary>With the others, half of a round.</summary>
    private const int CheapPercent = 49;

    private const int EditsMax = 3;

    private const int AllocateMax = 128 * 1024;
    private const int ChurnMax = 120;
    private const int FoldMax = 36;
    private const int FoldEagerMax = 10;
    private const int TextMax = 400;

    /// <summary>The child that a seed names; null: it is to be drawn.</summary>
    public static StressCase? Varied(ParentSets sets, ulong seed, GenerationOptions options)
    {
        var draw = new Draw(seed ^ Salt);
        var parents = draw.Below(100) switch
        {
            < DearPercent => sets.Dear,
            < DearPercent + CheapPercent => sets.Cheap,
            _ => [],
        };
        if (parents.IsEmpty)
        {
            return null;
        }

        var child = draw.Of(parents.AsSpan());
        for (var left = draw.Between(1, EditsMax); left > 0; left--)
        {
            child = Edited(child, draw, parents);
        }

        child = new([.. child.Ops.Take(options.OpsMean)], options.Schedule ?? child.Schedule, child.Heap, child.Tables);
        child = CaseRepair.Repair(child);
        return IsTooDear(child) ? null : options.Suits?.Invoke(child) == false ? null : child;
    }

    /// <summary>Where most allocations collect, a run costs the square of what it allocates.</summary>
    private static bool IsTooDear(StressCase child) =>
        child.Schedule is CollectionSchedule.Eager or CollectionSchedule.Every &&
        Rewrite.Places(child).Any(place => place.Node is Expr.Fold { Count: > FoldMax });

    /// <summary>One edit more; what comes out may need repair.</summary>
    internal static StressCase Edited(StressCase current, Draw draw, ImmutableArray<StressCase> others) =>
        draw.Below(10) switch
        {
            < 3 => OpEdit(current, draw),
            < 7 => ValueEdit(current, draw),
            < 9 => ScheduleEdit(current, draw),
            _ => Spliced(current, draw.Of(others.AsSpan()), draw),
        };

    private static StressCase OpEdit(StressCase current, Draw draw)
    {
        if (current.Ops.IsEmpty)
        {
            return current;
        }

        var at = draw.Below(current.Ops.Length);
        var op = current.Ops[at];
        return current.With((draw.Below(4), op) switch
        {
            (_, Op.Allocate a) => current.Ops.SetItem(at, new Op.Allocate(Near(draw, a.Bytes, AllocateMax))),
            (0, Op.Churn c) => current.Ops.SetItem(at, c with { Count = Near(draw, c.Count, ChurnMax) }),
            (_, Op.Churn c) => current.Ops.SetItem(at, c with { Bytes = Near(draw, c.Bytes, 1024) }),
            (0, _) => current.Ops.RemoveAt(at),
            (1, _) => current.Ops.Insert(at, op),
            (2, _) => current.Ops.Insert(at, new Op.Allocate(8 << draw.Below(14))),
            _ => current.Ops.RemoveAt(at).Insert(draw.Below(current.Ops.Length), op),
        });
    }

    private static StressCase ValueEdit(StressCase current, Draw draw)
    {
        var places = Rewrite.Places(current).Where(place => IsValue(place.Node)).ToArray();
        if (places.Length == 0)
        {
            return OpEdit(current, draw);
        }

        var place = draw.Of(places);
        var turnsMax = current.Schedule is CollectionSchedule.Natural or CollectionSchedule.At
            ? FoldMax
            : FoldEagerMax;
        return place.Replace(Neighbour(place.Node, draw, turnsMax));
    }

    private static bool IsValue(Expr node) => node is Expr.Int or Expr.Nat or Expr.Byte or Expr.Bool or Expr.Text
        or Expr.Address or Expr.Fold or Expr.Item or Expr.Float64;

    private static Expr Neighbour(Expr node, Draw draw, int turnsMax) => node switch
    {
        Expr.Int i => new Expr.Int(unchecked(i.Value + Step(draw))),
        Expr.Nat n => new Expr.Nat(Math.Max(0, unchecked(n.Value + Step(draw)))),
        Expr.Byte b => new Expr.Byte(unchecked((byte)(b.Value + Step(draw)))),
        Expr.Bool b => new Expr.Bool(!b.Value),
        Expr.Float64 f => new Expr.Float64(unchecked(f.Bits + Step(draw))),
        Expr.Address a => a with { Low = Math.Max(0, a.Low + Step(draw)) },
        Expr.Item i => i with { Index = Math.Max(0, i.Index + Step(draw)) },
        Expr.Fold f => new Expr.Fold(f.Into, Near(draw, f.Count, turnsMax), f.Key, f.Value),
        Expr.Text t => new Expr.Text(TextNear(t.Value, draw)),
        _ => node,
    };

    private static string TextNear(string text, Draw draw) => draw.Below(3) switch
    {
        0 when text.Length * 2 <= TextMax => text + text,
        1 when text.Length > 1 && !char.IsSurrogate(text[^1]) => text[..^1],
        _ when text.Length < TextMax => text + (char)('a' + draw.Below(26)),
        _ => text,
    };

    private static StressCase ScheduleEdit(StressCase current, Draw draw) => current.Schedule switch
    {
        CollectionSchedule.Every e => current.With(
            new CollectionSchedule.Every(Math.Max(1, e.Interval + Sign(draw)))),
        CollectionSchedule.At { Allocations: { IsEmpty: false } points } when draw.Below(points.Length) is var at =>
            current.With(new CollectionSchedule.At(points.SetItem(at, points[at] + Sign(draw)))),
        CollectionSchedule.Natural when draw.Chance(50) => current.With((HeapState)draw.Below(4)),
        _ => current.With(ScheduleDrawing.Schedule(draw, null)),
    };

    /// <summary>The beginning of one and the end of the other.</summary>
    private static StressCase Spliced(StressCase current, StressCase other, Draw draw) => current.With(
        [
            .. current.Ops.Take(draw.Below(current.Ops.Length + 1)),
            .. other.Ops.Skip(draw.Below(other.Ops.Length + 1)),
        ]);

    private static int Sign(Draw draw) => draw.Chance(50) ? 1 : -1;

    private static int Step(Draw draw) => Sign(draw) << draw.Below(4);

    /// <summary>A neighbour, or half or twice as much.</summary>
    private static int Near(Draw draw, int value, int most) => Math.Clamp(
        draw.Below(4) switch
        {
            0 => value / 2,
            1 => value * 2,
            _ => value + Step(draw),
        },
        1,
        Math.Max(most, value));
}

/// <summary>What cases are varied from.</summary>
/// <param name="Dear">Cases that showed something first, whatever they cost.</param>
/// <param name="Cheap">Cases that cost little for what they show, one for each such thing.</param>
internal sealed record ParentSets(ImmutableArray<StressCase> Dear, ImmutableArray<StressCase> Cheap);
