using Vera.GcStress.Coverage;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Xunit;

namespace Vera.GcStress.Properties.Generation;

public class ElementChoiceTests
{
    private static readonly TypeKind[] Scalars =
        [TypeKind.Int, TypeKind.Nat, TypeKind.Bool, TypeKind.Byte, TypeKind.Float64, TypeKind.String];

    public static TheoryData<TypeKind> Kinds => [.. Enum.GetValues<TypeKind>()];

    [Fact]
    public void Where_only_scalars_and_strings_are_asked_for_no_container_holds_anything_else()
    {
        var options = DrawnCases.Options with { Elements = [.. Scalars] };
        foreach (var drawn in DrawnCases.Of(options, 200))
        {
            var contents = DrawnCases.Types(drawn, withFields: true).Where(t => t.IsContainer)
                .SelectMany(t => t.Arguments).Select(t => t.Kind);
            Assert.Empty(contents.Except(Scalars));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_that_is_asked_for_alone_is_what_every_container_is_about(TypeKind kind)
    {
        var options = DrawnCases.Options with { Elements = [kind] };
        foreach (var drawn in DrawnCases.Of(options, 40))
        {
            var containers = Bound(drawn);
            Assert.NotEmpty(containers);
            Assert.All(containers, type => Assert.True(IsAbout(type, kind), $"{type} in\n{drawn}"));
        }
    }

    [Theory]
    [InlineData(ContainerChoice.Set, TypeKind.Set)]
    [InlineData(ContainerChoice.Map, TypeKind.Map)]
    public void Only_the_containers_that_are_asked_for_are_made(ContainerChoice choice, TypeKind kind)
    {
        var options = DrawnCases.Options with { Elements = [TypeKind.Int, TypeKind.Json], Containers = choice };
        Assert.All(DrawnCases.Of(options, 100), drawn =>
            Assert.All(Bound(drawn), type => Assert.True(
                type.Kind == kind || type == VeraType.Map(VeraType.String, VeraType.Json), $"{type}")));
    }

    private static HashSet<VeraType> Bound(StressCase drawn) =>
        [.. DrawnCases.Expressions(drawn).Select(e => e.KnownType!).Where(t => t.IsContainer)];

    /// <summary>Holds the kind, or is held by it: an inner set, the attributes of an HTML element.</summary>
    private static bool IsAbout(VeraType container, TypeKind kind) =>
        container.Kind == kind
        || container.Arguments.Any(t => t.Kind == kind)
        || (kind == TypeKind.HtmlNode && container == VeraType.Map(VeraType.String, VeraType.String));
}
