using Xunit;

namespace Vera.GcStress.Properties.Tidy;

/// <summary>How a law of tidiness fails: with every flaw, a line each.</summary>
internal static class Flaws
{
    public static void None(IEnumerable<string> flaws)
    {
        var found = flaws.Distinct().ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
