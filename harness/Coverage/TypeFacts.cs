using Vera.GcStress.Programs;

namespace Vera.GcStress.Coverage;

/// <summary>Which containers a type is or has inside, and what those hold. Computed once a type.</summary>
/// <param name="Containers">Its own form and those inside.</param>
/// <param name="Elements">What it and the containers inside hold.</param>
/// <param name="Form">The form of the container that it is.</param>
/// <param name="Direct">What that container itself holds.</param>
internal sealed record TypeFacts(
    ContainerAxis Containers, ElementAxis Elements, ContainerForm Form, ElementAxis Direct)
{
    private static readonly TypeTable<TypeFacts> Known = new(Compute);

    public static TypeFacts Of(VeraType type) => Known[type];

    private static TypeFacts Compute(VeraType type)
    {
        var (containers, elements, direct) = (ContainerAxis.None, ElementAxis.None, ElementAxis.None);
        foreach (var argument in type.Arguments)
        {
            var inner = Of(argument);
            (containers, elements) = (containers | inner.Containers, elements | inner.Elements);
            if (type.IsContainer)
            {
                direct |= (ElementAxis)(1 << (int)argument.Kind);
            }
        }

        if (!type.IsContainer)
        {
            return new(containers, elements, default, direct);
        }

        var form = FormOf(type);
        containers |= containers == ContainerAxis.None ? AxisOf(form) : AxisOf(form) | ContainerAxis.Nested;
        return new(containers, elements | direct, form, direct);
    }

    private static ContainerForm FormOf(VeraType container) => container switch
    {
        { Kind: TypeKind.Set } => ContainerForm.Set,
        { First.Kind: TypeKind.String } => ContainerForm.MapStringKey,
        { First.IsHeap: true } => ContainerForm.MapHeapKey,
        _ => ContainerForm.MapScalarKey,
    };

    /// <summary>The flag that stands for the form: they have the same order.</summary>
    private static ContainerAxis AxisOf(ContainerForm form) => (ContainerAxis)(1 << (int)form);
}
