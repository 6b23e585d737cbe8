using AngleSharp.Dom;

namespace Vera.GcStress.Documents;

/// <summary>Watches a tree grow while it is parsed, and stops the parser before it is too deep or too slow.</summary>
/// <remarks>
/// The parser reports an element before it is attached, so what is looked at is the element before: how deep it came
/// to lie, and how many formatting elements were reopened below it (those are not reported).
/// </remarks>
internal sealed class HtmlWork
{
    /// <summary>The document, <c>html</c> and <c>body</c>, which the tree may not have.</summary>
    private const int Overhead = 3;

    private INode? previous;
    private int elements;
    private int work;

    public void Restart()
    {
        previous = null;
        elements = 0;
        work = 0;
    }

    /// <exception cref="DocumentException">The tree is over a limit.</exception>
    public void Created(IElement element)
    {
        work += Depth(previous) + Reopened(previous) + Weight(element.LocalName);
        previous = element;
        if (++elements > DocumentLimits.NodesMax)
        {
            throw new DocumentException($"more than {DocumentLimits.NodesMax} elements");
        }

        if (work > DocumentLimits.HtmlWorkMax)
        {
            throw new DocumentException("too many nested or misnested elements");
        }
    }

    private static int Depth(INode? node)
    {
        var depth = 0;
        for (; node is not null; node = node.Parent)
        {
            TreeBuilder.CheckDepth(depth++ - Overhead);
        }

        return depth;
    }

    private static int Reopened(INode? node)
    {
        var depth = 0;
        for (var last = node?.LastChild; last is not null; last = last.LastChild)
        {
            TreeBuilder.CheckDepth(depth++);
        }

        return depth * DocumentLimits.HtmlReopenedElementWork;
    }

    private static int Weight(string name) => name switch
    {
        "base" or "iframe" or "frame" or "object" or "embed" or "link" => DocumentLimits.HtmlHeavyElementWork,
        _ => 0,
    };
}
