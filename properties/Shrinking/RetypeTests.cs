using Vera.GcStress.Programs;
using Vera.GcStress.Shrinking;
using Vera.GcStress.Shrinking.Edits;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class RetypeTests
{
    /// <summary>Types that no constructor of another type has as a field.</summary>
    private static readonly VeraType[] Replaceable =
    [
        VeraType.Enum, VeraType.Record, VeraType.Tree(VeraType.Int), VeraType.Tuple(VeraType.Int, VeraType.String),
        VeraType.Closure(VeraType.Json), VeraType.Set(VeraType.Byte), VeraType.Decimal,
    ];

    [Fact]
    public void A_type_that_is_replaced_is_gone_and_the_rest_is_valid()
    {
        foreach (var drawn in Enumerable.Range(0, 200).Select(seed => DrawnCases.Draw(seed, 20)))
        {
            foreach (var type in Replaceable)
            {
                var retyped = Retype.Everywhere(drawn, type, VeraType.Int);
                Assert.DoesNotContain(SyntheticBugs.AllNodes(retyped), node => Mentions(node.Type, type));
                Assert.Equal(CountBesidesPuts(retyped), CountBesidesPuts(CaseRepair.Repair(retyped)));
            }
        }
    }

    /// <summary>Repair leaves out a put whose type is not that of the first.</summary>
    private static int CountBesidesPuts(StressCase stressCase) => stressCase.Ops.Count(op => op is not Op.Put);

    private static bool Mentions(VeraType whole, VeraType part) =>
        whole == part || whole.Arguments.Any(argument => Mentions(argument, part));
}
