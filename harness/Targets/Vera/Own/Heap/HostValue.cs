using Vera.GcStress.Targets.Vera.Own.Runs;

namespace Vera.GcStress.Targets.Vera.Own.Heap;

/// <summary>A key, an element or a value as the host holds it: the bits of a number or an address, or a text.</summary>
/// <remarks>Its tag goes beside it: i for i64, f for f64, s for a String, b for one i32.</remarks>
internal readonly record struct HostValue(long Bits, string? Text = null)
{
    /// <summary>The text where there should be one; a handle that was read from freed memory may lead to another map.
    /// </summary>
    /// <exception cref="RunStop">There is none: Vera's host fails there too.</exception>
    public string TextDue => Text ?? throw RunStop.Failed("TypeError: a value that is no str");

    /// <summary>Whether two values of one tag are equal.</summary>
    /// <param name="tag">Their tag.</param>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <param name="nanIsItself">Whether NaN equals NaN: since buckets, not in dictionaries of Python.</param>
    public static bool Same(char tag, HostValue left, HostValue right, bool nanIsItself) => tag switch
    {
        's' => left.Text == right.Text,
        'f' => SameNumber(
            BitConverter.Int64BitsToDouble(left.Bits), BitConverter.Int64BitsToDouble(right.Bits), nanIsItself),
        _ => left.Bits == right.Bits,
    };

    private static bool SameNumber(double left, double right, bool nanIsItself) =>
        left == right || (nanIsItself && double.IsNaN(left) && double.IsNaN(right));
}
