using Vera.GcStress.Coverage;
using Vera.GcStress.Generation.Choices;
using Vera.GcStress.Programs;

namespace Vera.GcStress.Generation;

/// <summary>The few types that one case is about.</summary>
/// <param name="Containers">The types of its containers, without repetition.</param>
/// <param name="Contents">What they hold: element, key and value types.</param>
/// <param name="Options">What the campaign asks for.</param>
internal sealed record TypePalette(VeraType[] Containers, VeraType[] Contents, GenerationOptions Options)
{
    private static readonly VeraType[] Scalars =
        [VeraType.Int, VeraType.String, VeraType.Nat, VeraType.Float64, VeraType.Byte, VeraType.Bool];

    public static TypePalette FromDraw(Draw draw, GenerationOptions options, CaseAim aim)
    {
        var containers = new List<VeraType>(GenerationLimits.ContainerTypesMax);
        var contents = new List<VeraType>(2 * GenerationLimits.ContainerTypesMax);
        var kinds = options.Drawn;
        var count = draw.Between(options.ContainerTypesMin, GenerationLimits.ContainerTypesMax);
        for (; count > 0; count--)
        {
            var type = containers.Count == 0 && aim.Element is { } element
                ? Aimed(draw, options, element, aim.Form)
                : Container(draw, options, draw.Of(kinds.AsSpan()));
            AddOnce(containers, type);
            foreach (var argument in type.Arguments)
            {
                AddOnce(contents, argument);
            }
        }

        return new(containers.ToArray(), contents.ToArray(), options);
    }

    /// <summary>Whether a set of such elements is about what was asked for.</summary>
    public bool TakesSetOf(VeraType element) =>
        Options.Containers != ContainerChoice.Map && Options.Elements.Contains(element.Kind);

    /// <summary>A container with this kind of element or value, in this form if one is asked for.</summary>
    private static VeraType Aimed(Draw draw, GenerationOptions options, TypeKind kind, ContainerForm? form)
    {
        if (form is null)
        {
            return Container(draw, options, kind);
        }

        var element = OfKind(draw, options, kind, GenerationLimits.TypeDepthMax);
        return form == ContainerForm.Set
            ? VeraType.Of(TypeKind.Set, element)
            : VeraType.Of(TypeKind.Map, KeyOf(draw, options, form.Value), element);
    }

    private static VeraType KeyOf(Draw draw, GenerationOptions options, ContainerForm form)
    {
        if (form == ContainerForm.MapStringKey)
        {
            return VeraType.String;
        }

        var start = draw.Below(options.Elements.Length);
        for (var i = 0; form == ContainerForm.MapHeapKey && i < options.Elements.Length; i++)
        {
            var kind = options.Elements[(start + i) % options.Elements.Length];
            if (kind > TypeKind.String)
            {
                return OfKind(draw, options, kind, 1);
            }
        }

        return draw.Of<VeraType>([VeraType.Int, VeraType.Nat, VeraType.Bool, VeraType.Byte, VeraType.Float64]);
    }

    private static VeraType Container(Draw draw, GenerationOptions options, TypeKind kind)
    {
        var element = OfKind(draw, options, kind, GenerationLimits.TypeDepthMax);
        var set = options.Containers == ContainerChoice.Both
            ? draw.Chance(50)
            : options.Containers == ContainerChoice.Set;
        if (set)
        {
            return VeraType.Of(TypeKind.Set, element);
        }

        return draw.Chance(70)
            ? VeraType.Of(TypeKind.Map, Key(draw, options, 1), element)
            : VeraType.Of(TypeKind.Map, element, Part(draw, options, 1));
    }

    private static VeraType OfKind(Draw draw, GenerationOptions options, TypeKind kind, int depth) =>
        (kind, VeraType.Arity(kind)) switch
        {
            (TypeKind.Map, _) =>
                VeraType.Of(kind, Key(draw, options, depth - 1), Part(draw, options, depth - 1)),
            (_, 1) => VeraType.Of(kind, Part(draw, options, depth - 1)),
            (_, 2) =>
                VeraType.Of(kind, Part(draw, options, depth - 1), Part(draw, options, depth - 1)),
            _ => VeraType.Of(kind),
        };

    private static VeraType Key(Draw draw, GenerationOptions options, int depth) =>
        draw.Chance(80) ? draw.Of<VeraType>(Scalars) : Part(draw, options, depth);

    /// <summary>A type argument: one of the selected kinds, or Int or String if those all have arguments.</summary>
    private static VeraType Part(Draw draw, GenerationOptions options, int depth)
    {
        var start = draw.Below(options.Elements.Length);
        for (var i = 0; i < options.Elements.Length; i++)
        {
            var kind = options.Elements[(start + i) % options.Elements.Length];
            if (VeraType.Arity(kind) == 0)
            {
                return VeraType.Of(kind);
            }

            if (depth > 0 && i == 0 && draw.Chance(60))
            {
                return OfKind(draw, options, kind, depth);
            }
        }

        return draw.Chance(50) ? VeraType.Int : VeraType.String;
    }

    private static void AddOnce(List<VeraType> list, VeraType type)
    {
        if (!list.Contains(type))
        {
            list.Add(type);
        }
    }
}
