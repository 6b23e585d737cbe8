using System.Collections.Immutable;
using System.Text;

namespace Vera.GcStress.Shrinking;

/// <summary>Simpler numbers and texts to try in place of one, boldest first.</summary>
internal static class Steps
{
    /// <summary>Up to here every smaller number is tried, above it only steps that halve.</summary>
    private const long ExhaustiveMax = 8;

    /// <summary>The longest text whose characters are left out and made simpler one by one.</summary>
    private const int LettersMax = 32;

    /// <summary>Towards zero: zero, the positive one, then ever smaller steps down from the value.</summary>
    public static IEnumerable<long> Of(long value)
    {
        if (value == 0)
        {
            yield break;
        }

        yield return 0;
        if (value < 0 && value != long.MinValue)
        {
            yield return -value;
        }

        if (value is > 1 or < 0)
        {
            yield return 1;
        }

        for (var step = value / 2; step != 0; step /= 2)
        {
            yield return value - step;
        }

        for (var small = 2; value <= ExhaustiveMax && small < value; small++)
        {
            yield return small;
        }
    }

    public static IEnumerable<int> Of(int value) => Of((long)value).Select(step => (int)step);

    /// <summary>Nothing, then runs of characters left out, then characters replaced by simpler ones.</summary>
    public static IEnumerable<string> Of(string text)
    {
        if (text.Length == 0)
        {
            return [];
        }

        var runes = text.EnumerateRunes().ToImmutableArray();
        var shortest = runes.Length <= LettersMax ? 1 : runes.Length / LettersMax;
        return [.. Shorter(runes, shortest), .. Plainer(runes)];
    }

    private static IEnumerable<string> Shorter(ImmutableArray<Rune> runes, int shortest)
    {
        for (var length = runes.Length; length >= shortest; length /= 2)
        {
            for (var end = runes.Length; end > 0; end -= length)
            {
                var start = Math.Max(0, end - length);
                yield return string.Concat(runes.RemoveRange(start, end - start));
            }
        }
    }

    private static IEnumerable<string> Plainer(ImmutableArray<Rune> runes)
    {
        yield return new string('a', runes.Length);
        if (runes.Length > LettersMax)
        {
            yield break;
        }

        for (var at = 0; at < runes.Length; at++)
        {
            foreach (var plainer in "ab0")
            {
                yield return string.Concat(runes.SetItem(at, new Rune(plainer)));
            }
        }
    }
}
