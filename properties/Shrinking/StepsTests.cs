using System.Numerics;
using Vera.GcStress.Shrinking;
using Xunit;

namespace Vera.GcStress.Properties.Shrinking;

public class StepsTests
{
    private const string Letters = "xyzé😀";

    public static TheoryData<long> Numbers =>
        [.. Enumerable.Range(-40, 81), 1000, -1000, long.MaxValue, long.MinValue, long.MinValue + 1];

    public static TheoryData<int> Lengths => [1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 63, 64, 65, 100];

    [Fact]
    public void Nothing_is_simpler_than_zero_and_no_text()
    {
        Assert.Empty(Steps.Of(0L));
        Assert.Empty(Steps.Of(0));
        Assert.Empty(Steps.Of(""));
    }

    /// <summary>
    /// Zero, then the positive one, then one, then steps of half the value, a quarter ... down to one.
    /// </summary>
    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_lowered_by_ever_smaller_steps(long value)
    {
        if (value == 0)
        {
            return;
        }

        var magnitude = BigInteger.Abs(value);
        var steps = Enumerable.Range(1, 64).Select(k => magnitude >> k).TakeWhile(step => step > 0)
            .Select(step => (long)(value - (value.CompareTo(0L) * step)));
        long[] positive = value < 0 && value > long.MinValue ? [-value] : [];
        long[] one = value == 1 ? [] : [1];
        var others =
            Enumerable.Range(2, value is > 2 and <= 8 ? (int)value - 2 : 0).Select(n => (long)n);
        Assert.Equal([0, .. positive, .. one, .. steps, .. others], Steps.Of(value));
        Assert.Equal(
            Steps.Of((long)(int)Math.Clamp(value, -9999, 9999)),
            Steps.Of((int)Math.Clamp(value, -9999, 9999)).Select(n => (long)n));
    }

    /// <summary>Runs of all, half, a quarter ... of the letters go, each length from the end.</summary>
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Runs_of_letters_are_left_out_and_those_of_a_short_text_made_plain(int length)
    {
        string[] letters = [.. Letters.EnumerateRunes().Select(rune => rune.ToString())];
        string[] text = [.. Enumerable.Range(0, length).Select(at => letters[at % letters.Length])];
        var shortest = length <= 32 ? 1 : length / 32;
        var shorter = Enumerable.Range(0, 10).Select(k => length >> k).TakeWhile(run => run >= shortest)
            .SelectMany(run => Enumerable.Range(0, (length + run - 1) / run)
                .Select(turn => length - (turn * run))
                .Select(end => string.Concat(text.Where((_, at) => at < end - run || at >= end))));
        var plainer = Enumerable.Range(0, length <= 32 ? length : 0)
            .SelectMany(at => "ab0".Select(plain => string.Concat(text.Select((c, i) => i == at ? $"{plain}" : c))));
        Assert.Equal(
            [.. shorter, new string('a', length), .. plainer],
            Steps.Of(string.Concat(text)));
    }
}
