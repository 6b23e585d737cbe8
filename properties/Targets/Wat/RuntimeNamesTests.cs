using Vera.GcStress.Targets.Wat;
using Xunit;

namespace Vera.GcStress.Properties.Targets.Wat;

public class RuntimeNamesTests
{
    [Fact]
    public void Every_runtime_is_found_by_its_name_and_by_no_other()
    {
        foreach (var runtime in Enum.GetValues<RuntimeKind>())
        {
            Assert.True(RuntimeNames.TryParse(RuntimeNames.Of(runtime), out var found));
            Assert.Equal(runtime, found);
        }

        Assert.False(RuntimeNames.TryParse("Container", out _));
        Assert.Equal(RuntimeNames.All.Length, RuntimeNames.All.Distinct().Count());
    }
}
