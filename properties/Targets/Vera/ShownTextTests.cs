using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Xunit;
using Vera.GcStress.Targets;
using Vera.GcStress.Targets.Vera;
using Vera.GcStress.Targets.Vera.Sources;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Vera;

public sealed class ShownTextTests
{
    [Property]
    public bool A_float_that_is_printed_in_parts_is_the_same_float(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        if (!double.IsFinite(value) || value == 0)
        {
            return true;
        }

        // The mantissa as Vera's own loop finds it.
        var exponent = 0;
        while (Math.Abs(value) >= 9007199254740992.0)
        {
            (value, exponent) = (value / 2, exponent + 1);
        }

        while (Math.Floor(value) != value)
        {
            (value, exponent) = (value * 2, exponent - 1);
        }

        var expected = new CanonicalWriter();
        expected.Float64(bits);
        var parts = $"{new BigInteger(value)}p{exponent}";
        var isWhole = exponent == 0 || expected.ToString().All(c => char.IsAsciiDigit(c) || c == '-');
        var others = ", \"1.5\", 2.5d]";
        return Read($"#0 {parts}\n") == expected.ToString()
            && FloatText.AsPrinted($"[{expected}{others}") == $"[{(isWhole ? $"{expected}" : parts)}{others}";
    }

    /// <summary>It is printed without a power of two.</summary>
    [Property]
    public bool A_whole_float_is_written_as_the_integer_is(long number)
    {
        var whole = number >> 10; // Below two to the 53rd: each of those is a float.
        var writer = new CanonicalWriter();
        writer.Float64(BitConverter.DoubleToInt64Bits(whole));
        return $"{whole}" == $"{writer}";
    }

    [Property]
    public bool A_quoted_string_is_the_same_string(NonNull<string> text)
    {
        var valid = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
        var quoted = valid
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
        var expected = new CanonicalWriter();
        expected.Text(System.Text.Encoding.UTF8.GetBytes(valid));
        return Read($"#3 \"{quoted}\"\n") == expected.ToString();
    }

    [Theory]
    [InlineData("{-2: [Some(2.50d), None], 7: []}", "{-2: [Some(2.5d), None], 7: []}")]
    [InlineData("[3p-1, -0, nan, -Infinity, 0p0]", "[1.5, -0, nan, -Infinity, 0]")]
    [InlineData("1E+3d", "1000d")]
    public void Numbers_are_written_as_every_target_writes_them(string shown, string canonical) =>
        Assert.Equal(canonical, Read($"#12 {shown}\n"));

    [Property]
    public void Output_of_any_kind_is_read_to_an_end(NonNull<string> output)
    {
        var shown = new ShownText("#1 " + output.Get);
        var seen = new Transcript();
        while (shown.Next(seen) is not null)
        {
        }
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(-2.25, "-2.25")]
    [InlineData(1e22, "10000000000000000000000.0")]
    [InlineData(5e-7, "0.0000005")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(double.NegativeInfinity, "0.0 - infinity()")]
    public void Floats_have_literals_without_exponents(double value, string literal) =>
        Assert.Equal(literal, SourceLiterals.Float64(BitConverter.DoubleToInt64Bits(value)));

    [Property]
    public bool A_float_literal_reads_back_as_the_same_float(long bits)
    {
        var value = BitConverter.Int64BitsToDouble(bits);
        return !double.IsFinite(value) || bits == BitConverter.DoubleToInt64Bits(
            double.Parse(SourceLiterals.Float64(bits), CultureInfo.InvariantCulture));
    }

    private static string Read(string output)
    {
        var seen = new Transcript();
        Assert.NotNull(new ShownText(output).Next(seen));
        return System.Text.Encoding.ASCII.GetString(seen.TextAt(0));
    }
}
