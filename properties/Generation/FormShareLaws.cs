using Vera.GcStress.Coverage;
using Vera.GcStress.Documents;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Properties.Targets.Vera;
using Vera.GcStress.Targets.Vera.Sources;
using Vera.GcStress.Wiring;
using Xunit;

namespace Vera.GcStress.Properties.Generation;

/// <summary>Laws of what the few cases that a real Vera is given are made of.</summary>
public sealed class FormShareLaws
{
    private static readonly GenerationOptions Options = VeraChoice.Generation with
    {
        Documents = new VeraDocuments(DocumentLibrary.Load([])),
    };

    /// <summary>A campaign there judges a few thousand cases: what few of them have is hardly tried.</summary>
    [Fact]
    public void Each_form_and_each_type_is_in_one_of_ten_cases_for_a_real_Vera()
    {
        const int Cases = 1800;
        var counted = DrawnCases.Of(Options with { Suits = Suits, Aims = [.. Options.Scope.Reachable] }, Cases)
            .SelectMany(one => Axes.AxesOf(one).Names())
            .CountBy(name => name)
            .ToDictionary();
        Assert.All(Named<ControlAxis>("control"), form => Assert.InRange(counted[form], Cases / 10, Cases));
        Assert.All(
            Named<ElementAxis>("element").Except(["element: Array"]), // Vera does not compile containers of those.
            type => Assert.InRange(counted[type], Cases / 10, Cases));
        Assert.All(
            VeraChoice.Generation.Favoured, kind => Assert.InRange(counted[$"element: {kind}"], Cases / 7, Cases));
    }

    /// <summary>
    /// What is drawn until Vera can say it is drawn without what it cannot say, and without all that such cases have.
    /// </summary>
    [Fact]
    public void Three_of_four_cases_that_are_drawn_for_a_real_Vera_are_ones_that_it_can_say()
    {
        const int Cases = 600;
        Assert.InRange(DrawnCases.Of(Options, Cases).Count(Suits), Cases * 3 / 4, Cases);
    }

    private static IEnumerable<string> Named<T>(string axis)
        where T : struct, Enum => Enum.GetValues<T>().Skip(1).Select(value => $"{axis}: {value}");

    private static bool Suits(StressCase one) =>
        VeraSupport.WhyNot(one, PrintedCases.Newest) is null;
}
