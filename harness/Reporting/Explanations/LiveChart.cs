using System.Text;
using System.Xml.Linq;
using Vera.GcStress.Explaining;

namespace Vera.GcStress.Reporting.Explanations;

/// <summary>Live bytes and the heap's size, from op to op and from collection to collection.</summary>
internal static class LiveChart
{
    private const int PointsMax = 1000;
    private const double Width = 1000;
    private const double Height = 170;
    private const double Left = 80;
    private const double Top = 16;
    private const double Bottom = 140;

    private readonly record struct Point(string What, long Live, long Heap);

    public static XElement? Draw(History history)
    {
        var points = Points(history);
        if (points.Count == 0)
        {
            return null;
        }

        var most = Math.Max(1, points.Max(p => Math.Max(p.Live, p.Heap)));
        var svg = PageText.Shape("svg", ("viewBox", $"0 0 {Width} {Height}"), ("class", "chart"), ("role", "img"));
        svg.Add(
            PageText.Shape("path", ("class", "axisline"), ("d", $"M {Left} {Top} V {Bottom} H {Width - 10}")),
            PageText.Label(Left - 6, Top + 5, Numbers.Bytes(most), "axis", "end"),
            PageText.Label(Left - 6, Bottom, "0", "axis", "end"),
            PageText.Label(Left, Bottom + 18, points[0].What, "axis"),
            PageText.Label(Width - 10, Bottom + 18, points[^1].What, "axis", "end"),
            PageText.Shape("path", ("class", "heapline"), ("d", PathOf(points, most, p => p.Heap))),
            PageText.Shape("path", ("class", "liveline"), ("d", PathOf(points, most, p => p.Live))));
        if (points.Count <= 200)
        {
            svg.Add(points.Select((p, i) => PageText
                .Shape("circle", ("cx", X(i, points.Count)), ("cy", Y(p.Live, most)), ("r", 3.5), ("class", "dot"))
                .Titled($"{p.What}: {p.Live} bytes live, heap of {p.Heap}")));
        }

        return svg;
    }

    private static List<Point> Points(History history)
    {
        var points = new List<Point>();
        foreach (var op in history.Ops)
        {
            foreach (var collection in op.Collections)
            {
                points.Add(new($"before collection {collection.Number}", collection.LiveBefore, op.HeapBytes));
                points.Add(new($"after collection {collection.Number}", collection.LiveAfter, op.HeapBytes));
            }

            points.Add(new($"after op {op.Op}", op.LiveBytes, op.HeapBytes));
        }

        var step = 1 + (points.Count / PointsMax);
        return step == 1 ? points : [.. points.Where((_, i) => i % step == 0 || i == points.Count - 1)];
    }

    private static string PathOf(List<Point> points, long most, Func<Point, long> value)
    {
        var path = new StringBuilder();
        for (var i = 0; i < points.Count; i++)
        {
            path.Append(i == 0 ? "M " : "L ")
                .Append(PageText.Number(X(i, points.Count))).Append(' ')
                .Append(PageText.Number(Y(value(points[i]), most))).Append(' ');
        }

        return path.ToString().TrimEnd();
    }

    private static double X(int place, int count) =>
        Left + 8 + ((Width - Left - 26) * (count == 1 ? 0 : place / (double)(count - 1)));

    private static double Y(long bytes, long most) => Bottom - ((Bottom - Top) * bytes / most);
}
