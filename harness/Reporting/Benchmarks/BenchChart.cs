using System.Xml.Linq;
using static Vera.GcStress.Reporting.PageText;

namespace Vera.GcStress.Reporting.Benchmarks;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Points">Both coordinates above zero.</param>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines over logarithmic axes; the page's style has their colors, as classes c0, c1 and so on.</summary>
/// <param name="title">What the chart shows.</param>
/// <param name="writeX">How a number below the chart is written.</param>
/// <param name="writeY">How a number beside the chart is written.</param>
internal sealed class BenchChart(string title, Func<double, string> writeX, Func<double, string> writeY)
{
    private const double Width = 460;
    private const double Height = 260;
    private const double Left = 62;
    private const double Right = 448;
    private const double Top = 10;
    private const double Bottom = 232;

    /// <summary>The chart and its legend, or null if there is nothing to draw.</summary>
    public XElement? Draw(IEnumerable<ChartLine> lines)
    {
        ChartLine[] drawn = [.. lines.Where(line => line.Points.Count > 0)];
        if (drawn.Length == 0)
        {
            return null;
        }

        var x = Axis.Of(drawn.SelectMany(l => l.Points).Select(p => p.X), Left, Right);
        var y = Axis.Of(drawn.SelectMany(l => l.Points).Select(p => p.Y), Bottom, Top);
        var svg = Shape("svg", ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("aria-label", title));
        svg.Add(Grid(x, y));
        svg.Add(drawn.Select((line, number) => Draw(line, number, x, y)));
        return Tag("figure", Tag("figcaption", title), svg, Legend(drawn.Select(line => line.Name)));
    }

    /// <summary>
    /// Names beside their colors. Browsers read an element without any content as one that stays open.
    /// </summary>
    public static XElement Legend(IEnumerable<string> names) => Tag(
        "p",
        Class("legend"),
        names.Select((name, number) => Tag("span", Class($"c{number}"), Tag("i", ""), Clean(name))));

    private IEnumerable<XElement> Grid(Axis x, Axis y)
    {
        foreach (var tick in y.Ticks())
        {
            yield return Shape("path", ("class", "grid"), ("d", $"M{Left} {Number(y.At(tick))}H{Right}"));
            yield return Label(Left - 6, y.At(tick) + 4, writeY(tick), anchor: "end");
        }

        foreach (var tick in x.Ticks())
        {
            yield return Shape("path", ("class", "grid"), ("d", $"M{Number(x.At(tick))} {Top}V{Bottom}"));
            yield return Label(x.At(tick), Height - 8, writeX(tick), anchor: "middle");
        }
    }

    private XElement Draw(ChartLine line, int number, Axis x, Axis y)
    {
        var path = string.Join('L', line.Points.Select(p => $"{Number(x.At(p.X))} {Number(y.At(p.Y))}"));
        var group = Shape("g", ("class", $"c{number}"));
        group.Add(Shape("path", ("class", "line"), ("d", $"M{path}")));
        group.Add(line.Points.Select(p => Shape("circle", ("cx", x.At(p.X)), ("cy", y.At(p.Y)), ("r", 3.0))
            .Titled($"{line.Name}: {writeY(p.Y)} at {writeX(p.X)}")));
        return group;
    }

    /// <summary>Numbers between two bounds, laid out by their logarithms.</summary>
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
