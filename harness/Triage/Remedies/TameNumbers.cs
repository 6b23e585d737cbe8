using Vera.GcStress.Programs;
using Vera.GcStress.Programs.Repair;
using Vera.GcStress.Programs.Types;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Edits;

namespace Vera.GcStress.Triage.Remedies;

/// <summary>Cases without numbers that a collector could take for addresses.</summary>
internal static class TameNumbers
{
    /// <summary>No heap begins below this address.</summary>
    private const uint HeapLeast = 4096;

    /// <summary>No heap of a case goes on beyond this one; the upper half of most doubles does.</summary>
    private const uint HeapMost = 1u << 28;

    /// <summary>The case with small numbers in place of those; null if it has none of them.</summary>
    /// <remarks>Different numbers stay different, so that sets and maps keep their sizes.</remarks>
    public static StressCase? Of(StressCase stressCase)
    {
        var small = new Dictionary<Expr, int>();
        var tame = Rewrite.ReplaceAll(stressCase, Tamed);
        return small.Count == 0 ? null : CaseRepair.Repair(tame);

        Expr? Tamed(Expr expr) => !LooksLikeAddress(expr) ? null : Small(expr.Type, NumberOf(expr));

        int NumberOf(Expr expr) =>
            small.TryGetValue(expr, out var known) ? known : small[expr] = 100 + small.Count;
    }

    /// <summary>Whether an expression is a number that a collector could take for an address.</summary>
    internal static bool LooksLikeAddress(Expr expr) => expr switch
    {
        Expr.Address => true,
        Expr.Int { Value: var value } => HasAddress(value),
        Expr.Nat { Value: var value } => HasAddress(value),
        Expr.Float64 { Bits: var bits } => HasAddress(bits),
        _ => false,
    };

    /// <summary>Collectors look at words of four bytes.</summary>
    private static bool HasAddress(long bits) =>
        IsAddress(unchecked((uint)bits)) || IsAddress(unchecked((uint)(bits >> 32)));

    private static bool IsAddress(uint word) => word is >= HeapLeast and < HeapMost;

    private static Expr Small(VeraType type, int number) => type.Kind switch
    {
        TypeKind.Nat => new Expr.Nat(number),
        TypeKind.Float64 => Expr.Float64.From(number),
        _ => new Expr.Int(number),
    };
}
