namespace Vera.GcStress.Reducing.Syntax;

/// <summary>One binding of a slot: Vera counts them by type, here each is itself, so edits need no counting.</summary>
/// <param name="type">The type's text.</param>
public sealed class Binder(string type)
{
    /// <summary>The text of its type, which says which slots it shares its count with.</summary>
    public string Type => type;
}
