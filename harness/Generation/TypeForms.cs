using System.Collections.Concurrent;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Composed types by their parts, without the text that <see cref="VeraType.Of"/> spells each time.</summary>
internal static class TypeForms
{
    private static readonly ConcurrentDictionary<(TypeKind, VeraType, VeraType?), VeraType> Known = new();

    public static VeraType Of(TypeKind kind, VeraType first, VeraType? second = null)
    {
        if (Known.TryGetValue((kind, first, second), out var known))
        {
            return known;
        }

        var type = second is null ? VeraType.Of(kind, first) : VeraType.Of(kind, first, second);
        return Known.GetOrAdd((kind, first, second), type);
    }

    /// <summary>The type of an expression of a valid case.</summary>
    public static VeraType TypeOf(Expr expr) =>
        ExprTypes.Of(expr) ?? throw new ArgumentException($"no type for {expr}: repair the case", nameof(expr));
}
