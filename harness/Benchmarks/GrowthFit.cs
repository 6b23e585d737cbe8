namespace Vera.GcStress.Benchmarks;

/// <summary>How a quantity grows with a size: the exponent of the power law that fits it best.</summary>
public static class GrowthFit
{
    /// <summary>
    /// The slope of the least-squares line through the logarithms; null of fewer than two points above zero.
    /// </summary>
    public static double? Exponent(IEnumerable<(double Size, double Quantity)> points)
    {
        (double X, double Y)[] logs =
        [
            .. from point in points
            where point is { Size: > 0, Quantity: > 0 }
            select (Math.Log(point.Size), Math.Log(point.Quantity)),
        ];
        if (logs.Length < 2)
        {
            return null;
        }

        var (meanX, meanY) = (logs.Average(p => p.X), logs.Average(p => p.Y));
        var spread = logs.Sum(p => (p.X - meanX) * (p.X - meanX));
        return spread > 0 ? logs.Sum(p => (p.X - meanX) * (p.Y - meanY)) / spread : null;
    }
}
