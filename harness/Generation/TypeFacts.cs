using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>Which containers a type is or has inside, and what those hold. Computed once a type.</summary>
internal sealed record TypeFacts(ContainerAxis Containers, ElementAxis Elements)
{
    private static readonly TypeTable<TypeFacts> Known = new(Compute);

    public static TypeFacts Of(VeraType type) => Known[type];

    private static TypeFacts Compute(VeraType type)
    {
        var (containers, elements) = (ContainerAxis.None, ElementAxis.None);
        foreach (var argument in type.Arguments)
        {
            var inner = Of(argument);
            (containers, elements) = (containers | inner.Containers, elements | inner.Elements);
            if (type.IsContainer)
            {
                elements |= (ElementAxis)(1 << (int)argument.Kind);
            }
        }

        if (type.IsContainer)
        {
            containers |= containers == ContainerAxis.None ? Outer(type) : Outer(type) | ContainerAxis.Nested;
        }

        return new(containers, elements);
    }

    private static ContainerAxis Outer(VeraType container) => container switch
    {
        { Kind: TypeKind.Set } => ContainerAxis.Set,
        { First.Kind: TypeKind.String } => ContainerAxis.MapStringKey,
        { First.IsHeap: true } => ContainerAxis.MapHeapKey,
        _ => ContainerAxis.MapScalarKey,
    };
}
