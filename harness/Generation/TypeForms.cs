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

    public static VeraType Option(VeraType of) => Of(TypeKind.Option, of);

    public static VeraType Array(VeraType of) => Of(TypeKind.Array, of);

    /// <summary>What <see cref="Expr.Type"/> says, cheaply.</summary>
    public static VeraType TypeOf(Expr expr) => expr switch
    {
        Expr.Local local => local.Of,
        Expr.Get get => Option(TypeOf(get.From).Second),
        Expr.Listing { Kind: ListingKind.Values } listing => Array(TypeOf(listing.Of).Second),
        Expr.Listing listing => Array(TypeOf(listing.Of).First),
        Expr.Insert insert => TypeOf(insert.Into),
        Expr.Remove remove => TypeOf(remove.From),
        Expr.Fold fold => TypeOf(fold.Into),
        Expr.Item item => TypeOf(item.Of).First,
        Expr.Apply apply => TypeOf(apply.Of).First,
        Expr.Call call => TypeOf(call.Body),
        _ => expr.Type,
    };
}
