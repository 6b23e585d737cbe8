using System.Globalization;
using System.Net;
using System.Text;

namespace Vera.GcStress.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Both coordinates above zero.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines over logarithmic axes, as SVG that takes its colors from the page around it.</summary>
/// <param name="title">What the chart shows.</param>
/// <param name="writeX">How a number below the chart is written.</param>
/// <param name="writeY">How a number beside the chart is written.</param>
internal sealed class BenchChart(string title, Func<double, string> writeX, Func<double, string> writeY)
{
    private const double Width = 460;
    private const double Height = 260;
    private const double Left = 62;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 28;

    public string Draw(IReadOnlyList<ChartLine> lines)
    {
        ChartLine[] drawn = [.. lines.Where(line => line.Points.Count > 0)];
        if (drawn.Length == 0)
        {
            return "";
        }

        var x = Axis.Of(drawn.SelectMany(l => l.Points).Select(p => p.X), Left, Width - Right);
        var y = Axis.Of(drawn.SelectMany(l => l.Points).Select(p => p.Y), Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Text(title)}</figcaption>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\"");
        svg.Append(CultureInfo.InvariantCulture, $" aria-label=\"{Text(title)}\">\n");
        Grid(svg, x, y);
        for (var i = 0; i < drawn.Length; i++)
        {
            Line(svg, drawn[i], i, x, y);
        }

        svg.Append("</svg>\n");
        Legend(svg, drawn);
        return svg.Append("</figure>\n").ToString();
    }

    /// <summary>For text that goes between tags and into attributes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private void Grid(StringBuilder svg, Axis x, Axis y)
    {
        foreach (var tick in y.Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path class="grid" d="M{Left} {y.At(tick):F1}H{Width - Right}"/>
                <text class="y" x="{Left - 6}" y="{y.At(tick) + 4:F1}">{Text(writeY(tick))}</text>

                """);
        }

        foreach (var tick in x.Ticks())
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <path class="grid" d="M{x.At(tick):F1} {Top}V{Height - Bottom}"/>
                <text class="x" x="{x.At(tick):F1}" y="{Height - 8}">{Text(writeX(tick))}</text>

                """);
        }
    }

    private void Line(StringBuilder svg, ChartLine line, int number, Axis x, Axis y)
    {
        var path = string.Join('L', line.Points.Select(p => Place(x, y, p)));
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"c{number}\"><path class=\"line\" d=\"M{path}\"/>\n");
        foreach (var point in line.Points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"""
                <circle cx="{x.At(point.X):F1}" cy="{y.At(point.Y):F1}" r="3"><title>{Text(
                    $"{line.Name}: {writeY(point.Y)} at {writeX(point.X)}")}</title></circle>

                """);
        }

        svg.Append("</g>\n");
    }

    private static string Place(Axis x, Axis y, (double X, double Y) point) =>
        string.Create(CultureInfo.InvariantCulture, $"{x.At(point.X):F1} {y.At(point.Y):F1}");

    private static void Legend(StringBuilder svg, ChartLine[] lines)
    {
        svg.Append("<p class=\"legend\">");
        for (var i = 0; i < lines.Length; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<span class=\"c{i}\"><i></i>{Text(lines[i].Name)}</span> ");
        }

        svg.Append("</p>\n");
    }

    /// <summary>Numbers from <paramref name="Low"/> to <paramref name="High"/>, laid out by their logarithms.</summary>
    private readonly record struct Axis(double Low, double High, double From, double To)
    {
        public static Axis Of(IEnumerable<double> numbers, double from, double to)
        {
            double[] all = [.. numbers];
            return new(all.Min() / 1.3, all.Max() * 1.3, from, to);
        }

        public double At(double number) => From + ((To - From) * Math.Log(number / Low) / Math.Log(High / Low));

        /// <summary>Powers of ten; a short axis has twos and fives too.</summary>
        public IEnumerable<double> Ticks()
        {
            double[] steps = High / Low > 200 ? [1] : [1, 2, 5];
            for (var power = Math.Floor(Math.Log10(Low)); power <= Math.Log10(High); power++)
            {
                foreach (var step in steps)
                {
                    var tick = step * Math.Pow(10, power);
                    if (tick >= Low && tick <= High)
                    {
                        yield return tick;
                    }
                }
            }
        }
    }
}
