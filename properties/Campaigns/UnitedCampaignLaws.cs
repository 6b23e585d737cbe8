using Vera.GcStress.Campaigns;
using Xunit;

namespace Vera.GcStress.Properties.Campaigns;

public class UnitedCampaignLaws
{
    private static readonly CampaignCounts None = new()
    {
        Sums = [],
        Largest = [],
        Axes = [],
        Constructs = [],
        Cells = new Dictionary<int, int>(),
        Features = new Dictionary<string, long>(),
        Limits = new Dictionary<string, long>(),
        Gaps = new Dictionary<string, long>(),
    };

    /// <summary>Of two kinds that end in one bug the first is the finding, in a merge too.</summary>
    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void What_a_case_showed_first_stays_the_first_when_parts_are_united(string first, string second)
    {
        CampaignState[] parts =
        [
            Part(1, new(KindFate.Found, 2, first, false), new(KindFate.Alike, 2, second, false)),
            Part(2, new KindMet(KindFate.Found, 1, "c", false)),
        ];
        Assert.Equal(["c", first, second], BucketsOf(parts));
        Assert.Equal(["c", first, second], BucketsOf([parts[1], parts[0]]));
    }

    private static IEnumerable<string> BucketsOf(CampaignState[] parts) =>
        new UnitedCampaign("x", 2, [.. parts]).Kinds.Select(kind => kind.Bucket);

    private static CampaignState Part(int part, params KindMet[] kinds) => new("x", 2, part, 64, None, kinds, []);
}
