using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Operations;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Rigs;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage;

/// <summary>
/// Whether a wrong result hangs on the keys: on what they are, or on their being in the container before.
/// </summary>
internal static class KeyProbes
{
    /// <summary>No small case has such a key of its own.</summary>
    private const int OrdinaryFrom = 1000;

    /// <summary>Where other sets of keys begin: the nodes that one of them makes may happen to hide the bug.</summary>
    private static readonly int[] Beginnings = [OrdinaryFrom, 2 * OrdinaryFrom, 3 * OrdinaryFrom];

    /// <summary>Entries of a container in which no key stands alone below the root.</summary>
    private const int Crowd = 100;

    /// <summary>One line, the same for all simplest cases of one bug.</summary>
    public static string Of(StressCase simplest, TestRig rig)
    {
        var keys = KeysOf(simplest);
        if (keys.TrueForAll(key => Neighbours.IsPlain(key.Type)) // Others have no new values.
            && Probe.Fails(WithNewKeys(Neighbours.Grown(simplest, Crowd)), rig))
        {
            return "new keys in a larger container too"; // Whatever a small one takes for its keys to meet.
        }

        var kinds = keys.Select(KindOf).Distinct().Order(StringComparer.Ordinal);
        return TakesCertain(simplest, rig) ? $"keys such as {string.Join(' ', kinds)}" : "any keys";
    }

    /// <summary>The failure with insertions of new keys in place of removals, where it is seen so too.</summary>
    public static ShrunkFailure InsertingInstead(ShrunkFailure found, TestRig rig) =>
        Probe.WrongValue(found, Rewrite.ReplaceAll(found.Case, InsertionFor), rig) ?? found;

    private static Expr? InsertionFor(Expr expr) => expr is Expr.Builtin { Operation.Use: ContainerUse.Remove } removal
        && removal.Type is { IsContainer: true } type && type.Arguments.All(Neighbours.IsPlain)
            ? ContainerExprs.Insert(
                removal.Operands[0],
                Neighbours.PlainOf(type.First, OrdinaryFrom),
                type.Kind == TypeKind.Map ? Neighbours.PlainOf(type.Arguments[1], OrdinaryFrom) : null)
            : null;

    /// <summary>Whether it is right with other keys.</summary>
    public static bool TakesCertain(StressCase simplest, TestRig rig) =>
        !Array.Exists(Beginnings, first => Probe.Fails(WithKeys(simplest, Ordinary(first)), rig));

    /// <summary>Different keys stay different, equal ones equal.</summary>
    private static Func<Expr, Expr?> Ordinary(int first)
    {
        var numbers = new Dictionary<Expr, int>();
        return key => !Neighbours.IsPlain(key.Type) || key.Parts.Length > 0 ? null : Neighbours.PlainOf(
            key.Type,
            numbers.TryGetValue(key, out var known) ? known : numbers[key] = first + numbers.Count);
    }

    /// <summary>No key is there before it is inserted.</summary>
    private static StressCase WithNewKeys(StressCase stressCase)
    {
        var next = OrdinaryFrom;
        var distinct = Rewrite.ReplaceAll(
            stressCase, expr => expr is Expr.Container literal ? Distinct(literal) : null);
        return WithKeys(distinct, key => Neighbours.PlainOf(key.Type, next++));
    }

    /// <summary>The literal with the first of the entries that have equal keys.</summary>
    private static Expr.Container Distinct(Expr.Container literal)
    {
        var width = literal.Of.Kind == TypeKind.Set ? 1 : 2;
        return new(literal.Of, [.. literal.Entries.Chunk(width).DistinctBy(entry => entry[0]).SelectMany(e => e)]);
    }

    /// <param name="stressCase">The case.</param>
    /// <param name="replace">What to put for a key.</param>
    private static StressCase WithKeys(StressCase stressCase, Func<Expr, Expr?> replace) =>
        CaseRepair.Repair(Rewrite.ReplaceAll(stressCase, expr => WithKeys(expr, replace)));

    private static Expr? WithKeys(Expr expr, Func<Expr, Expr?> replace)
    {
        var places = KeyPlaces(expr);
        if (places.Count == 0)
        {
            return null;
        }

        var parts = expr.Parts.Select(part => Rewrite.Replace(part, inner => WithKeys(inner, replace))).ToArray();
        foreach (var place in places)
        {
            parts[place] = replace(expr.Parts[place]) ?? parts[place];
        }

        return expr.With([.. parts]);
    }

    /// <summary>Which of the parts are keys of a container, or elements of a set.</summary>
    private static List<int> KeyPlaces(Expr expr) => expr switch
    {
        Expr.Container { Of.Kind: var kind, Entries.Length: var count } =>
            [.. Enumerable.Range(0, count).Where(place => kind == TypeKind.Set || place % 2 == 0)],
        Expr.Fold => [1],
        Expr.Builtin { Operation.Use: not ContainerUse.None, Operands.Length: > 1 } => [1],
        _ => [],
    };

    private static List<Expr> KeysOf(StressCase stressCase)
    {
        var keys = new List<Expr>();
        WithKeys(stressCase, key =>
        {
            keys.Add(key);
            return null;
        });
        return keys;
    }

    private static string KindOf(Expr key) => key switch
    {
        Expr.Float64 { Bits: var bits } when double.IsNaN(BitConverter.Int64BitsToDouble(bits)) => "nan",
        Expr.Float64 { Bits: long.MinValue } => "-0.0",
        Expr.Float64 { Bits: 0 } or Expr.Int { Value: 0 } or Expr.Nat { Value: 0 } => "0",
        Expr.Text { Value: "" } => "empty",
        _ => "others",
    };
}
