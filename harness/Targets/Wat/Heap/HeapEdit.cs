namespace Vera.GcStress.Targets.Wat.Heap;

/// <summary>A change to the heap's text before it is compiled.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Apply">The changed text.</param>
public sealed record HeapEdit(string Name, Func<string, string> Apply)
{
    /// <summary>The text as it is.</summary>
    public static HeapEdit None { get; } = new("none", text => text);
}
