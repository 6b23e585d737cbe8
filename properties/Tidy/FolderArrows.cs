namespace Vera.GcStress.Properties.Tidy;

/// <summary>Arrows between folders, and the knots among them.</summary>
internal sealed class FolderArrows(IEnumerable<(string From, string To)> arrows)
{
    private readonly ILookup<string, string> to = arrows
        .Where(arrow => arrow.From.Length > 0 && arrow.From != arrow.To)
        .Distinct()
        .ToLookup(arrow => arrow.From, arrow => arrow.To);

    /// <summary>Every folder that an arrow leaves or reaches, in order.</summary>
    public IReadOnlyList<string> Folders =>
        [.. to.SelectMany(from => from.Append(from.Key)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The folders that a folder names, in order.</summary>
    public IReadOnlyList<string> From(string folder) => [.. to[folder].Order(StringComparer.Ordinal)];

    /// <summary>
    /// Folders that reach themselves, looked at from every height: a folder may be in a knot with a sibling because
    /// of what lies below the two.
    /// </summary>
    public IReadOnlyList<string> Knotted()
    {
        var depth = Folders.Max(folder => folder.Split('/').Length);
        return
        [
            .. Enumerable.Range(1, depth)
                .SelectMany(height => SeenFrom(height).KnottedHere())
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The same arrows between folders that stand beside each other, or of which one holds the other: what lies
    /// deeper is told by the folder that it is in.
    /// </summary>
    public FolderArrows BetweenNeighbours() => new(to.SelectMany(from => from, (from, reached) =>
    {
        var shared = from.Key.Split('/').Zip(reached.Split('/')).TakeWhile(pair => pair.First == pair.Second).Count();
        return (Cut(from.Key, shared + 1), Cut(reached, shared + 1));
    }));

    private FolderArrows SeenFrom(int height) =>
        new(to.SelectMany(from => from, (from, reached) => (Cut(from.Key, height), Cut(reached, height))));

    private IEnumerable<string> KnottedHere() => Folders.Where(folder => Reached(folder).Contains(folder));

    private HashSet<string> Reached(string start)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(to[start]);
        while (open.TryPop(out var folder))
        {
            if (reached.Add(folder))
            {
                foreach (var next in to[folder])
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    private static string Cut(string folder, int height) => string.Join('/', folder.Split('/').Take(height));
}
