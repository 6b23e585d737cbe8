using Vera.GcStress.Campaigns;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

public class CaseSeedTests
{
    /// <summary>Neighbouring campaigns and numbers are what users type.</summary>
    [Fact]
    public void No_two_cases_of_many_campaigns_have_the_same_seed()
    {
        var seen = new HashSet<ulong>();
        foreach (var campaign in (ulong[])[0, 1, 2, 3, 100, ulong.MaxValue, 1UL << 32, 1UL << 63])
        {
            for (var number = 0L; number < 25_000; number++)
            {
                Assert.True(seen.Add(CaseSeed.Of(campaign, number)), $"campaign {campaign}, case {number}");
            }
        }
    }

    [Fact]
    public void One_more_changes_about_half_of_the_bits()
    {
        var changed = 0;
        for (var number = 0L; number < 10_000; number++)
        {
            changed += System.Numerics.BitOperations.PopCount(CaseSeed.Of(1, number) ^ CaseSeed.Of(1, number + 1));
        }

        Assert.InRange(changed / 10_000.0, 31, 33);
    }
}
