namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>An HTML node as a host holds it.</summary>
internal abstract record HtmlTree
{
    private HtmlTree()
    {
    }

    /// <summary>An element; attributes in the order of their first mention.</summary>
    public sealed record Element(string Name, List<(string Name, string Value)> Attributes, List<HtmlTree> Children)
        : HtmlTree
    {
        public string? Attribute(string name)
        {
            var at = Attributes.FindIndex(a => a.Name == name);
            return at < 0 ? null : Attributes[at].Value;
        }
    }

    public sealed record Text(string Content) : HtmlTree;

    public sealed record Comment(string Content) : HtmlTree;
}
