using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Values;

namespace Vera.GcStress.Targets.Wat.Containers;

/// <summary>Vera's equality of keys and elements.</summary>
/// <remarks>
/// Scalars by value, Float64 by SameValueZero, strings by their bytes, all pointers by identity. An array is the
/// block that it lies in; the empty array is (0, 0) wherever it was made.
/// </remarks>
internal static class KeyEquality
{
    public static bool Same(ReadOnlySpan<byte> memory, SlotShape tag, Slot left, Slot right) => tag switch
    {
        SlotShape.I64 => left.Bits == right.Bits,
        SlotShape.I32 => left.Pointer == right.Pointer,
        SlotShape.F64 => SameValueZero(left.Bits, right.Bits),
        SlotShape.Items => left.Pointer == right.Pointer && left.Length == right.Length,
        _ => left.Length == right.Length && (left.Pointer == right.Pointer ||
            GuestBytes.Bytes(memory, left.Pointer, left.Length)
                .SequenceEqual(GuestBytes.Bytes(memory, right.Pointer, right.Length))),
    };

    /// <summary>NaN equals NaN, 0.0 equals -0.0, everything else compares as usual.</summary>
    public static bool SameValueZero(long leftBits, long rightBits)
    {
        var left = BitConverter.Int64BitsToDouble(leftBits);
        var right = BitConverter.Int64BitsToDouble(rightBits);
        return left == right || (double.IsNaN(left) && double.IsNaN(right));
    }
}
