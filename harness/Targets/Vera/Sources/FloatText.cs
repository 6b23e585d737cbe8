using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Vera.GcStress.Targets.Vera.Sources;

/// <summary>Floats as programs print them (<see cref="ShowSource"/>) where canonical text differs.</summary>
internal static partial class FloatText
{
    private const int FractionBits = 52;

    /// <summary>The same text with each float that is no whole number as <c>3p-1</c>; strings stay.</summary>
    public static string AsPrinted(string canonical) => StringOrFloat().Replace(canonical, found =>
        found.Value[0] != '"'
        && double.TryParse(found.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? Parts(value)
            : found.Value);

    /// <summary>A whole number below two to the 53rd, as odd as it can be below that, and the power of two.</summary>
    private static string Parts(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> FractionBits);
        var whole = (bits & ((1L << FractionBits) - 1)) | (exponent == 0 ? 0 : 1L << FractionBits);
        var power = Math.Max(exponent, 1) - 1075;
        var zeros = Math.Min(power < 0 ? BitOperations.TrailingZeroCount(whole) : 0, Math.Max(0, -power));
        (whole, power) = (whole >> zeros, power + zeros);
        var times = power == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"p{power}");
        return string.Create(CultureInfo.InvariantCulture, $"{(value < 0 ? "-" : "")}{whole}{times}");
    }

    /// <summary>A quoted string, or a word that has a point or an exponent and is no decimal.</summary>
    [GeneratedRegex("""
        "[^"]*"|(?<![\w.+-])-?[0-9]+(\.[0-9]+)?(E[+-][0-9]+)?(?![\w.+-])(?<=[.E][0-9+-]*)
        """)]
    private static partial Regex StringOrFloat();
}
