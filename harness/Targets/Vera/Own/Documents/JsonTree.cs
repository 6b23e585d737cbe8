namespace Vera.GcStress.Targets.Vera.Own.Documents;

/// <summary>A JSON value as a host holds it.</summary>
internal abstract record JsonTree
{
    private JsonTree()
    {
    }

    public sealed record Null : JsonTree;

    public sealed record Bool(bool Value) : JsonTree;

    public sealed record Number(double Value) : JsonTree;

    /// <summary>An integer too large for a float, which Vera's host finds out as it writes the value.</summary>
    public sealed record Huge : JsonTree;

    public sealed record Text(string Value) : JsonTree;

    public sealed record List(List<JsonTree> Items) : JsonTree;

    /// <summary>Members in the order of their first mention.</summary>
    public sealed record Members(List<(string Name, JsonTree Value)> All) : JsonTree;
}
