using Vera.GcStress.Targets;
using Xunit;

namespace Vera.GcStress.Properties;

public class CanonicalWriterTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(double.NaN, "nan")]
    [InlineData(2.5, "2.5")]
    public void A_float_reads_as_its_shortest_text(double value, string text)
    {
        var writer = new CanonicalWriter();
        writer.Float64(BitConverter.DoubleToInt64Bits(value));
        Assert.Equal(text, writer.ToString());
    }
}
