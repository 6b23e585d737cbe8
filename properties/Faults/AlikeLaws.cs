using Vera.GcStress.Campaigns;
using Vera.GcStress.Generation;
using Vera.GcStress.Programs;
using Vera.GcStress.Targets.Wat.Faults;
using Vera.GcStress.Wiring;
using Vera.GcStress.Wiring.Trials;
using Xunit;

namespace Vera.GcStress.Properties.Faults;

/// <summary>Two planted bugs count as one only where no case tells them apart.</summary>
public sealed class AlikeLaws
{
    private const int Cases = 100;

    public static TheoryData<string, string> Pairs =>
        new(FaultCatalogue.All.Where(f => f.Alike is not null).Select(f => (f.Name, f.Alike!)));

    [Theory, MemberData(nameof(Pairs))]
    public void What_is_called_alike_shows_alike_in_every_case(string name, string other)
    {
        var (one, two) = (FaultTrials.Planted(Fault(name)), FaultTrials.Planted(Fault(other)));
        using var first = one.NewRig();
        using var second = two.NewRig();
        for (var number = 0; number < Cases; number++)
        {
            var drawn = CaseGenerator.FromSeed(CaseSeed.Of(1, number), one.Generation);
            foreach (var schedule in new CollectionSchedule[] { drawn.Schedule, new CollectionSchedule.Eager() })
            {
                var variant = drawn.With(schedule);
                Assert.Equal(first.Try(variant), second.Try(variant));
            }
        }
    }

    private static Fault Fault(string name) => FaultCatalogue.All.Single(f => f.Name == name);
}
